package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that say what to read. */
final class StackOptions {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A Compose file; several are merged in order. Default: compose.yaml and its relatives.")
    List<Path> files = List.of();

    @Option(
            names = "--env-file",
            paramLabel = "FILE",
            description = "Variables for interpolation in place of .env; a later file wins.")
    List<Path> envFiles = List.of();

    @Option(names = "--profile", paramLabel = "NAME", description = "A profile to activate.")
    Set<String> profiles = Set.of();

    @Option(
            names = "--project-directory",
            paramLabel = "FOLDER",
            description = "The folder that paths are relative to. Default: that of the first file.")
    Path directory;

    @Option(names = "--variable", paramLabel = "NAME=VALUE", description = "A plain value before those of files.")
    Map<String, String> variables = Map.of();

    @Option(names = "--image", paramLabel = "SERVICE=IMAGE", description = "The image of a service, before the file's.")
    Map<String, String> images = Map.of();

    /** What to read for a stage. */
    StackRequest request(Stage stage) {
        Map<String, String> all = new HashMap<>(stage.variables());
        all.putAll(variables);
        return new StackRequest(
                projectDirectory(), absolute(files), absolute(envFiles), profiles, all, Map.of(), stage.development());
    }

    /** As a person at a terminal means them: from the folder where they are. */
    private static List<Path> absolute(List<Path> paths) {
        return paths.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
    }

    /** The project's folder, absolute. */
    Path projectDirectory() {
        if (directory != null) {
            return directory.toAbsolutePath().normalize();
        }
        Path first = files.isEmpty() ? Path.of("compose.yaml") : files.get(0);
        Path parent = first.toAbsolutePath().normalize().getParent();
        return parent == null ? first.toAbsolutePath() : parent;
    }
}
