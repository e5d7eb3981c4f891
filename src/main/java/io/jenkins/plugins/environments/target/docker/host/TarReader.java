package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads the archives that the Engine API gives files as. */
final class TarReader {

    private TarReader() {}

    /** Path to content of every file, but for those that nobody may read: those were emptied. */
    static Map<String, byte[]> files(InputStream archive) {
        Map<String, byte[]> result = new HashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (isFile(entry) && !isEmptied(entry)) {
                    result.put(entry.getName(), tar.readAllBytes());
                }
            }
            return result;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /**
     * Names of what is in the archive's one folder, and of what is in the folder {@code inner} there, but for files that
     * nobody may read: those were emptied.
     */
    static Set<String> present(InputStream archive, String inner) {
        Set<String> result = new HashSet<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (ArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String[] path = entry.getName().split("/");
                if (path.length > 1 && !isEmptied(entry)) {
                    result.add(path[1].equals(inner) && path.length > 2 ? inner + "/" + path[2] : path[1]);
                }
            }
            return result;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static boolean isEmptied(ArchiveEntry entry) {
        return entry instanceof TarArchiveEntry file && file.isFile() && file.getMode() % 01000 == 0;
    }

    private static boolean isFile(ArchiveEntry entry) {
        return entry instanceof TarArchiveEntry file && file.isFile();
    }

    private static TargetException broken(IOException e) {
        return new TargetException(
                TargetException.Kind.TRANSIENT,
                Failure.of("the engine could not give files", String.valueOf(e.getMessage()), "it is tried again"),
                e);
    }
}
