package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of a stack")
class FileBoundsTest {

    private static final String SMALL = "services: {a: {image: x}}\n";

    @TempDir
    Path folder;

    private static String padded(int bytes) {
        return SMALL + "#".repeat(bytes - SMALL.length());
    }

    @Test
    void have_at_most_a_mebibyte_each() {
        assertThat(Project.of(folder, padded(1 << 20)).read().stack().services())
                .containsOnlyKeys("a");
        assertThat(Project.of(folder, padded((1 << 20) + 1)).errors())
                .containsExactly("compose.yaml:2:1048551: here the file has more than 1 MiB; make it smaller");
    }

    @Test
    void are_counted_in_bytes_and_their_places_in_characters() {
        String text = SMALL + ("# \u00e9\u00e9\u00e9\n").repeat(200_000);

        assertThat(Project.of(folder, text).errors())
                .containsExactly("compose.yaml:116507:4: here the file has more than 1 MiB; make it smaller");
    }

    @Test
    void of_variables_have_the_same_bound() {
        assertThat(Project.of(folder, SMALL)
                        .file(".env", "A=" + "a".repeat(1 << 20))
                        .errors())
                .containsExactly(".env:1:1048577: here the file has more than 1 MiB; make it smaller");
    }

    @Test
    void are_called_as_in_the_project_also_where_they_were_looked_for_by_an_absolute_path() {
        Project project =
                Project.of(folder, SMALL).reads(folder.resolve("stage.yml").toString());

        assertThat(project.errors())
                .singleElement()
                .asString()
                .contains("there is no file \"stage.yml\" in the project");
    }

    @Test
    void are_64_at_most() {
        Project project = new Project(folder).file("more.env", "A=1\n");
        String[] names = IntStream.range(0, 64).mapToObj(i -> "f" + i + ".yaml").toArray(String[]::new);
        for (String name : names) {
            project.file(name, SMALL);
        }
        project.reads(names);
        assertThat(project.read().sources()).hasSize(64);

        project.reads("more.yaml").file("more.yaml", SMALL);

        assertThat(project.errors())
                .containsExactly(
                        "more.yaml:1:1: with this one, the stack is made of more than 64 files; join some of them");
    }

    @Test
    void are_64_at_most_with_those_that_they_name() {
        String list = IntStream.range(0, 64).mapToObj(i -> "e" + i + ".env").collect(Collectors.joining(", "));
        Project project = Project.of(folder, "services:\n  a:\n    image: x\n    env_file: [" + list + "]\n");
        IntStream.range(0, 64).forEach(i -> project.file("e" + i + ".env", "A=" + i + "\n"));

        assertThat(project.errors())
                .containsExactly("compose.yaml:4:573: with this one, the stack is made of more than 64 files; join some"
                        + " of them");
    }

    @Test
    void are_utf_8() throws IOException {
        Files.write(
                folder.resolve("compose.yaml"),
                "services:\n  a: {image: x} # \u00e9t\u00e9 \u00ff".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(new Project(folder).errors())
                .containsExactly("compose.yaml:2:19: the file is no UTF-8 text here; save it as UTF-8");
    }
}
