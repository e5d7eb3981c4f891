package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What a request sees of its files")
class SeenFilesTest {

    private Path folder;
    private SeenFiles seen;

    @BeforeEach
    void look(@TempDir Path temporary) throws IOException {
        folder = temporary.toRealPath();
        seen = new SeenFiles(folder, folder);
        Files.createDirectories(folder.resolve("real/inner"));
        Files.writeString(folder.resolve("real/inner/file"), "x");
    }

    @Test
    void is_where_a_path_really_leads() throws IOException {
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/other"), folder.resolve("real/inner/file"));

        Path file = folder.resolve("real/inner/file");
        assertThat(seen.place(file)).isEqualTo(new SeenFiles.Place(file, false));
        assertThat(seen.place(folder.resolve("link/inner/file"))).isEqualTo(new SeenFiles.Place(file, false));
        assertThat(seen.place(folder.resolve("link/other"))).isEqualTo(new SeenFiles.Place(file, false));
        assertThat(seen.place(folder.resolve("link"))).isEqualTo(new SeenFiles.Place(folder.resolve("real"), true));
        assertThat(seen.place(folder)).isEqualTo(new SeenFiles.Place(folder, true));
    }

    @Test
    void shows_a_folder_outside_for_what_it_is(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("secret"), "x");
        Files.createSymbolicLink(folder.resolve("out"), elsewhere);

        assertThat(seen.place(folder.resolve("out/secret")).real())
                .isEqualTo(elsewhere.toRealPath().resolve("secret"));
    }

    @Test
    void is_nothing_where_nothing_is() throws IOException {
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> seen.place(folder.resolve("no/file"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> seen.place(folder.resolve("dangling"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> new SeenFiles(folder.resolve("no"), folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no project folder");
    }

    @Test
    void stays_the_same_while_the_request_is_read() throws IOException {
        Path file = folder.resolve("real/inner/file");
        SeenFiles.Place before = seen.place(file);
        seen.keep(file, "x");
        Files.delete(file);

        assertThat(seen.place(file)).isEqualTo(before);
        assertThat(seen.text(file)).isEqualTo("x");
        assertThat(seen.text(folder.resolve("other"))).isNull();
    }
}
