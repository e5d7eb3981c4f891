package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.SecretEnvSource;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.target.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service's environment: plain values in a ConfigMap, sensitive ones in a Secret. Kubernetes puts the values of {@code
 * envFrom} in as they are and expands no {@code $(X)} in them, just as Compose, so nothing is escaped.
 */
final class Variables {

    private static final int LONGEST_KEY = 253;

    private Variables() {}

    /**
     * Where the container's environment comes from; empty when it has none.
     *
     * @param hidden sensitive values that the command line refers to, by variable name
     */
    static List<EnvFromSource> of(
            Context context, Configuration configuration, Service service, Map<String, Value.Sensitive> hidden) {
        Map<String, String> plain = new TreeMap<>();
        Map<String, Value.Sensitive> sensitive = new TreeMap<>(hidden);
        service.environment().forEach((name, value) -> {
            check(context.findings(), service, name, value);
            if (value instanceof Value.Sensitive secret) {
                sensitive.put(name, secret);
            } else if (value instanceof Value.Plain text) {
                plain.put(name, text.text());
            }
        });
        String base = context.name(service) + "-env";
        List<EnvFromSource> sources = new ArrayList<>();
        if (!plain.isEmpty()) {
            String name = configuration.configMap(base, service.name(), plain, Map.of(), service.position());
            ConfigMapEnvSource reference = new ConfigMapEnvSource();
            reference.setName(name);
            EnvFromSource source = new EnvFromSource();
            source.setConfigMapRef(reference);
            sources.add(source);
        }
        if (!sensitive.isEmpty()) {
            String name = configuration.secret(base, service.name(), sensitive);
            SecretEnvSource reference = new SecretEnvSource();
            reference.setName(name);
            EnvFromSource source = new EnvFromSource();
            source.setSecretRef(reference);
            sources.add(source);
        }
        return sources;
    }

    private static void check(Findings findings, Service service, String name, Value value) {
        if (!isKey(name)) {
            findings.error(
                    value.position(),
                    "service " + service.name() + ": Kubernetes can't keep a variable called \"" + name + "\"",
                    "use letters, digits, dots, dashes and underscores in its name");
        } else if (name.charAt(0) >= '0' && name.charAt(0) <= '9') {
            findings.warn(
                    value.position(),
                    "service " + service.name() + ": clusters before Kubernetes 1.30 leave out the variable \"" + name
                            + "\"",
                    "let its name begin with a letter or underscore");
        }
    }

    /** Whether a ConfigMap or Secret can have such a key. */
    private static boolean isKey(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !(c >= '0' && c <= '9') && "-._".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_KEY;
    }
}
