package io.jenkins.plugins.environments.cli.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Gives Deployments, StatefulSets and Jobs pods that are ready, or that can't get their image. */
final class Workloads {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiServer api;

    Workloads(ApiServer api) {
        this.api = api;
    }

    void look(ObjectPath path) {
        api.locked(() -> {
            JsonNode workload = api.find(path);
            if (workload == null) {
                removeOrphans(path);
            } else if (workload.at("/metadata/deletionTimestamp").isMissingNode()) {
                settle(path, workload);
            }
            return null;
        });
    }

    /** The garbage collector's part: pods whose workload is gone. */
    private void removeOrphans(ObjectPath path) {
        for (JsonNode pod : api.inNamespace(path.namespace())) {
            if (pod.path("kind").asText().equals("Pod") && owner(pod).equals(path.plural() + "/" + path.name())) {
                api.put(Kinds.path(pod), null);
            }
        }
    }

    private void settle(ObjectPath path, JsonNode workload) {
        JsonNode template = workload.at("/spec/template");
        boolean job = path.plural().equals("jobs");
        int replicas = workload.at("/spec/replicas").asInt(1);
        boolean runs = !template.toString().contains("\"" + EmbeddedKubernetes.NO_IMAGES + "/");
        String hash = Integer.toHexString(template.hashCode() & 0xfffffff);

        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            wanted.add(
                    path.plural().equals("statefulsets") ? path.name() + "-" + i : path.name() + "-" + hash + "-" + i);
        }
        for (JsonNode pod : api.inNamespace(path.namespace())) {
            boolean mine =
                    pod.path("kind").asText().equals("Pod") && owner(pod).equals(path.plural() + "/" + path.name());
            boolean current = wanted.contains(pod.at("/metadata/name").asText())
                    && pod.at("/metadata/annotations/embedded~1template")
                            .asText()
                            .equals(hash);
            // As with maxUnavailable 0, an old pod that runs stays until a new one does.
            if (mine && !current && runs) {
                api.put(Kinds.path(pod), null);
            }
        }
        for (String name : wanted) {
            ObjectPath pod = new ObjectPath("/api/v1", path.namespace(), "pods", name);
            if (api.find(pod) == null) {
                api.put(pod, pod(path, workload, name, hash, runs, job));
            }
        }
        ObjectNode changed = workload.deepCopy();
        changed.set("status", status(workload, path.plural(), replicas, runs));
        if (!changed.equals(workload)) {
            changed.withObject("/metadata").put("resourceVersion", String.valueOf(api.requestResourceVersion()));
            api.put(path, changed);
        }
    }

    private static String owner(JsonNode pod) {
        return pod.at("/metadata/annotations/embedded~1owner").asText();
    }

    private static ObjectNode pod(
            ObjectPath path, JsonNode workload, String name, String hash, boolean runs, boolean job) {
        ObjectNode pod = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        JsonNode template = workload.at("/spec/template");
        ObjectNode metadata = pod.putObject("metadata").put("name", name).put("namespace", path.namespace());
        metadata.set("labels", template.at("/metadata/labels").deepCopy());
        metadata.putObject("annotations")
                .put("embedded/owner", path.plural() + "/" + path.name())
                .put("embedded/template", hash);
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", workload.path("apiVersion").asText())
                .put("kind", workload.path("kind").asText())
                .put("name", path.name())
                .put("uid", workload.at("/metadata/uid").asText())
                .put("controller", true);
        pod.set("spec", template.path("spec").deepCopy());
        ObjectNode status = pod.putObject("status")
                .put("phase", runs ? job ? "Succeeded" : "Running" : "Pending")
                .put("startTime", Instant.now().toString());
        status.putArray("conditions").addObject().put("type", "Ready").put("status", runs && !job ? "True" : "False");
        ArrayNode containers = status.putArray("containerStatuses");
        for (JsonNode container : template.at("/spec/containers")) {
            containers.add(container(container, runs, job));
        }
        return pod;
    }

    private static ObjectNode container(JsonNode container, boolean runs, boolean job) {
        String image = container.path("image").asText();
        ObjectNode status = JSON.createObjectNode()
                .put("name", container.path("name").asText())
                .put("image", image)
                .put("imageID", runs ? byDigest(image) : "")
                .put("ready", runs && !job)
                .put("started", runs && !job)
                .put("restartCount", 0);
        ObjectNode state = status.putObject("state");
        if (!runs) {
            state.putObject("waiting")
                    .put("reason", "ImagePullBackOff")
                    .put("message", "Back-off pulling image \"" + image + "\": not found");
        } else if (job) {
            state.putObject("terminated").put("exitCode", 0).put("reason", "Completed");
        } else {
            state.putObject("running").put("startedAt", Instant.now().toString());
        }
        return status;
    }

    /** As a node tells what it pulled, though with the tag, for people to read; the digest is one of the name. */
    private static String byDigest(String image) {
        if (image.contains("@")) {
            return image;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(image.getBytes(StandardCharsets.UTF_8));
            return image + "@sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static ObjectNode status(JsonNode workload, String plural, int replicas, boolean runs) {
        ObjectNode status = JSON.createObjectNode();
        if (plural.equals("jobs")) {
            if (runs) {
                status.put("succeeded", 1);
                condition(status, "Complete", "True", "Completed");
            }
            return status;
        }
        int ready = runs ? replicas : 0;
        // Ints, as JSON reads them back: a long of the same number is another node, and there would always be news.
        status.put("observedGeneration", workload.at("/metadata/generation").asInt())
                .put("replicas", replicas)
                .put("updatedReplicas", replicas)
                .put("readyReplicas", ready)
                .put("availableReplicas", ready)
                .put("unavailableReplicas", replicas - ready);
        if (plural.equals("statefulsets")) {
            status.put("currentReplicas", replicas).put("currentRevision", "1").put("updateRevision", "1");
        } else {
            condition(status, "Available", runs ? "True" : "False", "MinimumReplicasAvailable");
            condition(status, "Progressing", "True", runs ? "NewReplicaSetAvailable" : "ReplicaSetUpdated");
        }
        return status;
    }

    private static void condition(ObjectNode status, String type, String value, String reason) {
        status.withArray("/conditions")
                .addObject()
                .put("type", type)
                .put("status", value)
                .put("reason", reason);
    }
}
