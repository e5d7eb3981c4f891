package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the files of the project that a service mounts. Files that hold secrets (env files, what an entry of {@code
 * secrets} names, private keys, URLs with passwords) become sensitive contents.
 */
final class BindReader {

    /** A ConfigMap or Secret holds 1 MiB in all: this leaves room for names and encoding. */
    static final int MOST_BYTES = 900 * 1024;

    private static final int MOST_FILES = 1_000;
    private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");
    private static final String LIMIT = "the files of one mount have at most 900 KiB in all";
    private static final String SMALLER = "mount only the files that the service needs, or put them into its image";
    private static final String INSTEAD =
            "use a named volume, or a file of the project; take it out with an override file and !reset if only "
                    + "developers need it";

    private final ProjectFiles files;
    private final Values values;
    private final Set<String> secretFiles;
    private final Problems problems;

    /** @param secretFiles names of files whose content is sensitive */
    BindReader(ProjectFiles files, Values values, Set<String> secretFiles, Problems problems) {
        this.files = files;
        this.values = values;
        this.secretFiles = Set.copyOf(secretFiles);
        this.problems = problems;
    }

    /** The mount; null when its files can't be read, which is reported. */
    @CheckForNull
    Mount read(String service, Fields volume, String target, boolean readOnly) {
        Tree.Text source = volume.scalar("source");
        if (source == null) {
            problems.error(volume.position(), "a bind needs a source", "name a file or folder of the project");
            return null;
        }
        String path = volume.text("source");
        if (path == null || path.isEmpty() && source.tainted()) {
            return null;
        }
        if (path.endsWith("docker.sock")) {
            problems.error(
                    source.position(),
                    "\"" + path + "\" is the socket of the machine's Docker engine, which no environment gets",
                    "take the mount out");
            return null;
        }
        if (!files.isInside(path)) {
            problems.error(source.position(), "the bind of \"" + path + "\" leads out of the project folder", INSTEAD);
            return null;
        }
        Path real = files.find(path, source.position());
        if (real == null) {
            return null;
        }
        boolean directory = Files.isDirectory(real);
        List<Path> all = directory ? filesIn(real, source) : List.of(real);
        List<Mount.BoundFile> bound = all == null ? null : contents(all, real, service + "/volumes" + target, source);
        return bound == null ? null : new Mount.Bind(path, target, directory, readOnly, bound, volume.position());
    }

    /** The name as given: what a link leads to may have another one. */
    private static String name(Tree.Text source) {
        String path = SLASHES_AT_END.matcher(source.text()).replaceFirst("");
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @CheckForNull
    private List<Path> filesIn(Path folder, Tree.Text source) {
        try (Stream<Path> walk = Files.find(folder, Integer.MAX_VALUE, BindReader::isFile)) {
            List<Path> all = walk.limit(MOST_FILES + 1L).sorted().toList();
            if (all.size() > MOST_FILES) {
                problems.error(source.position(), "the folder has more than " + MOST_FILES + " files", SMALLER);
                return null;
            }
            return all;
        } catch (IOException | UncheckedIOException e) {
            problems.error(source.position(), "the folder can't be read", "check the permissions of all that is in it");
            return null;
        }
    }

    private static boolean isFile(Path path, BasicFileAttributes attributes) {
        return attributes.isSymbolicLink() || attributes.isOther()
                ? !Files.isDirectory(path)
                : !attributes.isDirectory();
    }

    @CheckForNull
    private List<Mount.BoundFile> contents(List<Path> all, Path top, String key, Tree.Text source) {
        List<Mount.BoundFile> bound = new ArrayList<>();
        int left = MOST_BYTES;
        for (Path path : all) {
            // A link inside the folder may lead out of the project.
            String name = files.name(path);
            Path real = files.find(path.toString(), source.position());
            byte[] bytes = real == null ? null : files.bytes(real, name, source.position(), left, LIMIT);
            if (bytes == null) {
                return null;
            }
            left -= bytes.length;
            String inside = path.equals(top)
                    ? name(source)
                    : top.relativize(path).toString().replace('\\', '/');
            boolean sensitive = secretFiles.contains(name) || inside.equals(".env") || inside.endsWith(".env");
            Content content = values.content(bytes, key + (path.equals(top) ? "" : "/" + inside), source, sensitive);
            bound.add(new Mount.BoundFile(inside, content, Files.isExecutable(real)));
        }
        return bound;
    }
}
