package io.jenkins.plugins.environments.jenkins.steps;

import java.io.IOException;
import java.util.Map;
import java.util.Set;

/** Where a project's files are. */
interface ProjectSource {

    /** The most files that are read in one go: more is no configuration. */
    int MOST_FILES = 500;

    /** The most bytes of a file that are read: one more than what a stack may use, so that its reader can say so. */
    int LARGEST = (1 << 20) + 1;

    /**
     * Reads those of the paths that are there; of folders, all files below.
     *
     * @param paths relative, with forward slashes, without {@code ..}
     * @return content by path; what is not there is left out
     * @throws IOException when it can't be read, or is too much
     */
    Map<String, byte[]> fetch(Set<String> paths) throws IOException, InterruptedException;

    /** What people call it, e.g. {@code the workspace}. */
    String title();

    /** What is refused when a folder holds too much. */
    static IOException tooMuch(String path) {
        return new IOException("the stack names \"" + path + "\", and with it more than " + MOST_FILES
                + " files; name single files, or put them into the image");
    }
}
