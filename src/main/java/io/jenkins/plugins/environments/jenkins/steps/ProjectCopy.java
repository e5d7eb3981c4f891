package io.jenkins.plugins.environments.jenkins.steps;

import hudson.Util;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.stack.EnvFile;
import io.jenkins.plugins.environments.stack.Parameters;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of a stack in a private folder of the controller, for as long as they are read. Copied are the files that
 * the step names and, round by round, those that they name: a project may be large, and what its stack needs of it is
 * not. Gone when it is closed, as an env file may hold secrets.
 */
final class ProjectCopy implements AutoCloseable {

    private static final List<String> DEFAULT_FILES = List.of(
            "compose.yaml",
            "compose.yml",
            "docker-compose.yml",
            "docker-compose.yaml",
            "compose.override.yaml",
            "compose.override.yml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");
    private static final int MOST_ROUNDS = 8;
    private static final long MOST_BYTES = 16L << 20;

    private final Path temporary;
    private final Path root;
    private final ProjectSource source;
    private final Map<String, String> variables;
    private final Set<String> asked = new LinkedHashSet<>();
    private int files;
    private long bytes;

    private ProjectCopy(Path temporary, String name, ProjectSource source, Map<String, String> variables)
            throws IOException {
        this.temporary = temporary;
        this.root = Files.createDirectory(temporary.resolve(name));
        this.source = source;
        this.variables = new HashMap<>(variables);
    }

    /**
     * Copies what a stack needs.
     *
     * @param name of the folder, which a stack without a name is called by
     * @param named Compose files; empty: the default names
     * @param envFiles in place of {@code .env}
     * @param variables known before any file is read
     * @throws InvalidInputException when a path leads out of the project, or there is too much
     */
    static ProjectCopy of(
            ProjectSource source, String name, List<String> named, List<String> envFiles, Map<String, String> variables)
            throws IOException, InterruptedException {
        ProjectCopy copy = new ProjectCopy(Files.createTempDirectory("environments-"), name, source, variables);
        boolean complete = false;
        try {
            copy.fill(named, envFiles);
            complete = true;
            return copy;
        } finally {
            if (!complete) {
                copy.close();
            }
        }
    }

    private void fill(List<String> named, List<String> envFiles) throws IOException, InterruptedException {
        String folder = folderOf(named);
        Set<String> first = new LinkedHashSet<>();
        named.forEach(path -> first.add(inside(path)));
        envFiles.forEach(path -> first.add(inside(path)));
        first.add(folder + ".env");
        if (named.isEmpty()) {
            first.addAll(DEFAULT_FILES);
        }
        Deque<Set<String>> rounds = new ArrayDeque<>(List.of(first));
        for (int round = 0; round < MOST_ROUNDS && !rounds.isEmpty(); round++) {
            Set<String> next = round(rounds.pop(), folder);
            if (!next.isEmpty()) {
                rounds.push(next);
            }
        }
    }

    private Set<String> round(Set<String> paths, String folder) throws IOException, InterruptedException {
        asked.addAll(paths);
        Map<String, byte[]> found = fetch(paths);
        for (Map.Entry<String, byte[]> file : found.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        found.forEach((path, content) -> {
            if (!isYaml(path)) {
                learn(path, content);
            }
        });
        Set<String> next = new LinkedHashSet<>();
        found.forEach((path, content) -> {
            if (isYaml(path)) {
                next.addAll(namedBy(path, content, folder));
            }
        });
        next.removeAll(asked);
        return next;
    }

    private Map<String, byte[]> fetch(Set<String> paths) throws InterruptedException {
        try {
            return source.fetch(paths);
        } catch (IOException e) {
            throw new InvalidInputException(new Problem(
                    null,
                    "the files of the stack can't be read from " + source.title() + ": " + e.getMessage(),
                    "look whether they are there, then run the build again"));
        }
    }

    private void write(String path, byte[] content) throws IOException {
        files++;
        bytes += content.length;
        if (files > ProjectSource.MOST_FILES || bytes > MOST_BYTES) {
            throw new InvalidInputException(new Problem(
                    Position.of(path),
                    "the stack names more than " + ProjectSource.MOST_FILES + " files or 16 MiB",
                    "put what is large into the images"));
        }
        Path file = root.resolve(path).normalize();
        if (!file.startsWith(root)) {
            throw outside(path);
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.write(file, content);
    }

    /** Values that a path may be made of; what is wrong with the file is said when it is read in earnest. */
    private void learn(String path, byte[] content) {
        try {
            EnvFile.variables(path, new String(content, StandardCharsets.UTF_8)).forEach(variables::putIfAbsent);
        } catch (InvalidInputException e) {
            // Not an env file, or a broken one.
        }
    }

    /** What a Compose file names, from the project's folder and from its own, as both are in use. */
    private Set<String> namedBy(String path, byte[] content, String folder) {
        Set<String> named = new LinkedHashSet<>();
        String own = folderOf(List.of(path));
        named.add(own + ".env");
        for (String reference : FileReferences.in(new String(content, StandardCharsets.UTF_8), variables)) {
            for (String base : List.of(folder, own)) {
                Path normal = Path.of(base + reference).normalize();
                // What leads out of the project is not copied; the reader refuses it, with its place.
                if (!normal.isAbsolute()
                        && !normal.startsWith("..")
                        && !normal.toString().isEmpty()) {
                    named.add(normal.toString().replace('\\', '/'));
                }
            }
        }
        return named;
    }

    private static boolean isYaml(String path) {
        return path.endsWith(".yml") || path.endsWith(".yaml");
    }

    /** The folder of the first file, with a slash at its end; empty for the root. */
    static String folderOf(List<String> named) {
        String first = named.isEmpty() ? "" : named.get(0);
        return first.substring(0, first.lastIndexOf('/') + 1);
    }

    private static String inside(String path) {
        Parameters.refuse(Parameters.paths("files", List.of(path)));
        return Path.of(path).normalize().toString().replace('\\', '/');
    }

    private static InvalidInputException outside(String path) {
        return new InvalidInputException(new Problem(
                Position.of("files"),
                "the path \"" + path + "\" leads out of the project",
                "use a path relative to the workspace"));
    }

    /** The folder of the copies: what is not in it was not copied, and is not read. */
    Path root() {
        return root;
    }

    /** The folder that paths in the stack are relative to: that of its first file. */
    Path projectDirectory(List<String> named) {
        return root.resolve(folderOf(named.stream().map(ProjectCopy::inside).toList()))
                .normalize();
    }

    /** Where the copies of these are, whether or not they were there. */
    List<Path> paths(List<String> named) {
        return named.stream().map(path -> root.resolve(inside(path))).toList();
    }

    @Override
    public void close() throws IOException {
        Util.deleteRecursive(new File(temporary.toString()));
    }
}
