package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.stack.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A release read again with another stage's values")
class RestagingTest {

    private static final String COMPOSE =
            """
            services:
              web:
                image: web:${TAG:-1}
                environment:
                  LOG_LEVEL: ${LOG_LEVEL}
                  TITLE: ${TITLE}
                  DATABASE_URL: postgres://${DB_USER}:${DB_PASSWORD}@db/shop
                  API_TOKEN: literal-token-1
                  PLAIN: always
                volumes:
                  - ./nginx.conf:/etc/nginx.conf:ro
                  - ./pages:/pages:ro
              db:
                image: postgres:16
                environment:
                  POSTGRES_PASSWORD: ${DB_PASSWORD}
            """;

    private static final KeyedDigest DIGEST = new KeyedDigest("a key for tests".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    @BeforeEach
    void project() throws IOException {
        Files.writeString(folder.resolve("compose.yaml"), COMPOSE);
        Files.writeString(
                folder.resolve(".env"),
                "# the project's own\nTITLE=Shop\nDB_USER=shop\nDB_PASSWORD=from-the-env-file\n");
        Files.writeString(folder.resolve("nginx.conf"), "server {}");
        Files.createDirectories(folder.resolve("pages/deep"));
        Files.writeString(folder.resolve("pages/deep/index.html"), "<h1>hello</h1>");
    }

    private StackReading ran(Map<String, String> variables, Map<String, String> secrets) {
        return new StackReader(DIGEST)
                .read(new StackRequest(folder, List.of(), List.of(), Set.of(), variables, secrets, true));
    }

    private static StackReading again(StackReading ran, Map<String, String> variables, Map<String, String> secrets) {
        return new Restaging(DIGEST)
                .read(ran.stack(), ran.sources(), Objects.requireNonNull(ran.inputs()), variables, secrets, false);
    }

    private static String text(StackReading reading, String service, String name) {
        Value value = reading.stack().service(service).environment().get(name);
        return value instanceof Value.Sensitive secret
                ? reading.secrets().text(secret.key()).orElse("kept")
                : ((Value.Plain) value).text();
    }

    @Test
    void isWhatRanWhenTheStageSaysNothing() {
        StackReading ran = ran(Map.of("LOG_LEVEL", "debug"), Map.of());
        StackReading again = again(ran, Map.of(), Map.of());

        assertThat(again.stack()).isEqualTo(ran.stack());
        assertThat(again.secrets().keys()).isEmpty();
    }

    @Test
    void takesTheStagesValuesFirst() {
        StackReading ran = ran(Map.of("LOG_LEVEL", "debug"), Map.of());
        StackReading again = again(ran, Map.of("LOG_LEVEL", "warn", "TITLE", "Shop in qa"), Map.of());

        assertThat(text(again, "web", "LOG_LEVEL")).isEqualTo("warn");
        assertThat(text(again, "web", "TITLE")).isEqualTo("Shop in qa");
        assertThat(text(again, "web", "PLAIN")).isEqualTo("always");
    }

    @Test
    void prefersTheProjectsFilesToWhatTheEnvironmentBeforeWasGiven() {
        StackReading ran = ran(Map.of("LOG_LEVEL", "debug", "TITLE", "Shop in staging"), Map.of());
        StackReading again = again(ran, Map.of(), Map.of());

        assertThat(text(ran, "web", "TITLE")).isEqualTo("Shop in staging");
        assertThat(text(again, "web", "TITLE")).isEqualTo("Shop");
        assertThat(text(again, "web", "LOG_LEVEL")).isEqualTo("debug");
    }

    @Test
    void putsASecretOfTheStageWhereverItIsUsed() {
        StackReading ran = ran(Map.of(), Map.of());
        StackReading again = again(ran, Map.of(), Map.of("DB_PASSWORD", "of-qa"));

        assertThat(text(again, "db", "POSTGRES_PASSWORD")).isEqualTo("of-qa");
        assertThat(text(again, "web", "DATABASE_URL")).isEqualTo("postgres://shop:of-qa@db/shop");
        assertThat(text(again, "web", "API_TOKEN")).isEqualTo("kept");
        assertThat(again.secrets().keys()).containsExactlyInAnyOrder("web/DATABASE_URL", "db/POSTGRES_PASSWORD");
    }

    @Test
    void keepsASecretThatOnlyTheEnvironmentBeforeHas() {
        StackReading ran = ran(Map.of(), Map.of("DB_PASSWORD", "of-staging"));
        StackReading again = again(ran, Map.of("LOG_LEVEL", "warn"), Map.of());

        assertThat(again.stack().service("db").environment())
                .isEqualTo(ran.stack().service("db").environment());
        assertThat(again.stack().toString()).doesNotContain(Restaging.TOKEN);
    }

    @Test
    void saysWhatCanNotBeKnown() {
        StackReading ran = ran(Map.of(), Map.of("DB_PASSWORD", "of-staging"));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> again(ran, Map.of("DB_USER", "other"), Map.of()))
                .withMessageContaining("DATABASE_URL is made of a value of this stage and of a sensitive one that only "
                        + "the environment before has; give this stage that sensitive value, too")
                .withMessageStartingWith("compose.yaml:");
    }

    @Test
    void keepsTheContentOfMountedFiles() {
        StackReading ran = ran(Map.of(), Map.of());
        StackReading again = again(ran, Map.of("LOG_LEVEL", "warn"), Map.of());

        assertThat(again.stack().service("web").mounts())
                .isEqualTo(ran.stack().service("web").mounts());
        assertThat(again.stack().service("web").mounts().toString()).contains("<h1>hello</h1>");
    }

    @Test
    void canBeReadAgainForTheStageAfter() {
        StackReading staging = ran(Map.of("LOG_LEVEL", "debug"), Map.of("DB_PASSWORD", "of-staging"));
        StackReading qa = again(staging, Map.of("LOG_LEVEL", "warn"), Map.of());
        StackReading prod = again(qa, Map.of("TITLE", "The shop"), Map.of());

        assertThat(text(prod, "web", "LOG_LEVEL")).isEqualTo("warn");
        assertThat(text(prod, "web", "TITLE")).isEqualTo("The shop");
        assertThat(prod.stack().service("db")).isEqualTo(staging.stack().service("db"));
    }

    @Test
    void leavesNoFileBehind() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        StackReading ran = ran(Map.of(), Map.of());
        again(ran, Map.of(), Map.of());
        try (var files = Files.list(temporary)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("environments-release")))
                    .isEmpty();
        }
    }

    @Test
    void refusesAPlaceholderThatTheStageBeforeLetThrough() {
        StackReading ran = ran(Map.of("LOG_LEVEL", "CHANGE_ME"), Map.of());

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> again(ran, Map.of(), Map.of()))
                .withMessageContaining("is still a placeholder");
    }
}
