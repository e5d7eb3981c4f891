package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.SecretMask;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sensitive values that an environment's namespace holds, so that they can be masked in what its pods wrote. */
final class HeldSecrets {

    private HeldSecrets() {}

    /**
     * Those of all releases that are kept.
     *
     * @throws TargetException {@link TargetException.Kind#VALUES_MISSING} when a pod has values of a Secret that is gone
     */
    static SecretMask mask(Cluster cluster, String namespace, String owner, List<Pod> pods) {
        List<ApiObject> secrets = cluster.list(ApiKind.SECRET, namespace, Labels.OWNER + "=" + owner);
        Set<String> unknown = pods.stream().flatMap(HeldSecrets::used).collect(Collectors.toCollection(TreeSet::new));
        secrets.forEach(secret -> unknown.remove(secret.name()));
        if (!unknown.isEmpty()) {
            throw new TargetException(
                    TargetException.Kind.VALUES_MISSING,
                    Failure.of(
                            "the log is not shown",
                            "these Secrets are no longer in namespace " + namespace
                                    + ", so that their values could not be masked: " + String.join(", ", unknown),
                            "deploy again, with the secrets"));
        }
        Map<String, byte[]> values = new HashMap<>();
        for (ApiObject secret : secrets) {
            JsonNode data = secret.json().path("data");
            data.fieldNames()
                    .forEachRemaining(key -> values.put(
                            secret.name() + "/" + key,
                            Base64.getDecoder().decode(data.path(key).asText())));
        }
        return SecretMask.of(new SecretValues(values));
    }

    /** The names of the Secrets that a pod can't do without. */
    private static Stream<String> used(Pod pod) {
        Stream<String> mounted = pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName());
        Stream<String> read = pod.getSpec().getContainers().stream().flatMap(HeldSecrets::read);
        return Stream.concat(mounted, read).filter(Objects::nonNull);
    }

    private static Stream<String> read(Container container) {
        return Stream.concat(
                container.getEnvFrom().stream()
                        .filter(from -> from.getSecretRef() != null)
                        .map(from -> from.getSecretRef().getName()),
                container.getEnv().stream()
                        .filter(one ->
                                one.getValueFrom() != null && one.getValueFrom().getSecretKeyRef() != null)
                        .map(one -> one.getValueFrom().getSecretKeyRef().getName()));
    }
}
