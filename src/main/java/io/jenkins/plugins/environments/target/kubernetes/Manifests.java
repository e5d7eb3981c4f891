package io.jenkins.plugins.environments.target.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.jenkins.plugins.environments.model.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The objects of an environment, complete but for sensitive values.
 *
 * @param namespace the environment's place
 * @param foundation what all services need, applied before any of them, in order: quota, service accounts, network policies, ConfigMaps, claims.
 *     No Secrets
 * @param secrets Secrets as they shall be, without their values
 * @param services service to its objects, in the order in which they are applied
 * @param warnings keys of the stack with no meaning here
 */
public record Manifests(
        Namespace namespace,
        List<HasMetadata> foundation,
        List<SecretTemplate> secrets,
        Map<String, List<HasMetadata>> services,
        List<Problem> warnings) {

    public Manifests {
        foundation = List.copyOf(foundation);
        secrets = List.copyOf(secrets);
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        warnings = List.copyOf(warnings);
    }

    /** Every object but the Secrets, in the order in which they are applied. */
    public Stream<HasMetadata> objects() {
        return Stream.concat(
                Stream.concat(Stream.of(namespace), foundation.stream()),
                services.values().stream().flatMap(List::stream));
    }

    /**
     * A Secret without its values.
     *
     * @param secret metadata and type, {@code immutable: true}; its name holds the digest of its content; no data
     * @param entries key in the Secret's data to key in {@link
     *     io.jenkins.plugins.environments.model.stack.SecretValues}
     */
    public record SecretTemplate(io.fabric8.kubernetes.api.model.Secret secret, Map<String, String> entries) {
        public SecretTemplate {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }
}
