package io.jenkins.plugins.environments.target.kubernetes.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Completes what manifests make pods of: marks, images, and a digest of the configuration that they use. */
final class ReadyPods {

    /** Where the template of pods is, by kind; a Pod is one itself. */
    private static final Map<String, String> TEMPLATES = Map.of(
            "apps/Deployment", "/spec/template",
            "apps/StatefulSet", "/spec/template",
            "apps/DaemonSet", "/spec/template",
            "apps/ReplicaSet", "/spec/template",
            "/ReplicationController", "/spec/template",
            "batch/Job", "/spec/template",
            "batch/CronJob", "/spec/jobTemplate/spec/template",
            "/Pod", "");

    private final Context context;
    private final OwnPolicies policies;
    private final Set<String> names = new HashSet<>();

    ReadyPods(Context context) {
        this.context = context;
        this.policies = OwnPolicies.of(context.stack());
    }

    void complete(Manifest manifest, ObjectNode json) {
        String pointer = TEMPLATES.get(manifest.group() + "/" + manifest.kind());
        if (pointer == null || !(json.at(pointer) instanceof ObjectNode template)) {
            return;
        }
        ObjectNode labels = template.withObject("/metadata").withObject("/labels");
        if (!policies.select(labels)) {
            labels.put(Labels.OPEN, "true");
        }
        context.metadata().marks(manifest.unit()).forEach(labels::put);
        if (context.stack().networks().containsKey("default")) {
            labels.put(Policies.label("default"), "true");
        }
        JsonNode spec = template.path("spec");
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : spec.path(list)) {
                image(manifest, (ObjectNode) container, spec.path("containers").size());
            }
        }
        Map<String, String> used = new TreeMap<>();
        collect(spec, used);
        if (!used.isEmpty()) {
            template.withObject("/metadata")
                    .withObject("/annotations")
                    .put(Labels.CONFIGURATION, ContentDigest.of(used));
        }
    }

    /** By what names the images of all that was completed can be given. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    /** What ran comes first, then what was asked for by the container, its image, or the unit when it has just one. */
    private void image(Manifest manifest, ObjectNode container, int containers) {
        String name = container.path("name").asText();
        String image = container.path("image").asText();
        Map<String, String> images = context.desired().images();
        names.addAll(List.of(manifest.unit() + "/" + name, name, repository(image), manifest.unit()));
        Optional.ofNullable(images.get(manifest.unit() + "/" + name))
                .or(() -> Optional.ofNullable(images.get(name)))
                .or(() -> Optional.ofNullable(images.get(repository(image))))
                .or(() -> Optional.ofNullable(containers == 1 ? images.get(manifest.unit()) : null))
                .ifPresent(reference -> container.put("image", reference));
    }

    /** The reference without tag and digest. */
    static String repository(String image) {
        String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    /** The ConfigMaps and Secrets of the stack that are named somewhere in a pod, with what they hold. */
    private void collect(JsonNode node, Map<String, String> used) {
        node.fields().forEachRemaining(field -> {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "configMapRef", "configMapKeyRef", "configMap" -> use("ConfigMap", value.path("name"), used);
                case "secretRef", "secretKeyRef" -> use("Secret", value.path("name"), used);
                case "secret" -> {
                    use("Secret", value.path("secretName"), used);
                    // In a projected volume.
                    use("Secret", value.path("name"), used);
                }
                default -> {
                    // Names nothing itself; what is in it may.
                }
            }
            collect(value, used);
        });
        if (node.isArray()) {
            node.forEach(item -> collect(item, used));
        }
    }

    private void use(String kind, JsonNode name, Map<String, String> used) {
        context.stack().manifests().stream()
                .filter(manifest -> manifest.is("", kind) && manifest.name().equals(name.asText()))
                .forEach(manifest -> {
                    Map<String, String> content = new TreeMap<>();
                    manifest.secret().forEach((key, value) -> content.put(key, value.digest()));
                    content.put("", manifest.json());
                    used.put(manifest.title(), ContentDigest.of(content));
                });
    }
}
