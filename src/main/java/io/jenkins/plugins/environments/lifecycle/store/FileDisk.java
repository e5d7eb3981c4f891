package io.jenkins.plugins.environments.lifecycle.store;

import io.jenkins.plugins.environments.model.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A folder of a real file system, held by a lock so that one process at a time works in it. */
public final class FileDisk implements Disk {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private final Path home;
    private final FileChannel lock;

    private FileDisk(Path home, FileChannel lock) {
        this.home = home;
        this.lock = lock;
    }

    /**
     * Takes the folder, made where it is missing.
     *
     * @throws RefusedException when another process, or another part of this one, has it
     */
    public static FileDisk open(Path home) throws IOException {
        Files.createDirectories(home);
        FileChannel channel =
                FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // The same as a lock of another process: taken stays false.
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw new RefusedException(
                    "the home " + home + " is in use by another process",
                    "give this one a home of its own, or wait until the other one has ended");
        }
        return new FileDisk(home, channel);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        Path path = home.resolve(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public byte[] read(String path) throws IOException {
        return Files.readAllBytes(home.resolve(path));
    }

    @Override
    public void write(String path, byte[] content, boolean secret) throws IOException {
        Path file = home.resolve(path);
        Files.deleteIfExists(file);
        Files.createFile(file, secret && POSIX ? ownerOnly() : new FileAttribute<?>[0]);
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            out.write(content);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    @Override
    public void sync(String path) throws IOException {
        try (FileChannel channel = FileChannel.open(home.resolve(path), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void move(String from, String to) throws IOException {
        Files.move(home.resolve(from), home.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        // Only POSIX systems can open a folder for this; the others order their metadata themselves.
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(home.resolve(folder), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public void makeFolder(String folder) throws IOException {
        Files.createDirectories(home.resolve(folder));
    }

    @Override
    public void delete(String path) throws IOException {
        Files.deleteIfExists(home.resolve(path));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
