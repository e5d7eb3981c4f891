package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("YAML")
class YamlSourceTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "the variable {0} is \"{1}\"")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1 | 1",
                "010 | 8",
                "0o10 | 8",
                "0x1F | 31",
                "0b11 | 3",
                "1_000 | 1000",
                "-5 | -5",
                "1.50 | 1.5",
                "1e3 | 1000",
                "'1.50' | 1.50",
                "\"010\" | 010",
                "true | true",
                "True | true",
                "yes | yes",
                "on | on",
                "No | No",
                "12:30 | 12:30",
                "1.2.3 | 1.2.3",
                "!!str 010 | 010",
                "a: b | `{a=b}`",
            })
    void types_scalars_as_compose_does(String scalar, String expected) {
        Project project =
                Project.of(folder, "services:\n  a:\n    image: x\n    environment:\n      V: " + scalar + "\n");
        if (scalar.contains(": ")) {
            assertThat(project.errors()).hasSize(1);
        } else {
            assertThat(project.config("services/a/environment/V")).isEqualTo(expected);
        }
    }

    @Test
    void merges_anchors_and_what_the_mapping_says_itself_wins() {
        Project project = Project.of(
                folder,
                "x-a: &a {A: a, B: a}\nx-b: &b {B: b, C: b}\nservices:\n  s:\n    image: x\n    environment:\n"
                        + "      C: own\n      <<: [*a, *b]\n");

        assertThat(project.config("services/s/environment")).hasToString("{A=a, B=a, C=own}");
    }

    /** The parser reads blocks of 1,024 characters; a character of two halves may lie across their border. */
    @Test
    void may_have_a_character_of_two_halves_anywhere() {
        for (int before = 990; before < 1_030; before++) {
            Project project = Project.of(
                    folder,
                    "# " + "x".repeat(before) + "\ud83d\ude00\nservices: {a: {image: x, user: \ud83d\ude00}}\n");

            assertThat(project.config("services/a/user")).as("after " + before).isEqualTo("\ud83d\ude00");
        }
    }

    @Test
    void with_several_documents_merges_them() {
        Project project =
                Project.of(folder, "services: {a: {image: x}}\n---\nservices: {a: {restart: always}, b: {image: y}}\n");

        assertThat(project.read().stack().services()).containsOnlyKeys("a", "b");
    }

    @Test
    void that_grows_without_end_is_refused_at_once() {
        String bomb = "x-a: &a [1,1,1,1,1,1,1,1,1,1]\n"
                + IntStream.range(1, 9)
                        .mapToObj(i -> "x-" + (char) ('a' + i) + ": &" + (char) ('a' + i) + " ["
                                + ("*" + (char) ('a' + i - 1) + ",").repeat(9) + "*" + (char) ('a' + i - 1) + "]\n")
                        .collect(Collectors.joining())
                + "services: {s: {image: x}}\n";

        List<String> errors = Assertions.assertTimeout(
                Duration.ofSeconds(1), () -> Project.of(folder, bomb).errors());
        assertThat(errors)
                .containsExactly("compose.yaml:5:31: with its aliases expanded, the file has more than 100000 values;"
                        + " make the file simpler");
    }

    @Test
    void that_grows_by_merge_keys_is_refused_at_once() {
        String wide = IntStream.range(0, 2_000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining(", "));
        String bomb = "x-a: &a {" + wide + "}\nx-b:\n" + "  - {<<: *a}\n".repeat(60) + "services: {s: {image: x}}\n";

        List<String> errors = Assertions.assertTimeout(
                Duration.ofSeconds(1), () -> Project.of(folder, bomb).errors());
        assertThat(errors)
                .containsExactly("compose.yaml:26:10: with its aliases expanded, the file has more than 100000 values;"
                        + " make the file simpler");
    }

    @Test
    void with_as_many_aliases_as_are_allowed_is_read() {
        String text = "x-a: &a 1\nx-b:\n" + "  - *a\n".repeat(100) + "services: {s: {image: x}}\n";

        assertThat(Project.of(folder, text).read().stack().services()).containsOnlyKeys("s");
    }

    @Test
    void with_too_many_aliases_is_refused() {
        String text = "x-a: &a 1\nx-b:\n" + "  - *a\n".repeat(101) + "services: {s: {image: x}}\n";

        assertThat(Project.of(folder, text).errors())
                .containsExactly("compose.yaml:103:5: there are more than 100 aliases; make the file simpler");
    }

    @Test
    void nested_too_deep_is_refused() {
        String text = "x-a: " + "[".repeat(200) + "]".repeat(200) + "\nservices: {s: {image: x}}\n";

        assertThat(Project.of(folder, text).errors())
                .containsExactly("compose.yaml:1:106: values are nested more than 100 deep; make the file simpler");
    }

    @Test
    void nested_too_deep_by_way_of_aliases_is_refused() {
        StringBuilder text = new StringBuilder("x-0: &a0 [1]\n");
        for (int i = 1; i < 90; i++) {
            text.append("x-" + i + ": &a" + i + " " + "[".repeat(40) + "*a" + (i - 1) + "]".repeat(40) + "\n");
        }
        text.append("services: {s: {image: x}}\n");

        assertThat(Project.of(folder, text.toString()).errors())
                .containsExactly("compose.yaml:4:50: values are nested more than 100 deep; make the file simpler");
    }
}
