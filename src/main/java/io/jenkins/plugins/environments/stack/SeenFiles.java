package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/**
 * What one request has seen of the project's folder: where paths really lead, and what files of text hold. The file
 * system is asked once, however often a request reads the same file, so that it can't say two things to one request.
 */
final class SeenFiles {

    private final Path boundary;
    private final Path given;
    private final Map<Path, Place> places = new HashMap<>();
    private final Map<Path, Path> folders = new HashMap<>();
    private final Map<Path, String> texts = new HashMap<>();

    /** What is there. @param real without links */
    record Place(Path real, boolean directory) {}

    /**
     * @param root the project's folder
     * @param boundary the same folder or one above it
     * @throws InvalidInputException when there is no such folder
     */
    SeenFiles(Path root, Path boundary) {
        try {
            this.given = boundary.toAbsolutePath().normalize();
            this.boundary = given.toRealPath();
            folders.put(given, this.boundary);
            folders.put(this.boundary, this.boundary);
            place(root.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new InvalidInputException(
                    new Problem(null, "there is no project folder " + root, "name a folder that exists"));
        }
    }

    /** Where the boundary really is. */
    Path boundary() {
        return boundary;
    }

    /** @throws IOException when nothing is there, or it can't be followed */
    Place place(Path absolute) throws IOException {
        Place known = places.get(absolute);
        if (known == null) {
            known = look(absolute);
            places.put(absolute, known);
        }
        return known;
    }

    private Place look(Path absolute) throws IOException {
        Path folder = absolute.getParent();
        Path name = absolute.getFileName();
        if (folder != null && name != null) {
            BasicFileAttributes file =
                    Files.readAttributes(absolute, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            // Only its folder may be reached by links then, and that is followed once for all that is in it.
            if (!file.isSymbolicLink() && !file.isOther()) {
                return new Place(real(folder).resolve(name), file.isDirectory());
            }
        }
        Path real = absolute.toRealPath();
        return new Place(real, Files.isDirectory(real));
    }

    private Path real(Path folder) throws IOException {
        Path known = folders.get(folder);
        if (known == null) {
            boolean inside = folder.startsWith(given) || folder.startsWith(boundary);
            known = inside ? place(folder).real() : folder.toRealPath();
            folders.put(folder, known);
        }
        return known;
    }

    /** The text of a file that was read before; null when it was not. */
    @CheckForNull
    String text(Path real) {
        return texts.get(real);
    }

    void keep(Path real, String text) {
        texts.put(real, text);
    }
}
