package io.jenkins.plugins.environments.stack;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.environments.lifecycle.Links;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.translate.Translation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Finds by trial what a target makes of a key: what differs when it is there. */
final class KeyMeaning {

    /** What a project becomes: place in the result to value, and what is said of it. */
    private record Outcome(Map<String, Object> places, List<String> warnings, List<String> errors) {}

    private final Path folder;
    private final Map<String, Outcome> engines = new HashMap<>();
    private final Map<String, Outcome> clusters = new HashMap<>();

    KeyMeaning(Path folder) {
        this.folder = folder;
    }

    /** What it does on an engine, as words for a table; empty when it does nothing. */
    Set<String> onEngine(KeyTrial trial) {
        return differences(
                engines.computeIfAbsent(trial.without(), this::engine),
                engines.computeIfAbsent(trial.with(), this::engine));
    }

    /** What it does on a cluster, as words for a table; empty when it does nothing. */
    Set<String> onCluster(KeyTrial trial) {
        return differences(
                clusters.computeIfAbsent(trial.without(), this::cluster),
                clusters.computeIfAbsent(trial.with(), this::cluster));
    }

    private static Set<String> differences(Outcome without, Outcome with) {
        if (!without.errors().isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", without.errors()));
        }
        Set<String> words = new TreeSet<>();
        if (with.errors().isEmpty()) {
            Set<String> places = new TreeSet<>(without.places().keySet());
            places.addAll(with.places().keySet());
            places.removeIf(place ->
                    Objects.equals(without.places().get(place), with.places().get(place)));
            // An object that comes or goes is named without its fields.
            places.stream()
                    .filter(place -> place.indexOf(' ') < 0 || !places.contains(place.substring(0, place.indexOf(' '))))
                    .forEach(place -> words.add("`" + place + "`"));
        }
        with.errors().forEach(error -> words.add("refused: " + bare(error)));
        with.warnings().stream()
                .filter(warning -> !without.warnings().contains(warning))
                .forEach(warning -> words.add("a warning: " + bare(warning)));
        return words;
    }

    private static String bare(String message) {
        return message.replace("service web: ", "").replace("|", "\\|");
    }

    private Outcome engine(String compose) {
        Map<String, Object> places = new TreeMap<>();
        List<Problem> warnings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        try {
            ComposeFile file = io.jenkins.plugins.environments.target.docker.translate.Translation.translate(
                    desired(compose, warnings), DockerSettings.DEFAULT);
            warnings.addAll(file.warnings());
            flatten("", file.document(), KeyMeaning::engineWord, places);
            file.entries().keySet().stream().sorted().forEach(name -> add("a file", name, places));
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> errors.add(problem.what()));
        }
        return new Outcome(places, warnings.stream().map(Problem::what).toList(), errors);
    }

    private Outcome cluster(String compose) {
        Map<String, Object> places = new TreeMap<>();
        List<Problem> warnings = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        try {
            Manifests manifests =
                    Translation.translate(desired(compose, warnings), KubernetesSettings.DEFAULT, Capabilities.PLAIN);
            warnings.addAll(manifests.warnings());
            List<HasMetadata> objects = new ArrayList<>(manifests.objects().toList());
            manifests.secrets().forEach(template -> objects.add(template.secret()));
            for (HasMetadata object : objects) {
                String kind = object.getKind();
                flatten("", KeyTrial.load(Serialization.asJson(object)), place -> clusterWord(kind, place), places);
            }
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> errors.add(problem.what()));
        }
        return new Outcome(places, warnings.stream().map(Problem::what).toList(), errors);
    }

    private Desired desired(String compose, List<Problem> warnings) {
        StackReading reading = Project.of(folder, compose)
                .file("word/Dockerfile", "FROM scratch")
                .file("web.env", "LEVEL=info")
                .file("site.conf", "listen 80;")
                .variable("HOME_WORD", "from the environment")
                .read();
        warnings.addAll(reading.warnings());
        Stack stack = reading.stack();
        Stage stage = Stage.unconfigured("staging", "target");
        Change change = Change.request("shop", 42);
        return new Desired(
                EnvironmentId.of("shop", "staging", change.key()),
                "controller-1",
                "staging",
                change,
                Lifetime.PER_CHANGE,
                stack,
                Map.of(),
                Links.of(stage, change, stack),
                null);
    }

    private static String engineWord(String place) {
        if (place.endsWith(Labels.APPLIED)) {
            return "";
        }
        String[] words = place.replaceFirst("^services\\.[^.]+\\.", "").split("\\.");
        return words[0].matches("healthcheck|build|volumes|networks|configs|secrets") && words.length > 1
                ? words[0] + "." + words[words[0].matches("networks|volumes") && !place.startsWith("services") ? 2 : 1]
                : words[0];
    }

    /** Kind and field; of a kind that a key makes or changes as a whole the kind alone. */
    private static String clusterWord(String kind, String place) {
        if (place.equals("apiVersion") || !kind.matches("Deployment|StatefulSet|Job|Service|PersistentVolumeClaim")) {
            return kind;
        }
        if (place.startsWith("metadata.labels") || place.equals("kind")) {
            return "";
        }
        String field =
                place.replaceFirst("^spec\\.(template\\.)?(spec\\.)?", "").replace("containers[].", "");
        return kind + " " + field.replaceFirst("(\\[\\]|Probe|affinity|annotations|labels)\\..*", "$1");
    }

    private static void flatten(String path, Object node, UnaryOperator<String> word, Map<String, Object> places) {
        if (node instanceof Map<?, ?> map) {
            map.forEach(
                    (key, value) -> flatten(path.isEmpty() ? key.toString() : path + "." + key, value, word, places));
        } else if (node instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map) {
            list.forEach(item -> flatten(path + "[]", item, word, places));
        } else {
            String to = word.apply(path);
            if (!to.isEmpty()) {
                // The edge's labels hold the generation, which differs with whatever a service says.
                String text = path + "=" + node;
                add(to, path.contains("traefik") ? text.replaceAll("-[0-9a-f]{8}", "") : text, places);
            }
        }
    }

    private static void add(String place, String text, Map<String, Object> places) {
        places.merge(place, text, (one, other) -> one + ", " + other);
    }
}
