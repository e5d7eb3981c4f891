package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.List;

/** Something mounted into a service's container. */
public sealed interface Mount {

    /** The absolute path in the container. */
    String target();

    Position position();

    /**
     * A named volume of the stack.
     *
     * @param subPath a folder inside the volume; null: all of it
     */
    record NamedVolume(String volume, String target, boolean readOnly, @CheckForNull String subPath, Position position)
            implements Mount {}

    /** A volume without a name: lives as long as the container. */
    record AnonymousVolume(String target, boolean readOnly, Position position) implements Mount {}

    /**
     * Files of the project, read when the stack was read.
     *
     * @param source the path as given
     * @param directory whether the source is a folder; else there is exactly one file, mounted at the target itself
     * @param files relative path to content; for a single file its name
     */
    record Bind(
            String source, String target, boolean directory, boolean readOnly, List<BoundFile> files, Position position)
            implements Mount {
        public Bind {
            files = List.copyOf(files);
        }
    }

    /**
     * @param path relative to the bind's source, with forward slashes; for a single file its name
     * @param executable whether its owner may run it
     */
    record BoundFile(String path, Content content, boolean executable) {}

    /** Memory. @param sizeBytes null: no limit */
    record Tmpfs(String target, @CheckForNull Long sizeBytes, @CheckForNull Integer mode, Position position)
            implements Mount {}
}
