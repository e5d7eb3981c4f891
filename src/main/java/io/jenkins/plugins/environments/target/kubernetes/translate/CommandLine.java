package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a service's container and its health check execute. A sensitive argument never stands in an object: it is a
 * variable of the container's Secret, and the argument refers to it.
 */
final class CommandLine {

    /**
     * Where Kubernetes' expansion (its package third_party/forked/golang/expansion) would change a dollar sign: before
     * another one, before a parenthesis, and before a byte beyond ASCII, which it takes apart.
     */
    private static final Pattern EXPANDED = Pattern.compile("\\$(?=[$(]|[^\\x00-\\x7f])");

    private static final Pattern SHELL_SAFE = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final Map<String, Value.Sensitive> hidden = new TreeMap<>();

    private final List<String> command;
    private final List<String> arguments;
    private final List<String> healthTest;

    CommandLine(Service service) {
        List<Value> entrypoint = service.process().entrypoint();
        List<Value> compose = service.process().command();
        List<String> first = entrypoint == null ? List.of() : arguments("ENTRYPOINT", entrypoint);
        List<String> rest = compose == null ? List.of() : arguments("COMMAND", compose);
        boolean cleared = entrypoint != null && entrypoint.isEmpty();
        // An empty entrypoint takes the image's away: then the command itself is what runs.
        command = cleared ? rest : first;
        arguments = cleared ? List.of() : rest;
        HealthCheck check = service.healthcheck();
        healthTest = check == null || check.disabled() ? List.of() : test(check);
    }

    /** What Compose calls the entrypoint; empty: the image's. */
    List<String> command() {
        return command;
    }

    /** What Compose calls the command; empty: the image's. */
    List<String> arguments() {
        return arguments;
    }

    /** What an exec probe runs; empty when there is no check. */
    List<String> healthTest() {
        return healthTest;
    }

    /** The sensitive values among all these, by the name of the variable that they are put into. */
    Map<String, Value.Sensitive> hidden() {
        return hidden;
    }

    /** The text in a form that Kubernetes' expansion of {@code $(NAME)} turns back into the text. */
    static String literal(String text) {
        return EXPANDED.matcher(text).replaceAll("\\$\\$");
    }

    private List<String> arguments(String place, List<Value> values) {
        List<String> result = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            result.add(
                    values.get(i) instanceof Value.Plain plain
                            ? literal(plain.text())
                            : "$(" + hide(place, i, values.get(i)) + ")");
        }
        return result;
    }

    private List<String> test(HealthCheck check) {
        boolean sensitive = check.test().stream().anyMatch(Value.Sensitive.class::isInstance);
        if (!sensitive) {
            List<String> plain = arguments("HEALTH", check.test());
            return check.shell() ? shell(plain.get(0)) : plain;
        }
        // Probes expand no variables that come from a Secret, so a shell in the container has to.
        List<String> words = new ArrayList<>();
        for (int i = 0; i < check.test().size(); i++) {
            words.add(
                    check.test().get(i) instanceof Value.Plain plain
                            ? quoted(plain.text())
                            : "\"$" + hide("HEALTH", i, check.test().get(i)) + "\"");
        }
        String line = String.join(" ", words);
        return shell(literal(check.shell() ? "eval " + line : "exec " + line));
    }

    private static List<String> shell(String line) {
        return List.of("/bin/sh", "-c", line);
    }

    private String hide(String place, int index, Value value) {
        String variable = "ENVIRONMENTS_" + place + "_" + index;
        if (value instanceof Value.Sensitive secret) {
            hidden.put(variable, secret);
        }
        return variable;
    }

    private static String quoted(String word) {
        return SHELL_SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
