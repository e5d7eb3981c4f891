package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An env file")
class EnvFileTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "A=b | b",
                "A= | ``",
                "A=b c | b c",
                "A=  b   | b",
                "export A=b | b",
                "A: b | b",
                "A=b # comment | b",
                "A=b#no comment | b#no comment",
                "A='b # c' | b # c",
                "A=\"b # c\" # d | b # c",
                "A=\"b\\nc\" | `b\nc`",
                "A='b\\nc' | b\\nc",
                "A=\"say \\\"hi\\\"\" | say \"hi\"",
                "A='it\\'s' | it's",
                "A=\"\\$B\" | $B",
                "A=$$B | $B",
                "A='$B' | $B",
                "A=x=y | x=y",
                "A=\"b | -",
            })
    void defines_by_the_rules_of_compose(String line, String expected) {
        if (expected == null) {
            assertThatThrownBy(() -> EnvFile.variables("x.env", line)).isInstanceOf(InvalidInputException.class);
        } else {
            assertThat(EnvFile.variables("x.env", line)).containsExactly(entry("A", expected));
        }
    }

    @Test
    void has_values_of_several_lines_and_variables_of_lines_above() {
        String text = "# a comment\nKEY=\"one\ntwo\"\n\nB=${KEY}!\nC=${D:-d}\n";

        assertThat(EnvFile.variables("x.env", text))
                .containsExactly(entry("KEY", "one\ntwo"), entry("B", "one\ntwo!"), entry("C", "d"));
    }

    @Test
    void names_every_line_that_cannot_be_read() {
        assertThatThrownBy(() -> EnvFile.variables("the credential stage-env", "A=1\n=2\nB C\n  D=\"open\n"))
                .hasMessage("the credential stage-env:2:1: here is no name of a variable; write NAME=value\n"
                        + "the credential stage-env:3:3: after the name B there is no equals sign; write NAME=value; a"
                        + " name has letters, digits and _ . -\n"
                        + "the credential stage-env:4:5: the value of D begins with a quote that is not closed; close"
                        + " it");
    }

    @Test
    void of_a_service_comes_before_its_environment_and_later_files_win(@TempDir Path folder) {
        Project project = Project.of(
                        folder,
                        "services: {a: {image: x, env_file: [one.env, {path: two.env}, {path: not.env, required: false},"
                                + " {path: raw.env, format: raw}], environment: {C: here, E}}}")
                .file(".env", "TAG=7\nE=outside\n")
                .file("one.env", "A=1\nB=1\nC=1\n")
                .file("two.env", "B=$TAG\nF\n")
                .file("raw.env", "D='$TAG' # all of it\n");

        assertThat(project.config("services/a/environment"))
                .hasToString("{A=1, B=7, C=here, D='$$TAG' # all of it, E=outside}");
    }

    @Test
    void keeps_the_place_of_each_value(@TempDir Path folder) {
        StackReading reading = Project.of(folder, "services: {a: {image: x, env_file: a.env}}")
                .file("a.env", "# one\nA=1\n  B=2\n")
                .read();

        assertThat(reading.stack().service("a").environment().get("B").position())
                .hasToString("a.env:3:5");
    }
}
