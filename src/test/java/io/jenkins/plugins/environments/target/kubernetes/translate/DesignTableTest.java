package io.jenkins.plugins.environments.target.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.stack.Waves;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a key of a Compose file becomes, one folder for each row of the table: {@code compose.yaml}, and in {@code
 * objects.yaml} the waves, warnings, errors and objects, without the labels and the namespace that every object has.
 * Written anew with {@code -Dgolden.update=true}, then reviewed by eye.
 */
@DisplayName("From Compose to Kubernetes, row by row")
class DesignTableTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden/kubernetes/rows");

    static Stream<String> rows() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    @DisplayName("becomes what was reviewed")
    void row(String row) throws IOException {
        String now = translated(row);
        Path golden = FOLDER.resolve(row).resolve("objects.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, now);
        }
        String reviewed = Files.readString(golden);

        assertThat(comments(now)).isEqualTo(comments(reviewed));
        assertThat(documents(now)).isEqualTo(documents(reviewed));
    }

    private static String translated(String row) {
        StringBuilder out = new StringBuilder();
        try {
            StackReading reading = SeedStacks.reader()
                    .read(new StackRequest(
                            FOLDER.resolve(row).toAbsolutePath(),
                            List.of(),
                            List.of(),
                            Set.of(),
                            Map.of(),
                            Map.of(),
                            false));
            Manifests manifests =
                    Translation.translate(desired(row, reading.stack()), settings(row), capabilities(row));
            int number = 1;
            for (Set<String> wave : Waves.of(reading.stack())) {
                out.append("# wave ")
                        .append(number++)
                        .append(": ")
                        .append(new TreeSet<>(wave))
                        .append('\n');
            }
            Stream.concat(reading.warnings().stream(), manifests.warnings().stream())
                    .forEach(
                            warning -> out.append("# warning: ").append(warning).append('\n'));
            out.append(print(manifests, row.equals("project") || row.equals("networks")));
        } catch (InvalidInputException e) {
            for (Problem problem : e.problems()) {
                out.append("# error: ").append(problem).append('\n');
            }
        }
        return out.toString();
    }

    /** With a certificate, or an issuer of them, in the rows that are about those. */
    private static KubernetesSettings settings(String row) {
        return new KubernetesSettings(
                "env-",
                Exposure.AUTO,
                null,
                row.equals("links-with-a-tls-secret") ? "edge/wildcard" : null,
                row.equals("links-with-a-tls-issuer") ? "letsencrypt" : null,
                null,
                null);
    }

    private static Capabilities capabilities(String row) {
        return row.equals("openshift") ? new Capabilities(true, true, true, true) : Capabilities.PLAIN;
    }

    private static Stage stage(String row) {
        Map<String, String> names =
                row.equals("links-that-the-stage-names") ? Map.of("minio", "s3.studygiveway.com") : Map.of();
        return Stage.unconfigured("staging", "cluster-a").toBuilder()
                .linkRules(new Stage.LinkRules(
                        "staging.localhost", Stage.LinkRules.DEFAULT_PATTERN, names, row.contains("-a-tls-")))
                .build();
    }

    private static Desired desired(String row, Stack stack) {
        Stage stage = stage(row);
        Change change = Change.request("shop", 42);
        Stage.Quota quota = row.equals("project") ? new Stage.Quota(new BigDecimal("2"), 4L << 30, null) : null;
        return new Desired(
                EnvironmentId.of("shop", "staging", change.key()),
                "controller-1",
                "staging",
                change,
                Lifetime.PER_CHANGE,
                stack,
                Map.of(),
                Links.of(stage, change, stack),
                quota);
    }

    private static String print(Manifests manifests, boolean withPlace) {
        StringBuilder out = new StringBuilder();
        Set<String> place = Set.of("Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange");
        List<HasMetadata> objects = new ArrayList<>(manifests.objects().toList());
        manifests.secrets().forEach(template -> objects.add(template.secret()));
        for (HasMetadata object : objects) {
            if (withPlace || !place.contains(object.getKind())) {
                out.append("---\n").append(yaml(object, manifests));
            }
        }
        manifests.secrets().forEach(template -> out.append("# Secret ")
                .append(template.secret().getMetadata().getName())
                .append(" holds ")
                .append(new TreeSet<>(template.entries().keySet()))
                .append('\n'));
        return out.toString();
    }

    @SuppressWarnings("unchecked")
    private static String yaml(HasMetadata object, Manifests manifests) {
        Map<String, Object> map = (Map<String, Object>) yaml().load(Serialization.asJson(object));
        if (!(object.getKind().equals("Namespace"))) {
            bare(map, manifests.namespace().getMetadata().getLabels().keySet());
        }
        return yaml().dump(map);
    }

    /** Takes out what all objects have alike. */
    @SuppressWarnings("unchecked")
    private static void bare(Map<String, Object> map, Set<String> common) {
        for (Map.Entry<String, Object> entry : new LinkedHashMap<>(map).entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> inner) {
                if (entry.getKey().equals("metadata")) {
                    ((Map<String, Object>) inner).remove("namespace");
                    if (inner.get("labels") instanceof Map<?, ?> labels) {
                        ((Map<String, Object>) labels).keySet().removeAll(common);
                        labels.remove("app.kubernetes.io/name");
                    }
                }
                bare((Map<String, Object>) inner, common);
                if (inner.isEmpty() && entry.getKey().matches("metadata|labels")) {
                    map.remove(entry.getKey());
                }
            } else if (entry.getValue() instanceof List<?> list) {
                list.stream()
                        .filter(Map.class::isInstance)
                        .forEach(element -> bare((Map<String, Object>) element, common));
            }
        }
    }

    private static Yaml yaml() {
        DumperOptions block = new DumperOptions();
        block.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        block.setWidth(160);
        return new Yaml(
                new SafeConstructor(new LoaderOptions()), new org.yaml.snakeyaml.representer.Representer(block), block);
    }

    private static List<String> comments(String text) {
        return text.lines().filter(line -> line.startsWith("#")).toList();
    }

    private static List<Object> documents(String text) {
        List<Object> documents = new ArrayList<>();
        yaml().loadAll(text).forEach(documents::add);
        return documents;
    }
}
