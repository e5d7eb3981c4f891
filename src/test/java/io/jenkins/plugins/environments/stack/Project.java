package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A project folder in the making, for tests of the reader. */
final class Project {

    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<Path> envFiles = new ArrayList<>();
    private final Set<String> profiles = new HashSet<>();
    private final Map<String, String> variables = new HashMap<>();
    private final Map<String, String> secrets = new HashMap<>();
    private boolean placeholders;

    Project(Path folder) {
        this.folder = folder;
    }

    /** A project with this {@code compose.yaml}. */
    static Project of(Path folder, String compose) {
        return new Project(folder).file("compose.yaml", compose);
    }

    Project file(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Compose files to read in place of the default ones. */
    Project reads(String... names) {
        for (String name : names) {
            files.add(Path.of(name));
        }
        return this;
    }

    Project envFiles(String... names) {
        for (String name : names) {
            envFiles.add(Path.of(name));
        }
        return this;
    }

    Project profile(String name) {
        profiles.add(name);
        return this;
    }

    Project variable(String name, String text) {
        variables.put(name, text);
        return this;
    }

    Project secret(String name, String text) {
        secrets.put(name, text);
        return this;
    }

    Project placeholdersAllowed() {
        placeholders = true;
        return this;
    }

    StackReading read() {
        return SeedStacks.reader().read(request());
    }

    Map<String, Object> config() {
        return SeedStacks.reader().config(request());
    }

    /** The value at a path of keys in the printed stack; list items by number. */
    Object config(String path) {
        Object value = config();
        for (String key : path.split("/")) {
            if (value instanceof List<?> list) {
                value = list.get(Integer.parseInt(key));
            } else if (value instanceof Map<?, ?> map) {
                value = map.get(key);
            } else {
                throw new AssertionError("nothing at " + key + " of " + path);
            }
        }
        return value;
    }

    /** What the reader says is wrong, a line each. */
    List<String> errors() {
        List<String> lines = new ArrayList<>();
        assertThatThrownBy(this::read).isInstanceOfSatisfying(InvalidInputException.class, e -> e.problems()
                .forEach(problem -> lines.add(problem.toString())));
        return lines;
    }

    List<String> warnings() {
        return read().warnings().stream().map(Problem::toString).toList();
    }

    StackRequest request() {
        return new StackRequest(folder, files, envFiles, profiles, variables, secrets, placeholders);
    }
}
