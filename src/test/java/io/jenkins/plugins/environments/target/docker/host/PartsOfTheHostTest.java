package io.jenkins.plugins.environments.target.docker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("On an engine")
class PartsOfTheHostTest {

    private static EngineContainer container(String service, String after) {
        return new EngineContainer(
                service,
                service,
                "x",
                "x",
                "running",
                "",
                Instant.EPOCH,
                Map.of(Labels.SERVICE, service, Labels.AFTER, after),
                Set.of());
    }

    private static List<List<String>> order(EngineContainer... containers) {
        return Demolition.lastFirst(List.of(containers)).stream()
                .map(wave -> wave.stream().map(EngineContainer::name).toList())
                .toList();
    }

    @Test
    void what_depends_on_others_ends_before_them() {
        assertThat(order(container("db", ""), container("api", "db"), container("web", "api,db"), container("log", "")))
                .containsExactly(List.of("web", "log"), List.of("api"), List.of("db"));
    }

    @Test
    void containers_that_wait_for_one_another_end_all_the_same() {
        assertThat(order(container("a", "b"), container("b", "a"))).containsExactly(List.of("a", "b"));
    }

    @ParameterizedTest(name = "owner {0}, environment {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, carries no mark of ours",
                "other, shop, it belongs to other",
                "me, blog, it belongs to environment blog",
            })
    void what_is_not_ours_is_told_with_whose_it_is(String owner, String environment, String words) {
        Map<String, String> labels =
                owner == null ? Map.of() : Map.of(Labels.OWNER, owner, Labels.ENVIRONMENT, environment);

        assertThatThrownBy(() -> new Ownership("me", "shop").require("Volume", "shop_data", labels))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.NOT_OURS))
                .hasMessageContaining("Volume shop_data is not ours")
                .hasMessageContaining(words);
    }

    @ParameterizedTest(name = "named {0}, built for {1}: {2}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, shop-staging-pr-1, true",
                "-, shop-prod, true",
                "shop-staging-pr-1-web:latest, shop-staging-pr-1, true",
                "shop-prod-web:latest, shop-prod, false",
                "registry.example/web:1, shop-staging-pr-1, false",
                "other-web:latest, -, false",
            })
    void of_built_images_those_may_go_that_have_no_name_or_ours_of_an_environment_that_is_gone(
            String tag, String environment, boolean goes) {
        EngineImage image = new EngineImage(
                "sha256:1",
                tag == null ? List.of() : List.of(tag),
                List.of(),
                Instant.EPOCH,
                environment == null ? Map.of() : Map.of(Labels.ENVIRONMENT, environment));

        assertThat(BuiltImages.mayGo(image, Set.of("shop-prod"))).isEqualTo(goes);
    }

    @Test
    void an_archive_is_read_as_it_was_written() {
        TarWriter tar = new TarWriter();
        tar.folder("files", 0755);
        tar.file("files/" + "long/".repeat(40) + "name", "content".getBytes(StandardCharsets.UTF_8), 0444, 70, 71);
        tar.file("files/.values/A", new byte[0], 0600, 0, 0);
        tar.file("files/.values/B", new byte[0], 0, 0, 0);
        tar.file("files/gone", new byte[0], 0, 0, 0);

        assertThat(tar.files()).isEqualTo(4);
        byte[] written = bytes(tar);
        assertThat(TarReader.files(new java.io.ByteArrayInputStream(written)))
                .containsEntry("files/" + "long/".repeat(40) + "name", "content".getBytes(StandardCharsets.UTF_8))
                .as("without what was emptied")
                .containsOnlyKeys("files/" + "long/".repeat(40) + "name", "files/.values/A");
        assertThat(TarReader.present(new java.io.ByteArrayInputStream(written), ".values"))
                .as("without what was emptied")
                .containsExactlyInAnyOrder("long", ".values/A");
    }

    private static byte[] bytes(TarWriter tar) {
        try {
            return tar.stream().readAllBytes();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void an_engine_that_does_not_answer_is_not_said_to_have_no_edge(@TempDir Path folder) {
        try (Engine engine = Engine.connect(EngineConnection.of("unix://" + folder.resolve("none"), null, "test"))) {
            LinkedPorts ports = new LinkedPorts(engine, "edge");

            assertThat(ports.knownToHaveNoEdge()).isFalse();
            assertThatThrownBy(ports::edge).isInstanceOf(TargetException.class);
        }
    }
}
