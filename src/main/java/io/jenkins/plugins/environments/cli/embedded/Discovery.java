package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the embedded API says that it serves. */
final class Discovery {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    /** Group and version to kinds, a kind as {@code Kind plural}; those of the cluster end in an exclamation mark. */
    private static final Map<String, List<String>> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "v1",
                    List.of(
                            "Namespace namespaces!",
                            "PersistentVolume persistentvolumes!",
                            "ConfigMap configmaps",
                            "Secret secrets",
                            "Service services",
                            "ServiceAccount serviceaccounts",
                            "PersistentVolumeClaim persistentvolumeclaims",
                            "Pod pods",
                            "Event events",
                            "ResourceQuota resourcequotas",
                            "LimitRange limitranges")),
            Map.entry(
                    "apps/v1", List.of("Deployment deployments", "StatefulSet statefulsets", "ReplicaSet replicasets")),
            Map.entry("batch/v1", List.of("Job jobs", "CronJob cronjobs")),
            Map.entry(
                    "networking.k8s.io/v1",
                    List.of("Ingress ingresses", "IngressClass ingressclasses!", "NetworkPolicy networkpolicies")),
            Map.entry("autoscaling/v2", List.of("HorizontalPodAutoscaler horizontalpodautoscalers")),
            Map.entry("policy/v1", List.of("PodDisruptionBudget poddisruptionbudgets")),
            Map.entry("storage.k8s.io/v1", List.of("StorageClass storageclasses!")),
            Map.entry("coordination.k8s.io/v1", List.of("Lease leases"))));

    private Discovery() {}

    /** The answer to a discovery request; null when the path is none. */
    @CheckForNull
    static String answer(String path) {
        return switch (path) {
            case "/version" -> "{\"major\":\"1\",\"minor\":\"34\",\"gitVersion\":\"v1.34.0-embedded\"}";
            case "/", "" -> "{\"paths\":[\"/api\",\"/apis\"]}";
            case "/readyz", "/livez", "/healthz" -> "ok";
            case "/api" -> "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}";
            case "/apis" -> groups().toString();
            default -> kinds(path);
        };
    }

    private static ObjectNode groups() {
        ObjectNode list = JSON.createObjectNode().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        KINDS.keySet().stream().filter(key -> key.contains("/")).forEach(key -> {
            String[] parts = key.split("/");
            ObjectNode group = groups.addObject().put("name", parts[0]);
            group.putArray("versions").addObject().put("groupVersion", key).put("version", parts[1]);
            group.putObject("preferredVersion").put("groupVersion", key).put("version", parts[1]);
        });
        return list;
    }

    @CheckForNull
    private static String kinds(String path) {
        String key = path.replaceFirst("^/(api|apis)/", "");
        List<String> kinds = KINDS.get(key);
        if (kinds == null || !path.equals(("v1".equals(key) ? "/api/" : "/apis/") + key)) {
            return null;
        }
        ObjectNode list = JSON.createObjectNode()
                .put("kind", "APIResourceList")
                .put("apiVersion", "v1")
                .put("groupVersion", key);
        ArrayNode resources = list.putArray("resources");
        for (String kind : kinds) {
            String[] parts = kind.split(" ");
            ObjectNode resource = resources
                    .addObject()
                    .put("name", parts[1].replace("!", ""))
                    .put("singularName", parts[0].toLowerCase(java.util.Locale.ROOT))
                    .put("namespaced", !parts[1].endsWith("!"))
                    .put("kind", parts[0]);
            resource.set("verbs", JSON.valueToTree(VERBS));
        }
        return list.toString();
    }

    /** The answer to an access review: everything is allowed. */
    static String allowed(String review) {
        try {
            ObjectNode answer = (ObjectNode) JSON.readTree(review);
            answer.withObject("/status").put("allowed", true);
            return answer.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the client sent an access review that is no JSON", e);
        }
    }
}
