package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Value;
import java.util.List;

/**
 * A file or folder that a service gets, under a name made of a digest of its content.
 *
 * @param directory whether it is a folder; else there is exactly one file
 * @param files what is in it
 */
public record FileEntry(boolean directory, List<Part> files) {

    /** What the names of those begin with that have a sensitive content. */
    public static final String SENSITIVE = "sensitive-";

    public FileEntry {
        files = List.copyOf(files);
    }

    /** Whether one of its files has a sensitive content. */
    public boolean sensitive() {
        return files.stream().anyMatch(part -> part.content().value() instanceof Value.Sensitive);
    }

    /**
     * @param path below the entry, with forward slashes; empty for a single file
     * @param mode permission bits
     * @param uid its owner
     * @param gid its group
     */
    public record Part(String path, Content content, int mode, int uid, int gid) {}
}
