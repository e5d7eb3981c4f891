package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.stack.Content;
import java.util.List;

/**
 * A file or folder that a service gets, under a name made of a digest of its content.
 *
 * @param directory whether it is a folder; else there is exactly one file
 * @param files what is in it
 */
public record FileEntry(boolean directory, List<Part> files) {

    public FileEntry {
        files = List.copyOf(files);
    }

    /**
     * @param path below the entry, with forward slashes; empty for a single file
     * @param mode permission bits
     * @param uid its owner
     * @param gid its group
     */
    public record Part(String path, Content content, int mode, int uid, int gid) {}
}
