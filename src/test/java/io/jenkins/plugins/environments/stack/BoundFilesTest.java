package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Files of the project that services mount")
class BoundFilesTest {

    @TempDir
    Path parent;

    private Path folder;

    @BeforeEach
    void project_folder() throws IOException {
        folder = Files.createDirectory(parent.resolve("project"));
        Files.writeString(parent.resolve("outside.txt"), "outside");
    }

    private Project mounting(String volume) {
        return Project.of(folder, "services:\n  a:\n    image: x\n    volumes:\n      - " + volume + "\n");
    }

    @Test
    void are_read_with_their_content() throws IOException {
        Project project =
                mounting("./conf:/etc/conf:ro").file("conf/a.conf", "a").file("conf/sub/run.sh", "#!/bin/sh\n");
        Files.write(folder.resolve("conf/z.bin"), new byte[] {(byte) 0xff, 0});
        assertThat(folder.resolve("conf/sub/run.sh").toFile().setExecutable(true))
                .isTrue();

        Mount.Bind bind =
                (Mount.Bind) project.read().stack().service("a").mounts().get(0);

        assertThat(bind.directory()).isTrue();
        assertThat(bind.readOnly()).isTrue();
        assertThat(bind.files()).extracting(Mount.BoundFile::path).containsExactly("a.conf", "sub/run.sh", "z.bin");
        assertThat(bind.files()).extracting(Mount.BoundFile::executable).containsExactly(false, true, false);
        assertThat(bind.files().get(2).content().base64()).isTrue();
        assertThat(bind.files().get(2).content().value())
                .isInstanceOfSatisfying(
                        Value.Plain.class, value -> assertThat(value.text()).isEqualTo("/wA="));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "../outside.txt:/f | the bind of \"../outside.txt\" leads out of the project folder; use a named volume, or a file of the project; take it out with an override file and !reset if only developers need it",
                "/etc/passwd:/f | the bind of \"/etc/passwd\" leads out of the project folder; use a named volume, or a file of the project; take it out with an override file and !reset if only developers need it",
                "~/x:/f | the bind of \"~/x\" leads out of the project folder; use a named volume, or a file of the project; take it out with an override file and !reset if only developers need it",
                "/var/run/docker.sock:/f | \"/var/run/docker.sock\" is the socket of the machine's Docker engine, which no environment gets; take the mount out",
                "./gone.txt:/f | there is no file \"./gone.txt\" in the project; correct the path or add the file",
                "./link.txt:/f | the path \"./link.txt\" is a link that leads out of the project folder; use a path inside the project folder",
                "./large:/f | the file \"large/b\" is too large: the files of one mount have at most 900 KiB in all; make it smaller",
            })
    void that_cannot_be_had_are_errors_at_their_line(String volume, String message) throws IOException {
        Files.createSymbolicLink(folder.resolve("link.txt"), parent.resolve("outside.txt"));
        Files.createDirectory(folder.resolve("large"));
        Files.write(folder.resolve("large/a"), new byte[500 * 1024]);
        Files.write(folder.resolve("large/b"), new byte[500 * 1024]);

        assertThat(mounting(volume).errors()).containsExactly("compose.yaml:5:9: " + message);
    }

    @Test
    void may_be_reached_by_links_inside_the_project() throws IOException {
        Project project = mounting("./link.txt:/f").file("real.txt", "real");
        Files.createSymbolicLink(folder.resolve("link.txt"), Path.of("real.txt"));

        Mount.Bind bind =
                (Mount.Bind) project.read().stack().service("a").mounts().get(0);

        assertThat(bind.files()).extracting(Mount.BoundFile::path).containsExactly("link.txt");
    }

    @Test
    void in_a_folder_may_not_lead_out_of_the_project() throws IOException {
        Project project = mounting("./conf:/f").file("conf/a", "a");
        Files.createSymbolicLink(folder.resolve("conf/b"), parent.resolve("outside.txt"));

        assertThat(project.errors())
                .singleElement()
                .asString()
                .contains("is a link that leads out of the project folder");
    }

    @Test
    void named_by_env_file_configs_secrets_and_extends_stay_inside_too() {
        Project project = Project.of(
                folder,
                "services:\n  a: {image: x, env_file: ../a.env, configs: [c], secrets: [s]}\n"
                        + "  b: {extends: {file: ../b.yaml, service: b}, image: x}\n"
                        + "configs: {c: {file: ../c}}\nsecrets: {s: {file: /etc/shadow}}\n");

        assertThat(project.errors())
                .containsExactlyInAnyOrder(
                        "compose.yaml:2:27: the path \"../a.env\" leads out of the project folder; use a path inside the"
                                + " project folder",
                        "compose.yaml:3:23: the path \"../b.yaml\" leads out of the project folder; use a path inside the"
                                + " project folder",
                        "compose.yaml:4:21: the path \"../c\" leads out of the project folder; use a path inside the"
                                + " project folder",
                        "compose.yaml:5:21: the path \"/etc/shadow\" leads out of the project folder; use a path inside"
                                + " the project folder");
    }

    @Test
    void named_by_the_request_stay_inside_too() {
        assertThat(new Project(folder).reads("../outside.txt").errors())
                .containsExactly("the path \"../outside.txt\" leads out of the project folder; use a path inside the"
                        + " project folder");
    }
}
