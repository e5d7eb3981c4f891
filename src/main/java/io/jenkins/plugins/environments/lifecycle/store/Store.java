package io.jenkins.plugins.environments.lifecycle.store;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Writes and reads the journal's files. Each write is whole or not there: a temporary name, synced, moved, the folder
 * synced. A file that can't be read is set aside and reported; it stops nothing.
 *
 * <p>Different files may be written by different threads at a time; one file by one thread only.
 */
public final class Store implements AutoCloseable {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS").withZone(ZoneOffset.UTC);
    private static final String ROOT = "environments";
    private static final String TEMPORARY = ".tmp";
    private static final String JSON = ".json";

    private final Disk disk;
    private final Clock clock;
    private final Json json = new Json();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Store(Disk disk, Clock clock) {
        this.disk = disk;
        this.clock = clock;
    }

    /** What was unreadable and has been set aside. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Reads everything. */
    public List<EnvironmentFolder> load() {
        try {
            List<EnvironmentFolder> found = new ArrayList<>();
            for (String name : disk.list(ROOT)) {
                Optional<EnvironmentId> id = idOf(name);
                if (id.isPresent()) {
                    found.add(load(id.get()));
                }
            }
            return found;
        } catch (IOException e) {
            throw new StoreException(ROOT, e);
        }
    }

    private EnvironmentFolder load(EnvironmentId id) throws IOException {
        String folder = Stored.folder(id);
        List<EnvironmentRecord> own = readAll(folder, EnvironmentRecord.class);
        return new EnvironmentFolder(
                id,
                own.isEmpty() ? null : own.get(0),
                readAll(folder + "/releases", ReleaseRecord.class),
                readAll(folder + "/operations", OperationRecord.class));
    }

    private <T extends Stored> List<T> readAll(String folder, Class<T> type) throws IOException {
        List<T> records = new ArrayList<>();
        for (String name : disk.list(folder)) {
            if (name.endsWith(TEMPORARY)) {
                // A write that a crash cut off before it was named; nobody was told that it happened.
                disk.delete(folder + "/" + name);
            } else if (name.endsWith(JSON)) {
                readRecord(folder + "/" + name, type).ifPresent(records::add);
            }
        }
        return records;
    }

    private <T extends Stored> Optional<T> readRecord(String path, Class<T> type) throws IOException {
        return read(path, type, content -> content.path().equals(path));
    }

    /** The record in that file; empty when there is none, or when it was unreadable and is set aside now. */
    <T> Optional<T> read(String path, Class<T> type, Predicate<T> fits) throws IOException {
        byte[] bytes = disk.read(path);
        try {
            T content = json.read(bytes, type);
            if (fits.test(content)) {
                return Optional.of(content);
            }
            setAside(path, "it is the record of something else");
        } catch (IOException | RuntimeException e) {
            setAside(path, firstLine(e));
        }
        return Optional.empty();
    }

    /** Moves an unreadable file out of the way. It is kept, so that a person can look into it. */
    void setAside(String path, String why) throws IOException {
        String aside = path + ".unreadable-" + STAMP.format(clock.instant());
        disk.move(path, aside);
        disk.syncFolder(parent(path));
        problem(path, "the record could not be read and was set aside as " + aside + ": " + why);
    }

    void problem(String path, String what) {
        problems.add(new Problem(
                Position.of(path),
                what,
                "look into that file, and whether the disk is sound; nothing else is affected"));
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e).lines().findFirst().orElse("");
    }

    /** From when this returns, the record is there whatever happens; when it throws, the one before or this one is. */
    public void put(Stored content) {
        try {
            write(content.path(), json.write(content), false);
        } catch (IOException e) {
            throw new StoreException(content.path(), e);
        }
    }

    /** Removes a record that nobody needs any more. */
    public void remove(Stored content) {
        try {
            disk.delete(content.path());
        } catch (IOException e) {
            throw new StoreException(content.path(), e);
        }
    }

    void write(String path, byte[] content, boolean secret) throws IOException {
        if (closed) {
            throw new IOException("the journal is closed");
        }
        String folder = parent(path);
        makeFolder(folder);
        String temporary = path + TEMPORARY;
        disk.write(temporary, content, secret);
        disk.sync(temporary);
        disk.move(temporary, path);
        disk.syncFolder(folder);
    }

    private void makeFolder(String folder) throws IOException {
        if (!folder.isEmpty() && !folders.contains(folder)) {
            makeFolder(parent(folder));
            disk.makeFolder(folder);
            disk.syncFolder(parent(folder));
            folders.add(folder);
        }
    }

    Json json() {
        return json;
    }

    Disk disk() {
        return disk;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private static Optional<EnvironmentId> idOf(String name) {
        try {
            return Optional.of(new EnvironmentId(name));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            disk.close();
        } catch (IOException e) {
            throw new StoreException("lock", e);
        }
    }
}
