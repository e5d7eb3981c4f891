package io.jenkins.plugins.environments.target.kubernetes.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.stack.Manifest;
import java.util.HashSet;
import java.util.Set;

/** Which kinds of a stack's manifests live in no namespace. */
final class ClusterKinds {

    /** Kubernetes' own, as {@code group/Kind} (its API reference; they have been so since they exist). */
    private static final Set<String> OWN = Set.of(
            "/Namespace",
            "/Node",
            "/PersistentVolume",
            "admissionregistration.k8s.io/MutatingWebhookConfiguration",
            "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
            "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
            "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
            "apiextensions.k8s.io/CustomResourceDefinition",
            "apiregistration.k8s.io/APIService",
            "certificates.k8s.io/CertificateSigningRequest",
            "flowcontrol.apiserver.k8s.io/FlowSchema",
            "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
            "networking.k8s.io/IngressClass",
            "node.k8s.io/RuntimeClass",
            "rbac.authorization.k8s.io/ClusterRole",
            "rbac.authorization.k8s.io/ClusterRoleBinding",
            "scheduling.k8s.io/PriorityClass",
            "storage.k8s.io/CSIDriver",
            "storage.k8s.io/CSINode",
            "storage.k8s.io/StorageClass",
            "storage.k8s.io/VolumeAttachment");

    private final Set<String> kinds = new HashSet<>(OWN);

    ClusterKinds(Context context) {
        kinds.addAll(context.capabilities().clusterScoped());
        for (Manifest manifest : context.stack().manifests()) {
            if (manifest.is("apiextensions.k8s.io", "CustomResourceDefinition")) {
                ObjectNode definition = ReadyObjects.json(manifest);
                if (definition.at("/spec/scope").asText().equals("Cluster")) {
                    kinds.add(definition.at("/spec/group").asText() + "/"
                            + definition.at("/spec/names/kind").asText());
                }
            }
        }
    }

    boolean has(Manifest manifest) {
        return kinds.contains(manifest.group() + "/" + manifest.kind());
    }
}
