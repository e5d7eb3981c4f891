package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The command env-sample")
class EnvSampleCommandTest {

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void project() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"), "services: {a: {image: 'x:${TAG:-1}', environment: [API_TOKEN]}}\n");
        Files.writeString(folder.resolve(".env"), "API_TOKEN=hunter2\n");
    }

    private int run(String... arguments) {
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out, true));
        commands.setErr(new PrintWriter(err, true));
        String[] all = new String[arguments.length + 3];
        all[0] = "env-sample";
        all[1] = "-f";
        all[2] = folder.resolve("compose.yaml").toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return commands.execute(all);
    }

    @Test
    void prints_the_sample_and_writes_nothing() {
        assertThat(run()).isZero();

        assertThat(out.toString())
                .contains("\nTAG=1\n", "\nAPI_TOKEN=<api-token>\n")
                .doesNotContain("hunter2");
        assertThat(folder.resolve(".env.sample")).doesNotExist();
    }

    @Test
    void writes_it_over_the_one_that_is_there_and_then_changes_nothing_more() throws IOException {
        Path sample = folder.resolve(".env.sample");
        Files.writeString(sample, "# ask Anna\nAPI_TOKEN=<from-anna>\nTAG=2\n");

        assertThat(run("--write")).isZero();
        String once = Files.readString(sample);
        assertThat(once).contains("# ask Anna\n#: compose.yaml:1\nAPI_TOKEN=<from-anna>\n", "\nTAG=2\n");
        assertThat(run("--write")).isZero();

        assertThat(sample).hasContent(once);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("written: " + sample);
    }

    @Test
    void names_the_place_of_what_it_cannot_read() throws IOException {
        Files.writeString(folder.resolve("team.sample"), "A='open\n");

        assertThat(run("--sample", folder.resolve("team.sample").toString())).isEqualTo(Errors.INVALID);
        assertThat(err.toString()).contains("team.sample:1:3: the value of A begins with a quote");
    }

    @Test
    void says_when_the_file_cannot_be_read_or_written() {
        assertThat(run("--sample", folder.toString())).isEqualTo(Errors.INVALID);
        assertThat(err.toString()).contains("can't be read");
        assertThat(run("--write", "--sample", folder.resolve("gone/x").toString()))
                .isEqualTo(Errors.INVALID);
        assertThat(err.toString()).contains("can't be written");
    }
}
