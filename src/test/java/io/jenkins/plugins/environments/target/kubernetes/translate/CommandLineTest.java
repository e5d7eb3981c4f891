package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.sensitive;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ProcessFixture;
import io.jenkins.plugins.environments.model.stack.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What a container runs")
class CommandLineTest {

    static Stream<Arguments> words() {
        return Stream.of(
                // entrypoint, command | command, args of the container
                Arguments.of(null, null, List.of(), List.of()),
                Arguments.of(null, List.of("run"), List.of(), List.of("run")),
                Arguments.of(List.of("/init"), null, List.of("/init"), List.of()),
                Arguments.of(List.of("/init", "-v"), List.of("run"), List.of("/init", "-v"), List.of("run")),
                // The image's entrypoint is taken away, so the command itself runs.
                Arguments.of(List.of(), List.of("run", "it"), List.of("run", "it"), List.of()));
    }

    @ParameterizedTest(name = "entrypoint {0}, command {1}")
    @MethodSource("words")
    @DisplayName("is the entrypoint with the command behind it")
    void entrypointAndCommand(
            List<String> entrypoint, List<String> command, List<String> expectedCommand, List<String> expectedArgs) {
        Container web = container(p -> {
            ProcessFixture process = entrypoint == null ? p : p.entrypoint(values(entrypoint));
            return command == null ? process : process.command(values(command));
        });

        assertThat(web.getCommand()).isEqualTo(expectedCommand);
        assertThat(web.getArgs()).isEqualTo(expectedArgs);
    }

    @Test
    @DisplayName("can't be nothing: a warning says that the image's is used")
    void nothing() {
        assertThat(Translated.of(service("web").process(p -> p.command())).warnings())
                .containsExactly("compose.yaml:3:3: service web: an empty command has no meaning on Kubernetes: the"
                        + " image's is used; write the whole command line into entrypoint");
        assertThat(Translated.of(service("web").process(p -> p.entrypoint())).warnings())
                .containsExactly("compose.yaml:3:3: service web: an empty entrypoint has no meaning on Kubernetes: the"
                        + " image's is used; write the whole command line into entrypoint");
        assertThat(Translated.of(service("web")
                                .process(p -> p.entrypoint(plain("/init")).command()))
                        .warnings())
                .isEmpty();
    }

    @Nested
    @DisplayName("keeps sensitive arguments out of the object")
    class KeepsSensitiveArguments {

        @Test
        @DisplayName("as variables of the service's Secret")
        void asVariables() {
            Translated translated =
                    Translated.of(service("web").secretEnv("TOKEN").process(p -> p.entrypoint(
                                    plain("serve"), sensitive("web/entrypoint.1"))
                            .command(plain("--password"), sensitive("web/command.1"))));

            Container web = translated.container("web");
            assertThat(web.getCommand()).containsExactly("serve", "$(ENVIRONMENTS_ENTRYPOINT_1)");
            assertThat(web.getArgs()).containsExactly("--password", "$(ENVIRONMENTS_COMMAND_1)");
            assertThat(translated.secret("web-env-").entries())
                    .containsExactly(
                            Map.entry("ENVIRONMENTS_COMMAND_1", "web/command.1"),
                            Map.entry("ENVIRONMENTS_ENTRYPOINT_1", "web/entrypoint.1"),
                            Map.entry("TOKEN", "web/TOKEN"));
            assertThat(web.getEnvFrom()).singleElement().satisfies(source -> assertThat(
                            source.getSecretRef().getName())
                    .isEqualTo(
                            translated.secret("web-env-").secret().getMetadata().getName()));
        }
    }

    @Nested
    @DisplayName("means the same after Kubernetes has expanded it")
    class MeansTheSame {

        @ParameterizedTest(name = "{0} → {1}")
        @CsvSource({
            "plain, plain",
            "$HOME, $HOME",
            "${HOME}, ${HOME}",
            "$(date), $$(date)",
            "$$, $$$",
            "$$(date), $$$$(date)",
            "100$, 100$",
            "$é, $$é",
        })
        @DisplayName("with as few additional dollar signs as that takes")
        void escaped(String text, String expected) {
            assertThat(CommandLine.literal(text)).isEqualTo(expected);
        }

        @Test
        @DisplayName("whatever the text")
        void anyText() {
            Random random = new Random(42);
            String alphabet = "$$$$(())aA é{}";
            for (int i = 0; i < 20_000; i++) {
                String text = IntStream.range(0, random.nextInt(12))
                        .mapToObj(n -> String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))))
                        .collect(Collectors.joining());

                assertThat(expand(CommandLine.literal(text))).as(text).isEqualTo(text);
            }
        }

        /**
         * What the kubelet does with {@code command} and {@code args}, written from its description: {@code $$} is one
         * dollar sign, {@code $(NAME)} the variable or itself when there is none, and any other dollar sign stays with
         * the byte after it, which is taken for a character.
         */
        private String expand(String text) {
            String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < bytes.length(); i++) {
                char c = bytes.charAt(i);
                if (c != '$' || i + 1 == bytes.length()) {
                    out.append(c);
                    continue;
                }
                char next = bytes.charAt(++i);
                int close = bytes.indexOf(')', i);
                if (next == '$') {
                    out.append('$');
                } else if (next == '(' && close > 0) {
                    // Every variable is set to something, to be seen if it is used.
                    out.append("<expanded>");
                    i = close;
                } else if (next > 0x7f) {
                    out.append("$<broken>");
                } else {
                    out.append('$').append(next);
                }
            }
            return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
    }

    private static Container container(UnaryOperator<ProcessFixture> process) {
        return Translated.of(service("web").process(process)).container("web");
    }

    private static Value[] values(List<String> words) {
        return words.stream().map(word -> plain(word)).toArray(Value[]::new);
    }
}
