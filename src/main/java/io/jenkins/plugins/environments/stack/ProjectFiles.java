package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The project's folder. Reads files in it and around it, and nothing outside of a boundary whatever a path or a symbolic
 * link says.
 */
final class ProjectFiles {

    private static final int MOST_FILES = 64;
    private static final int MOST_SIBLINGS = 1_000;
    private static final String INSIDE = "use a path inside the project folder";

    private final Path root;
    private final Path boundary;
    private final Path realBoundary;
    private final SeenFiles seen;
    private final Problems problems;
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Set<String> found = new LinkedHashSet<>();
    private final Set<String> folders = new LinkedHashSet<>();

    /**
     * @param root that paths are relative to
     * @param boundary the same folder or one above it
     * @param seen what the request has seen of both
     */
    ProjectFiles(Path root, Path boundary, SeenFiles seen, Problems problems) {
        this.root = root.toAbsolutePath().normalize();
        this.boundary = boundary.toAbsolutePath().normalize();
        this.realBoundary = seen.boundary();
        this.seen = seen;
        this.problems = problems;
    }

    /** The last part of the project folder's name; may be empty. */
    String folderName() {
        Path name = root.getFileName();
        return name == null ? "" : name.toString();
    }

    /** The absolute path of one that is relative to the project folder. */
    Path absolute(String path) {
        return root.resolve(path).normalize();
    }

    /** What messages call the file: relative to the project folder, with forward slashes. */
    String name(Path path) {
        Path absolute = root.resolve(path).normalize();
        boolean real = !absolute.startsWith(boundary) && absolute.startsWith(realBoundary);
        Path given = real ? boundary.resolve(realBoundary.relativize(absolute)) : absolute;
        String name = (given.startsWith(boundary) ? root.relativize(given) : path).toString();
        return name.replace('\\', '/');
    }

    boolean exists(String path) {
        return Files.isRegularFile(root.resolve(path));
    }

    /** Whether a path leads into the project folder, as far as its text tells: links are not looked at. */
    boolean isInside(String path) {
        try {
            return isInside(path, root.resolve(path).normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private boolean isInside(String path, Path absolute) {
        return !path.startsWith("~") && (absolute.startsWith(boundary) || absolute.startsWith(realBoundary));
    }

    /**
     * The real place of a path in the project.
     *
     * @param where who names it
     * @return null when it is missing or outside, which is reported
     */
    @CheckForNull
    Path find(String path, @CheckForNull Position where) {
        try {
            Path absolute = root.resolve(path).normalize();
            if (!isInside(path, absolute)) {
                problems.unread(where, "the path \"" + path + "\" leads out of the project folder", INSIDE);
                return null;
            }
            SeenFiles.Place place = place(path, absolute, where);
            if (place == null) {
                return null;
            }
            if (!place.real().startsWith(realBoundary)) {
                problems.unread(
                        where, "the path \"" + path + "\" is a link that leads out of the project folder", INSIDE);
                return null;
            }
            (place.directory() ? folders : found).add(name(absolute));
            return place.real();
        } catch (InvalidPathException e) {
            problems.unread(where, "the path holds characters that no file's name can have", "correct the path");
            return null;
        }
    }

    @CheckForNull
    private SeenFiles.Place place(String path, Path absolute, @CheckForNull Position where) {
        try {
            return seen.place(absolute);
        } catch (IOException e) {
            if (Files.exists(absolute)) {
                problems.unread(
                        where,
                        "the path \"" + path + "\" can't be followed",
                        "check that it and its folders can be read");
            } else {
                problems.unread(
                        where, "there is no file \"" + shown(path, absolute) + "\" in the project", beside(absolute));
            }
            return null;
        }
    }

    /** As it stands in the project: an absolute path may be that of a copy, which nobody knows. */
    private String shown(String path, Path absolute) {
        return Path.of(path).isAbsolute() ? name(absolute) : path;
    }

    /** What to do about a missing file: perhaps one beside it was meant. */
    private String beside(Path missing) {
        String otherwise = "correct the path or add the file";
        Path name = missing.getFileName();
        Path folder = missing.getParent();
        if (name == null || folder == null || !Files.isDirectory(folder)) {
            return otherwise;
        }
        try (Stream<Path> files = Files.list(folder)) {
            if (!folder.toRealPath().startsWith(realBoundary)) {
                return otherwise;
            }
            List<String> names = files.limit(MOST_SIBLINGS)
                    .map(Path::getFileName)
                    .map(Objects::toString)
                    .sorted()
                    .toList();
            return Nearest.remedy(name.toString(), names, otherwise);
        } catch (IOException | UncheckedIOException e) {
            return otherwise;
        }
    }

    /**
     * The text of a Compose or env file, without a byte order mark.
     *
     * @return null when it can't be read, which is reported
     */
    @CheckForNull
    String text(String path, @CheckForNull Position where) {
        Path real = find(path, where);
        if (real == null) {
            return null;
        }
        String name = name(Path.of(path));
        if (where != null) {
            problems.named(name, where);
        }
        if (texts.containsKey(name)) {
            return texts.get(name);
        }
        if (texts.size() >= MOST_FILES) {
            problems.unread(
                    where == null ? new Position(name, 1, 1) : where,
                    "with this one, the stack is made of more than " + MOST_FILES + " files",
                    "join some of them");
            return null;
        }
        String text = seen.text(real);
        if (text == null) {
            byte[] bytes = start(real, name, where, FileText.LARGEST);
            text = bytes == null ? null : FileText.of(name, bytes, problems);
        }
        if (text != null) {
            texts.put(name, text);
            seen.keep(real, text);
        }
        return text;
    }

    /** The content of a file that {@link #find} gave; null when it can't be read or is too large: reported. */
    @CheckForNull
    byte[] bytes(Path real, String name, @CheckForNull Position where, int most, String limit) {
        byte[] bytes = start(real, name, where, most);
        if (bytes != null && bytes.length > most) {
            problems.unread(where, "the file \"" + name + "\" is too large: " + limit, "make it smaller");
            return null;
        }
        return bytes;
    }

    /** The content, of one that is too large one byte more than is allowed. */
    @CheckForNull
    private byte[] start(Path real, String name, @CheckForNull Position where, int most) {
        if (!Files.isRegularFile(real)) {
            problems.unread(
                    where,
                    "\"" + name + "\" is " + (Files.isDirectory(real) ? "a folder" : "no regular file"),
                    "name a file");
            return null;
        }
        try (InputStream in = Files.newInputStream(real)) {
            return in.readNBytes(most + 1);
        } catch (IOException e) {
            problems.unread(where, "the file \"" + name + "\" can't be read", "check its permissions");
            return null;
        }
    }

    /** The names of the other files that were found, by what names them. */
    Set<String> contents() {
        Set<String> others = new LinkedHashSet<>(found);
        others.removeAll(texts.keySet());
        return others;
    }

    /** The names of the folders that were found, by what names them. */
    Set<String> folders() {
        return folders;
    }

    /** Every Compose and env file that was read, by name, as it is. */
    Map<String, String> texts() {
        return texts;
    }
}
