package io.jenkins.plugins.environments.stack;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of Kubernetes' own kinds without asking a cluster. */
final class ObjectKinds {

    private static final Map<String, List<String>> KNOWN = Map.ofEntries(
            group(
                    "v1",
                    "ConfigMap Endpoints Event LimitRange List Namespace Node PersistentVolume PersistentVolumeClaim Pod"
                            + " PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount"),
            group("apps/v1", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),
            group("batch/v1", "CronJob Job"),
            group("autoscaling/v2", "HorizontalPodAutoscaler"),
            group("autoscaling/v1", "HorizontalPodAutoscaler"),
            group("policy/v1", "PodDisruptionBudget"),
            group("networking.k8s.io/v1", "Ingress IngressClass NetworkPolicy"),
            group("rbac.authorization.k8s.io/v1", "ClusterRole ClusterRoleBinding Role RoleBinding"),
            group("storage.k8s.io/v1", "CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment"),
            group("scheduling.k8s.io/v1", "PriorityClass"),
            group("node.k8s.io/v1", "RuntimeClass"),
            group("coordination.k8s.io/v1", "Lease"),
            group("discovery.k8s.io/v1", "EndpointSlice"),
            group("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
            group("apiregistration.k8s.io/v1", "APIService"),
            group(
                    "admissionregistration.k8s.io/v1",
                    "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
                            + " ValidatingWebhookConfiguration"));

    /** Of Kubernetes' own kinds those that become ready, or fail to, after they are there. All others are at once. */
    private static final Set<String> AWAITED = Set.of(
            "Deployment",
            "StatefulSet",
            "DaemonSet",
            "ReplicaSet",
            "ReplicationController",
            "Job",
            "Pod",
            "PersistentVolumeClaim",
            "CustomResourceDefinition",
            "APIService");

    /** Those that run something, and so give their name to the unit. */
    private static final Set<String> WORKLOADS = Set.of(
            "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job", "CronJob", "Pod");

    private ObjectKinds() {}

    private static Map.Entry<String, List<String>> group(String apiVersion, String kinds) {
        return Map.entry(apiVersion, List.of(kinds.split(" ")));
    }

    /** Whether it is of a group that Kubernetes itself serves: all others have a domain of their own. */
    static boolean isOwn(String apiVersion) {
        String group = group(apiVersion);
        return !group.contains(".") || group.endsWith(".k8s.io") && KNOWN.containsKey(apiVersion);
    }

    static boolean isAwaited(String apiVersion, String kind) {
        return isOwn(apiVersion) ? AWAITED.contains(kind) : true;
    }

    static boolean isWorkload(String apiVersion, String kind) {
        return isOwn(apiVersion) && WORKLOADS.contains(kind);
    }

    /** What may have been meant by a kind or an API version that Kubernetes does not have; empty: nothing is known. */
    static Optional<String> meant(String apiVersion, String kind) {
        List<String> kinds = KNOWN.getOrDefault(apiVersion, List.of());
        boolean served = KNOWN.keySet().stream().anyMatch(known -> group(known).equals(group(apiVersion)));
        if (kinds.contains(kind)
                || served && kinds.isEmpty()
                || group(apiVersion).contains(".") && !served) {
            return Optional.empty();
        }
        return Nearest.word(kind, kinds).map(near -> "kind: " + near).or(() -> KNOWN.entrySet().stream()
                .filter(entry -> entry.getValue().contains(kind))
                .map(Map.Entry::getKey)
                .sorted(Comparator.reverseOrder())
                .findFirst()
                .map(version -> "apiVersion: " + version));
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }
}
