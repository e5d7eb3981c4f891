package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.Findings;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What the parts of a stack are called on the cluster. */
final class Names {

    /**
     * Room for what is put behind a name: a Job's digest, a StatefulSet's revision; both become values of labels, of at
     * most 63 characters.
     */
    private static final int MAX_LENGTH = 50;

    /** Put before the name of a Service that begins with a digit; RFC 1035 wants a letter. */
    private static final String LETTER = "s-";

    private static final int MAX_SERVICE_LENGTH = MAX_LENGTH - LETTER.length();

    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    private final Map<String, String> services = new HashMap<>();
    private final Map<String, String> volumes = new HashMap<>();

    private Names() {}

    /** The names for a stack; reports those that can't be, and those that had to become others. */
    static Names of(Stack stack, Findings findings) {
        Names names = new Names();
        Map<String, String> taken = new HashMap<>();
        stack.services().values().forEach(service -> names.name(service, taken, findings));
        Map<String, String> claims = new HashMap<>();
        stack.volumes().values().forEach(volume -> {
            String name = claim(volume.name());
            names.volumes.put(volume.name(), name);
            collision("volumes", claims.put(name, volume.name()), volume.name(), volume.position(), findings);
        });
        return names;
    }

    private void name(Service service, Map<String, String> taken, Findings findings) {
        if (!isLabelValue(service.name())) {
            findings.error(
                    service.position(),
                    "service \"" + service.name() + "\" has a name that no label on Kubernetes can hold",
                    "begin and end it with a letter or digit and use at most 63 characters");
        }
        String name = of(service.name());
        services.put(service.name(), name);
        collision("services", taken.put(name, service.name()), service.name(), service.position(), findings);
        if (!name.equals(service.name().toLowerCase(Locale.ROOT))) {
            findings.warn(
                    service.position(),
                    "service \"" + service.name() + "\" is called " + name
                            + " here: other services don't reach it under its own name, which is no DNS label",
                    "rename it with lower-case letters, digits and dashes, beginning with a letter, at most "
                            + MAX_SERVICE_LENGTH + " characters, or give it such an alias");
        }
    }

    /** Whether a text can be the value of a label. */
    static boolean isLabelValue(String text) {
        return LABEL_VALUE.matcher(text).matches();
    }

    private static String of(String name) {
        String label = DnsLabel.of(name, MAX_SERVICE_LENGTH);
        return Character.isDigit(label.charAt(0)) ? LETTER + label : label;
    }

    private static void collision(
            String kind, @CheckForNull String other, String name, Position position, Findings findings) {
        if (other != null) {
            findings.error(
                    position,
                    "the " + kind + " \"" + other + "\" and \"" + name + "\" would have the same name on Kubernetes",
                    "rename one of them so that they differ in more than upper and lower case");
        }
    }

    /** Of a service's objects. */
    String service(String name) {
        return services.get(name);
    }

    /** Of a volume's claim. */
    String volume(String name) {
        String known = volumes.get(name);
        return known == null ? claim(name) : known;
    }

    /** Of the claim of a volume of that name. */
    static String claim(String volume) {
        return DnsLabel.of(volume, MAX_LENGTH);
    }

    /** Of a network, in names of policies and keys of labels. */
    static String network(String name) {
        return DnsLabel.of(name, MAX_LENGTH);
    }

    /** Of a config or secret. */
    static String file(String name) {
        return DnsLabel.of(name, MAX_LENGTH);
    }
}
