package io.jenkins.plugins.environments.target.docker.host;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A tar archive in memory: what the Engine API takes files as. */
final class TarWriter {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");
    private int files;

    TarWriter() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    void folder(String path, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(path + "/");
        entry.setMode(mode);
        put(entry, new byte[0]);
    }

    void file(String path, byte[] content, int mode, int uid, int gid) {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setMode(mode);
        entry.setUserId(uid);
        entry.setGroupId(gid);
        entry.setSize(content.length);
        put(entry, content);
        files++;
    }

    private void put(TarArchiveEntry entry, byte[] content) {
        try {
            // The same time always: the content alone tells two archives apart.
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every write", e);
        }
    }

    /** How many files are in it. */
    int files() {
        return files;
    }

    InputStream stream() {
        try {
            tar.close();
            return new ByteArrayInputStream(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every write", e);
        }
    }
}
