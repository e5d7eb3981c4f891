package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Compose Specification's rules for variables; each row was compared with Compose v2. */
@DisplayName("Variables in Compose files")
class InterpolationTest {

    @TempDir
    Path folder;

    /** SET is "set", EMPTY is empty, OTHER is "other"; nothing else is there. */
    private String interpolate(String template) {
        Object value = Project.of(
                        folder, "services: {a: {image: x, labels: {l: '" + template.replace("'", "''") + "'}}}")
                .file(".env", "SET=set\nEMPTY=\nOTHER=other\nname_1=low\n")
                .config("services/a/labels/l");
        return String.valueOf(value).replace("$$", "$");
    }

    @ParameterizedTest(name = "{0} is \"{1}\"")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "$SET | set",
                "${SET} | set",
                "a$SET-b | aset-b",
                "$SET$OTHER | setother",
                "${name_1} | low",
                "$name_1x. | .",
                "${UNSET} | \"\"",
                "${UNSET:-default} | default",
                "${UNSET-default} | default",
                "${EMPTY:-default} | default",
                "${EMPTY-default} | \"\"",
                "${SET:-default} | set",
                "${SET-default} | set",
                "${SET:+yes} | yes",
                "${SET+yes} | yes",
                "${EMPTY:+yes} | \"\"",
                "${EMPTY+yes} | yes",
                "${UNSET:+yes} | \"\"",
                "${UNSET+yes} | \"\"",
                "${SET:?needed} | set",
                "${SET?needed} | set",
                "${EMPTY?needed} | \"\"",
                "${UNSET:-${OTHER}} | other",
                "${UNSET:-$OTHER} | other",
                "${UNSET:-${ALSO_UNSET:-deep}} | deep",
                "${UNSET:-a ${SET} b ${OTHER} c} | a set b other c",
                "${SET:+${OTHER}} | other",
                "${UNSET:-{\"a\": {\"b\": 1}}} | \"{\"\"a\"\": {\"\"b\"\": 1}}\"",
                "${UNSET:-a-b:?c} | a-b:?c",
                "${UNSET:-} | \"\"",
                "$$SET | $SET",
                "$${SET} | ${SET}",
                "$$$SET | $set",
                "$$$$ | $$",
                "$ | $",
                "a$ b | a$ b",
                "$1 | $1",
                "100% | 100%",
            })
    void are_put_in(String template, String expected) {
        assertThat(interpolate(template)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "${} | after ${ there is no name of a variable; name one, or write $$ for a dollar sign",
                "${SET | a ${ is not closed; close it, or write $$ for a dollar sign",
                "${SET:-a | a ${ is not closed; close it, or write $$ for a dollar sign",
                "${SET!a} | after the name in ${ there is neither } nor one of :- - :? ? :+ +; close it, or write $$ for a dollar sign",
                "${UNSET:?say why} | the variable UNSET is needed here and is not set or is empty (say why); set UNSET in .env, in an env file of the stage, or as a credential",
                "${EMPTY:?} | the variable EMPTY is needed here and is not set or is empty; set EMPTY in .env, in an env file of the stage, or as a credential",
                "${UNSET?} | the variable UNSET is needed here and is not set; set UNSET in .env, in an env file of the stage, or as a credential",
            })
    void that_cannot_be_put_in_are_errors_at_their_place(String template, String message) {
        Project project = Project.of(
                        folder, "services:\n  a:\n    image: x\n    labels:\n      l: '" + template + "'\n")
                .file(".env", "SET=set\nEMPTY=\n");

        assertThat(project.errors()).containsExactly("compose.yaml:5:10: " + message);
    }

    @Test
    void without_value_or_default_are_empty_with_a_warning() {
        Project project = Project.of(folder, "services: {a: {image: 'x:1$TAG'}}");

        assertThat(project.warnings())
                .containsExactly(
                        "compose.yaml:1:23: the variable TAG is not set, an empty text is used; set it, or give"
                                + " a default: ${TAG:-default}");
        assertThat(project.config("services/a/image")).isEqualTo("x:1");
    }

    @Test
    void of_the_request_go_before_those_of_files_and_of_two_files_the_later_one_wins() {
        Project project = Project.of(folder, "services: {a: {image: '$A-$B-$C-$D'}}")
                .file("one.env", "A=1\nB=1\nC=1\nD=$C\n")
                .file("two.env", "A=2\nB=2\n")
                .envFiles("one.env", "two.env")
                .variable("A", "request");

        assertThat(project.config("services/a/image")).isEqualTo("request-2-1-1");
    }

    @Test
    void of_this_process_are_never_seen() {
        Project project = Project.of(folder, "services: {a: {image: 'x${PATH:-unseen}'}}");

        assertThat(project.config("services/a/image")).isEqualTo("xunseen");
    }

    @Test
    void nested_without_end_are_an_error() {
        String template = "${A:-".repeat(60) + "}".repeat(60);
        Project project = Project.of(folder, "services: {a: {image: '" + template + "'}}");

        assertThat(project.errors())
                .containsExactly(
                        "compose.yaml:1:23: variables are nested more than 50 deep; make the text" + " simpler");
    }
}
