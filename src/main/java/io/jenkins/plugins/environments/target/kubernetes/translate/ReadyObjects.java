package io.jenkins.plugins.environments.target.kubernetes.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects of a stack's manifests as they are applied: in the environment's namespace, with its marks. */
final class ReadyObjects {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NAME = 40;

    private final Context context;
    private final Configuration configuration;
    private final ClusterKinds clusterKinds;
    private final ReadyPods pods;

    ReadyObjects(Context context, Configuration configuration) {
        this.context = context;
        this.configuration = configuration;
        this.clusterKinds = new ClusterKinds(context);
        this.pods = new ReadyPods(context);
    }

    /** The manifest as JSON that may be changed. */
    static ObjectNode json(Manifest manifest) {
        try {
            return (ObjectNode) JSON.readTree(manifest.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the reader of manifests writes JSON", e);
        }
    }

    /** Unit to its objects, in the order of the files. Reports what may not be here. */
    Map<String, List<HasMetadata>> units() {
        Map<String, List<HasMetadata>> units = new LinkedHashMap<>();
        for (Manifest manifest : context.stack().manifests()) {
            if (context.stack().services().containsKey(manifest.unit())) {
                context.findings()
                        .error(
                                manifest.position(),
                                manifest.title() + " has the name of a service of the Compose files",
                                "give one of the two another name");
                continue;
            }
            units.computeIfAbsent(manifest.unit(), unit -> new ArrayList<>()).add(object(manifest));
        }
        warnOfImages();
        return units;
    }

    /** An image that no container takes is most likely a slip of the pen. */
    private void warnOfImages() {
        if (!context.stack().manifests().isEmpty()) {
            context.desired().images().keySet().stream()
                    .filter(name -> !context.stack().services().containsKey(name))
                    .filter(name -> !pods.names().contains(name))
                    .sorted()
                    .forEach(name -> context.findings()
                            .warn(
                                    null,
                                    "the image for \"" + name
                                            + "\" is not used: no container and no image of the manifests"
                                            + " is called so",
                                    "name a container, or its image without the tag"));
        }
    }

    private HasMetadata object(Manifest manifest) {
        ObjectNode json = json(manifest);
        ObjectNode metadata = json.withObject("/metadata");
        ObjectNode labels = metadata.withObject("/labels");
        context.metadata().marks(manifest.unit()).forEach(labels::put);
        labels.put(Labels.MANIFEST, "true");
        if (!clusterKinds.has(manifest)) {
            metadata.put("namespace", context.metadata().namespace());
        } else if (!context.settings().allows(manifest.group(), manifest.kind())) {
            context.findings()
                    .error(
                            manifest.position(),
                            manifest.title() + " belongs to the whole cluster, and the target does not allow that",
                            "take it out, or let an administrator name " + manifest.kind()
                                    + " under the target's clusterScoped");
        }
        if (!manifest.secret().isEmpty()) {
            String kept = configuration.secret(
                    DnsLabel.of("values-" + manifest.name(), NAME), manifest.unit(), manifest.secret());
            metadata.withObject("/annotations").put(Labels.VALUES, kept);
        }
        subjects(json);
        pods.complete(manifest, json);
        return generic(json);
    }

    /** Accounts of the environment that a binding names are in the environment's namespace, wherever it thinks it is. */
    private void subjects(ObjectNode json) {
        for (JsonNode subject : json.path("subjects")) {
            boolean ours = context.stack().manifests().stream()
                    .anyMatch(manifest -> manifest.is("", "ServiceAccount")
                            && manifest.name().equals(subject.path("name").asText()));
            if (subject instanceof ObjectNode account
                    && account.path("kind").asText().equals("ServiceAccount")
                    && (ours || !account.has("namespace"))) {
                account.put("namespace", context.metadata().namespace());
            }
        }
    }

    private static HasMetadata generic(ObjectNode json) {
        return JSON.convertValue(json, GenericKubernetesResource.class);
    }
}
