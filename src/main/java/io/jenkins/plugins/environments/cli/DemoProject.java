package io.jenkins.plugins.environments.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The StudyGiveWay project that comes with the program, as files in a folder. */
final class DemoProject {

    private static final String RESOURCE = "studygiveway";

    private DemoProject() {}

    /**
     * Writes the project's files into a folder, {@code .env.sample} also as {@code .env}, as a person would.
     *
     * @throws IOException when the folder can't be written
     */
    static void writeTo(Path folder) throws IOException {
        URI source = source();
        if (source.getScheme().equals("jar")) {
            try (FileSystem jar = FileSystems.newFileSystem(source, Map.of())) {
                copy(jar.provider().getPath(source), folder);
            }
        } else {
            copy(Path.of(source), folder);
        }
        Files.copy(folder.resolve(".env.sample"), folder.resolve(".env"));
    }

    private static URI source() throws IOException {
        try {
            return DemoProject.class.getResource(RESOURCE).toURI();
        } catch (URISyntaxException e) {
            throw new IOException("the program's own files have no address", e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
