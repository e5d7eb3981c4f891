package io.jenkins.plugins.environments.target.kubernetes.apply;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills the Secrets of manifests, whose names the manifests choose, with the values that {@link SecretDelivery} brought:
 * those are in an immutable Secret beside, named by their digest, so that a rollback finds them.
 */
public final class SecretFilling {

    private final Cluster cluster;

    public SecretFilling(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * The objects, Secrets with their values.
     *
     * @throws TargetException {@link TargetException.Kind#VALUES_MISSING} when the values are not there any more
     */
    public List<HasMetadata> fill(String namespace, Ownership mark, List<HasMetadata> objects) {
        return objects.stream().map(object -> filled(namespace, mark, object)).toList();
    }

    private HasMetadata filled(String namespace, Ownership mark, HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String kept = annotations == null ? null : annotations.get(Labels.VALUES);
        if (kept == null || !(object instanceof GenericKubernetesResource secret)) {
            return object;
        }
        ApiObject values = cluster.get(ApiKind.SECRET, namespace, kept)
                .orElseThrow(() -> new TargetException(
                        TargetException.Kind.VALUES_MISSING,
                        Failure.of(
                                "namespace " + namespace + " lacks sensitive values",
                                "Secret " + kept + " is not there any more",
                                "deploy again from the source, which has them")));
        mark.require(values);
        GenericKubernetesResource filled = new GenericKubernetesResource();
        filled.setApiVersion(secret.getApiVersion());
        filled.setKind(secret.getKind());
        filled.setMetadata(secret.getMetadata());
        filled.setAdditionalProperties(new LinkedHashMap<>(secret.getAdditionalProperties()));
        filled.setAdditionalProperty("data", values.json().path("data"));
        return filled;
    }
}
