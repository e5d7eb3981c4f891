package io.jenkins.plugins.environments.lifecycle.store;

import java.io.IOException;
import java.util.List;

/**
 * The few things that the store needs of a file system, each with its promise about crashes. Paths are relative to the
 * home, with forward slashes; the empty path is the home itself.
 */
public interface Disk extends AutoCloseable {

    /** The names in a folder, sorted; empty when there is no such folder. */
    List<String> list(String folder) throws IOException;

    byte[] read(String path) throws IOException;

    /**
     * Writes a whole file. It may be torn or lost in a crash until {@link #sync}.
     *
     * @param secret only the owner may read it
     */
    void write(String path, byte[] content, boolean secret) throws IOException;

    /** From now on the file's content survives a crash, wherever its name does. */
    void sync(String path) throws IOException;

    /** Gives the file another name, in one step, in place of a file that has it. */
    void move(String from, String to) throws IOException;

    /** From now on the names in the folder survive a crash. */
    void syncFolder(String folder) throws IOException;

    /** Makes a folder in one that exists; nothing when it is there. */
    void makeFolder(String folder) throws IOException;

    /** Removes a file; nothing when it is not there. */
    void delete(String path) throws IOException;

    @Override
    void close() throws IOException;
}
