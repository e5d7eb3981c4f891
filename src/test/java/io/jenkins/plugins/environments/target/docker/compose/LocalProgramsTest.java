package io.jenkins.plugins.environments.target.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.target.docker.compose.Programs.Command;
import io.jenkins.plugins.environments.target.docker.compose.Programs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A program on this machine")
class LocalProgramsTest {

    @TempDir
    Path temporary;

    @TempDir
    Path project;

    private Result run(String script, Map<String, String> files, boolean inProject, Duration timeout)
            throws IOException, InterruptedException {
        return new LocalPrograms(temporary, project)
                .run(new Command(
                        List.of("sh", "-c", script),
                        Map.of("SECRET", "hunter2"),
                        files,
                        "FOLDER",
                        "from input",
                        inProject,
                        timeout));
    }

    private Result run(String script) throws IOException, InterruptedException {
        return run(script, Map.of(), false, Duration.ofSeconds(20));
    }

    @Test
    void gets_its_input_and_environment_and_gives_its_output_and_status() throws Exception {
        assertThat(run("cat; echo \" $SECRET\"; echo oops >&2; exit 3"))
                .isEqualTo(new Result(3, "from input hunter2\noops\n"));
    }

    @Test
    void need_not_read_its_input() throws Exception {
        assertThat(run("exit 0").status()).isZero();
    }

    @Test
    @DisplayName("may write its characters in parts")
    void characters() throws Exception {
        // Three bytes each and one before them: however the output is cut into blocks, one is cut in the middle.
        Result result = run("printf x; i=0; while [ $i -lt 9000 ]; do printf '\\342\\202\\254'; i=$((i+1)); done;"
                + " printf '\\342'; sleep 0.2; printf '\\202\\254'");

        assertThat(result.output()).isEqualTo("x" + "\u20ac".repeat(9001));
    }

    @Test
    void gets_private_files_that_are_gone_afterwards() throws Exception {
        Result result = run(
                "ls -ld \"$FOLDER\" | cut -c1-10; cat \"$FOLDER/key.pem\"",
                Map.of("key.pem", "the key"),
                false,
                Duration.ofSeconds(20));

        assertThat(result.output()).isEqualTo("drwx------\nthe key");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void runs_in_the_projects_folder_when_it_shall() throws Exception {
        assertThat(run("pwd", Map.of(), true, Duration.ofSeconds(20)).output().strip())
                .isEqualTo(project.toRealPath().toString());
        assertThatThrownBy(() -> new LocalPrograms(temporary, null)
                        .run(new Command(List.of("true"), Map.of(), Map.of(), "", "", true, Duration.ofSeconds(20))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("project's files");
    }

    @Test
    void need_not_read_what_it_is_given() throws Exception {
        Result result = new LocalPrograms(temporary, project)
                .run(new Command(
                        List.of("sh", "-c", "exec <&-; sleep 0.2; echo done"),
                        Map.of(),
                        Map.of(),
                        "",
                        "x".repeat(1 << 20),
                        false,
                        Duration.ofSeconds(20)));

        assertThat(result.output()).isEqualTo("done\n");
    }

    @Test
    void is_ended_with_what_it_started_when_its_time_is_up() {
        assertThatThrownBy(() -> run("sleep 600 & sleep 600", Map.of(), false, Duration.ofMillis(300)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not end");
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> new LocalPrograms(temporary, project)
                        .run(new Command(
                                List.of("no-such-program"), Map.of(), Map.of(), "", "", false, Duration.ofSeconds(5))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void clears_away_what_a_process_that_crashed_left_and_nothing_else() throws Exception {
        Path dead = Files.createDirectory(temporary.resolve("environments-999999999-x1"));
        Files.writeString(dead.resolve("key.pem"), "the key");
        Path own = Files.createDirectory(
                temporary.resolve("environments-" + ProcessHandle.current().pid() + "-x2"));
        Path foreign = Files.createDirectory(temporary.resolve("environments-of-mine"));

        run("true");

        assertThat(dead).doesNotExist();
        assertThat(own).exists();
        assertThat(foreign).exists();
    }

    @Test
    void says_nothing_of_its_environment() {
        assertThat(new Command(
                                List.of("docker", "compose"),
                                Map.of("SECRET", "hunter2"),
                                Map.of("key.pem", "the key"),
                                "X",
                                "input",
                                false,
                                Duration.ZERO)
                        .toString())
                .isEqualTo("docker compose");
    }
}
