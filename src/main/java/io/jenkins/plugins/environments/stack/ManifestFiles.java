package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the files that patterns name, below a folder and nowhere else. */
public final class ManifestFiles {

    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");
    private static final String WILDCARDS = "*?{[";

    private ManifestFiles() {}

    /**
     * The files of the patterns, those of the first pattern first, by name within one; each once.
     *
     * @param root the folder that patterns are relative to
     * @param patterns files, folders (their {@code .yaml}, {@code .yml} and {@code .json} files), or globs as {@link
     *     java.nio.file.FileSystem#getPathMatcher} takes them, with forward slashes
     * @return name relative to the folder to content; of a file that is too large one byte more than is allowed
     * @throws InvalidInputException with every pattern that names nothing, or what is outside of the folder
     */
    public static Map<String, byte[]> find(Path root, List<String> patterns) {
        List<Problem> problems = new ArrayList<>();
        Map<String, byte[]> found = new LinkedHashMap<>();
        for (String pattern : patterns) {
            try {
                List<Path> files = isOutside(pattern) ? List.of() : files(root, pattern);
                if (files.isEmpty()) {
                    problems.add(nothing(pattern));
                }
                for (Path file : files) {
                    if (!file.toRealPath().startsWith(root.toRealPath())) {
                        problems.add(outside(pattern));
                    } else if (found.size() <= ManifestReader.MOST_FILES) {
                        found.put(root.relativize(file).toString().replace('\\', '/'), content(file));
                    }
                }
            } catch (IOException e) {
                problems.add(
                        new Problem(Position.of(pattern), "its files can't be read", "look whether they may be read"));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return found;
    }

    /**
     * Those of given files that the patterns name, in the order of {@link #find}.
     *
     * @param files name relative to the project folder to content
     * @throws InvalidInputException with every pattern that names none of them
     */
    public static Map<String, byte[]> choose(Map<String, byte[]> files, List<String> patterns) {
        List<Problem> problems = new ArrayList<>();
        Map<String, byte[]> chosen = new LinkedHashMap<>();
        for (String pattern : patterns) {
            List<String> names = isOutside(pattern)
                    ? List.of()
                    : files.keySet().stream()
                            .filter(name -> isNamed(name, pattern))
                            .sorted()
                            .toList();
            if (names.isEmpty()) {
                problems.add(nothing(pattern));
            }
            names.forEach(name -> chosen.put(name, files.get(name)));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return chosen;
    }

    private static boolean isNamed(String name, String pattern) {
        Path file = Path.of(name);
        Path start = Path.of(folder(pattern)).normalize();
        if (!folder(pattern).equals(pattern)) {
            return matcher(pattern).matches(file);
        }
        return file.equals(start) || isManifest(file) && start.equals(file.getParent());
    }

    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault()
                .getPathMatcher("glob:" + (pattern.startsWith("./") ? pattern.substring(2) : pattern));
    }

    /** The folder, or the file, in which all that a pattern names is found: what stands before its first wildcard. */
    public static String folder(String pattern) {
        int wildcard = 0;
        while (wildcard < pattern.length() && WILDCARDS.indexOf(pattern.charAt(wildcard)) < 0) {
            wildcard++;
        }
        if (wildcard == pattern.length()) {
            return pattern;
        }
        int slash = pattern.lastIndexOf('/', wildcard);
        return slash < 0 ? "." : pattern.substring(0, slash);
    }

    private static boolean isOutside(String pattern) {
        Path path = Path.of(folder(pattern)).normalize();
        return path.isAbsolute() || path.startsWith("..");
    }

    private static List<Path> files(Path root, String pattern) throws IOException {
        Path start = root.resolve(folder(pattern)).normalize();
        if (Files.isRegularFile(start)) {
            return List.of(start);
        }
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        boolean glob = !folder(pattern).equals(pattern);
        PathMatcher matcher = matcher(pattern);
        try (Stream<Path> files = Files.walk(start, glob ? Integer.MAX_VALUE : 1)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> glob ? matcher.matches(root.relativize(file)) : isManifest(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isManifest(Path file) {
        return ENDINGS.stream().anyMatch(ending -> file.toString().endsWith(ending));
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FileText.LARGEST + 1);
        }
    }

    private static Problem nothing(String pattern) {
        if (isOutside(pattern)) {
            return outside(pattern);
        }
        return new Problem(
                Position.of(pattern),
                "there is no such manifest",
                "name files that are there, relative to the project folder, e.g. k8s/*.yaml");
    }

    private static Problem outside(String pattern) {
        return new Problem(
                Position.of(pattern), "the path leads out of the project", "use a path relative to the project folder");
    }
}
