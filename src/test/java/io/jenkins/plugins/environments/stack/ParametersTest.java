package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is said beside the files")
class ParametersTest {

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    @Nested
    @DisplayName("as the path of a file")
    class Paths {

        @ParameterizedTest
        @ValueSource(strings = {"compose.yaml", "./compose.yaml", "a/../b.yml", "deploy/docker compose.yml", ".env"})
        void is_relative_to_the_project(String path) {
            assertThat(Parameters.paths("files", List.of(path))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"../compose.yaml", "a/../../b.yml", "/etc/passwd", "a\0b"})
        void never_leads_out_of_it(String path) {
            assertThat(texts(Parameters.paths("envFiles", List.of("good.env", path))))
                    .containsExactly("envFiles: the path \"" + path
                            + "\" leads out of the project; use a path relative to the workspace");
        }
    }

    @Nested
    @DisplayName("as the name of a variable")
    class Variables {

        @ParameterizedTest
        @ValueSource(strings = {"A", "_x", "LOG_LEVEL", "discovery.type", "ES-HOST", "a1"})
        void has_letters_digits_and_little_else(String name) {
            assertThat(Parameters.variables("variables", List.of(name))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "1A", "A B", "A=B", "${A}", "A\nB"})
        void is_no_other(String name) {
            assertThat(texts(Parameters.variables("variables", List.of(name))))
                    .containsExactly("variables: \"" + name
                            + "\" is no name of a variable; write NAME=value, the name of letters, digits and _");
        }

        @Test
        void is_not_told_when_a_secret_was_written_in_its_place() {
            assertThat(texts(Parameters.variables("secrets", List.of("postgres://u:hunter2@db/x"))))
                    .singleElement()
                    .asString()
                    .startsWith("secrets: <sensitive> is no name of a variable")
                    .doesNotContain("hunter2");
        }
    }

    @Nested
    @DisplayName("as the image of a service")
    class Images {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "web",
                    "web:1.0",
                    "team/web",
                    "registry.example.org:5000/team/web-app:build_7",
                    "localhost/web__x",
                    "ghcr.io/a/b@sha256:0123456789012345678901234567890123456789012345678901234567890123",
                    "a/b:1@sha256:0123456789012345678901234567890123456789012345678901234567890123",
                })
        void is_a_reference(String image) {
            assertThat(Parameters.images(Map.of("web", image))).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "Team/Web",
                    "web:",
                    "web:a b",
                    "https://registry/web",
                    "web@sha256:12",
                    "-web",
                    "web:1:2",
                    "a//b",
                    "web\n"
                })
        void is_nothing_else(String image) {
            assertThat(texts(Parameters.images(Map.of("web", image))))
                    .containsExactly("images: \"" + image + "\" is no reference of an image; write service=image, the"
                            + " image as registry/name:tag or registry/name@sha256:…");
        }

        @Test
        void names_the_service() {
            assertThat(texts(Parameters.images(Map.of(" ", "web:1"))))
                    .containsExactly("images: an image names no service; write service=image");
        }

        @Test
        void is_answered_at_once_however_long() {
            assertThat(Parameters.images(Map.of("web", "a-".repeat(200_000))))
                    .singleElement()
                    .extracting(problem -> problem.what().length())
                    .satisfies(length -> assertThat(length).isLessThan(200));
        }
    }

    @Nested
    @DisplayName("as the change")
    class Changes {

        @ParameterizedTest
        @ValueSource(strings = {"42", "pr-42", "main", "feature/basket", "release-1.2", "Fix_é"})
        void is_a_number_or_a_branch(String change) {
            assertThat(Parameters.change(change)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"a b", "a..b", "a~1", "refs:x", "-x", "/x", "x/", "a//b", "x.lock", "a\\b", "x.", "a@{1}"})
        void is_nothing_that_git_calls_no_branch(String change) {
            assertThat(texts(Parameters.change(change)))
                    .containsExactly(
                            "change: \"" + change + "\" is neither the number of a pull request nor the name of a"
                                    + " branch; write for example 42, or feature/basket");
        }
    }

    @Test
    void is_refused_with_all_that_is_wrong_with_it() {
        List<Problem> problems = Parameters.variables("variables", List.of("1", "A", "2"));

        assertThatThrownBy(() -> Parameters.refuse(problems))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(e.problems())
                        .hasSize(2));
        Parameters.refuse(List.of());
    }
}
