package io.jenkins.plugins.environments.target.docker.compose;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.target.docker.EngineWishes.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection.Tls;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import io.jenkins.plugins.environments.target.docker.translate.Translation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Docker Compose")
class ComposeTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final ComposeFile file = Translation.translate(
            wish("shop", service("web").secretEnv("TOKEN")).desired(), DockerSettings.DEFAULT);
    private final Recorder second = new Recorder("docker", "2.40.3");
    private final Recorder first = new Recorder("docker-compose", "1.29.2");

    /** Has one of both programs, and remembers what it was told to run. */
    private static final class Recorder implements Programs {
        private final String program;
        private final String version;
        private final List<Command> commands = new ArrayList<>();
        private Result result = new Result(0, "");

        Recorder(String program, String version) {
            this.program = program;
            this.version = version;
        }

        @Override
        public Result run(Command command) throws IOException {
            if (!command.arguments().get(0).equals(program)) {
                throw new IOException("no such program: " + command.arguments().get(0));
            }
            commands.add(command);
            return command.arguments().contains("version") ? new Result(0, version + "\n") : result;
        }

        Command last() {
            return commands.get(commands.size() - 1);
        }
    }

    private static EngineConnection connection(Tls tls) {
        return EngineConnection.of("tcp://engine:2376", tls, "--docker-host");
    }

    private void create(Recorder programs, Map<String, Integer> scale) {
        new Compose(programs, connection(new Tls("the ca", "the certificate", "the key")))
                .create("shop-staging-pr-42", file, Map.of("SENSITIVE_1", "hunter2!"), List.of("web"), scale, SOON);
    }

    @Nested
    @DisplayName("is run")
    class Run {

        @Test
        void with_the_file_by_standard_input_and_secrets_by_its_environment() {
            create(second, Map.of());

            assertThat(second.last().toString())
                    .isEqualTo("docker compose --ansi never --project-name shop-staging-pr-42 --env-file /dev/null"
                            + " --file - up --no-start --no-deps --no-build web");
            assertThat(second.last().input())
                    .startsWith("name: shop-staging-pr-42")
                    .doesNotContain("hunter2");
            assertThat(second.last().environment()).containsEntry("SENSITIVE_1", "hunter2!");
        }

        @Test
        void against_the_targets_engine_with_certificates_in_private_files() {
            create(second, Map.of());

            assertThat(second.last().environment())
                    .containsEntry("DOCKER_HOST", "tcp://engine:2376")
                    .containsEntry("DOCKER_TLS_VERIFY", "1");
            assertThat(second.last().folderVariable()).isEqualTo("DOCKER_CERT_PATH");
            assertThat(second.last().privateFiles())
                    .isEqualTo(Map.of("ca.pem", "the ca", "cert.pem", "the certificate", "key.pem", "the key"));
        }

        @Test
        void without_a_name_in_the_file_when_it_is_the_old_one() {
            create(first, Map.of());

            assertThat(first.last().toString())
                    .isEqualTo("docker-compose --ansi never --project-name shop-staging-pr-42 --file -"
                            + " up --no-start --no-deps --no-build web");
            assertThat(first.last().input()).startsWith("services:");
        }

        @Test
        void so_that_what_is_there_stays_when_another_generation_joins_it() {
            create(second, Map.of("web", 2));

            assertThat(second.last().toString()).endsWith("--no-recreate --scale web=2 web");
        }

        @Test
        void where_the_environment_has_its_place_and_as_it_is_found_there() {
            Recorder nowhere = new Recorder("no program", "0");
            Programs places = new Programs() {
                @Override
                public Result run(Command command) throws IOException {
                    return nowhere.run(command);
                }

                @Override
                public Programs of(String environment) {
                    return environment.startsWith("shop-") ? first : second;
                }
            };
            Compose compose = new Compose(places, connection(null));

            compose.create("shop-staging-pr-42", file, Map.of(), List.of("web"), Map.of(), SOON);
            compose.create("blog-staging-pr-1", file, Map.of(), List.of("web"), Map.of(), SOON);
            compose.create("blog-staging-pr-1", file, Map.of(), List.of("web"), Map.of(), SOON);

            assertThat(first.last().toString())
                    .startsWith("docker-compose --ansi")
                    .contains("shop-staging-pr-42");
            assertThat(second.last().toString())
                    .startsWith("docker compose --ansi")
                    .contains("blog-staging-pr-1");
            assertThat(second.commands).as("its version is asked for once").hasSize(3);
            assertThat(compose.version("shop-staging-pr-42")).isEqualTo("docker-compose 1.29.2");
        }

        @Test
        void in_the_projects_folder_only_to_build() {
            new Compose(second, connection(null)).build("shop-staging-pr-42", file, Map.of(), List.of("web"), SOON);

            assertThat(second.last().inProject()).isTrue();
            assertThat(second.last().toString()).endsWith("build web");
        }

        @Test
        void after_it_was_looked_for_once() {
            Compose compose = new Compose(first, connection(null));

            assertThat(compose.version()).isEqualTo("docker-compose 1.29.2");
            compose.version();

            assertThat(first.commands).hasSize(1);
        }
    }

    @Nested
    @DisplayName("fails")
    class Fails {

        private TargetException failure(String output) {
            second.result = new Programs.Result(1, output);
            try {
                create(second, Map.of());
                throw new AssertionError("it did not fail");
            } catch (TargetException e) {
                return e;
            }
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "Error response from daemon: manifest for shop/web:9 not found | PERMANENT | check the image",
                    "Error response from daemon: Get https://r/v2/: dial tcp: connection refused | TRANSIENT | correct",
                    "Cannot connect to the Docker daemon at tcp://engine:2376 | TRANSIENT | correct",
                    "ERROR: Conflict. The container name is already in use | PERMANENT | correct",
                })
        void by_the_engines_own_words(String output, TargetException.Kind kind, String remedy) {
            TargetException e = failure(" Container web  Creating\n" + output + "\n");

            assertThat(e.kind()).isEqualTo(kind);
            assertThat(output).endsWith(e.failure().why());
            assertThat(e.failure().remedy()).contains(remedy);
        }

        @Test
        void without_showing_a_secret_value() {
            assertThat(failure("Error: bad password hunter2!").failure().toString())
                    .contains("bad password ****")
                    .doesNotContain("hunter2");
        }

        @Test
        void for_a_while_when_no_agent_runs_it() {
            Compose compose = new Compose(
                    command -> {
                        throw new IOException("no agent is connected");
                    },
                    connection(null));

            assertThatThrownBy(compose::version).isInstanceOfSatisfying(TargetException.class, e -> {
                assertThat(e.kind()).isEqualTo(TargetException.Kind.TRANSIENT);
                assertThat(e.failure().why()).contains("no agent is connected");
                assertThat(e.failure().remedy()).contains("Compose plugin");
            });
        }
    }
}
