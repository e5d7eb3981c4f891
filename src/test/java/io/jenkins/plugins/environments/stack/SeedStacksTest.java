package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.jenkins.plugins.environments.model.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The stacks of the five projects")
class SeedStacksTest {

    private static final Path GOLDEN = Path.of("src/test/resources/stacks/golden");

    /** The files were compared with {@code docker compose config --format json} of Compose v2.40.3, leaf by leaf. */
    @ParameterizedTest
    @EnumSource(SeedStacks.class)
    void resolve_as_in_the_golden_files(SeedStacks seed) throws IOException {
        String json = new ObjectMapper()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .writeValueAsString(seed.config("*"))
                        .replace(seed.directory().toString(), "PROJECT")
                + "\n";
        Path golden = GOLDEN.resolve(seed.name().toLowerCase(Locale.ROOT) + ".json");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, json);
        }

        assertThat(json).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @EnumSource(SeedStacks.class)
    void start_in_an_order(SeedStacks seed) {
        assertThat(Waves.of(seed.read("*").stack())).isNotEmpty();
    }

    @Test
    void have_as_many_services_as_their_documents_name() {
        assertThat(SeedStacks.STUDYGIVEWAY.read().stack().services()).hasSize(16);
        assertThat(SeedStacks.SAEOSS.read("test").stack().services()).hasSize(15);
        assertThat(SeedStacks.CKAN_OPENSHIFT.read().stack().services())
                .containsOnlyKeys("ckan", "ckan-worker", "db", "solr", "redis");
        assertThat(SeedStacks.CKAN_OPENSHIFT.read().stack().volumes())
                .containsOnlyKeys("ckan-storage", "pg-data", "solr-data");
        assertThat(SeedStacks.CIVICTECHJOBS.read().stack().services()).containsOnlyKeys("pgdb", "django");
    }

    @Test
    void of_studygiveway_has_the_versions_and_connections_of_its_document() {
        var services = SeedStacks.STUDYGIVEWAY.read().stack().services();

        assertThat(services.values().stream().map(Service::image).map(Service.Image::reference))
                .anyMatch(image -> image.contains("minio") && image.contains("RELEASE.2024-02-04T22-36-13Z"))
                .anyMatch(image -> image.contains("postgres:16.1"))
                .anyMatch(image -> image.contains("pgbouncer") && image.contains("1.22.0"))
                .anyMatch(image -> image.contains("haproxy:3.0"))
                .anyMatch(image -> image.contains("memcached:1.6.23"))
                .anyMatch(image -> image.contains("elasticsearch") && image.contains("8.12.1"))
                .anyMatch(image -> image.contains("logstash") && image.contains("8.11.0"))
                .anyMatch(image -> image.contains("kibana") && image.contains("8.12.0"))
                .anyMatch(image -> image.contains("daphne") && image.contains("4.0.0"))
                .anyMatch(image -> image.contains("nginx:1.23.4"))
                .anyMatch(image -> image.contains("traefik") && image.contains("2.11.0-rc2"))
                .anyMatch(image -> image.contains("jenkins") && image.contains("2.443"));
        assertThat(services.get("daphne").dependsOn()).containsKeys("haproxy", "minio", "memcached", "elasticsearch");
        assertThat(services.get("nginx").dependsOn()).containsKey("daphne");
        assertThat(services.get("traefik").dependsOn()).containsKey("nginx");
    }
}
