package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk that loses in a crash what was not synced: contents become empty, torn or stay; names that were given or taken
 * in a folder after its last sync may or may not, in the order in which it happened.
 */
class SimulatedDisk implements Disk {

    /** Of a journal's record, this much tells where the operation is. */
    private static final int HEAD = 300;

    private final Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> durableNames = new TreeMap<>();
    private final Map<String, List<NameChange>> pending = new TreeMap<>();
    private Runnable beforeEach = () -> {};

    private static final class Inode {
        private final byte[] content;
        private byte[] durable = new byte[0];
        private final boolean folder;

        Inode(byte[] content, boolean folder) {
            this.content = content.clone();
            this.folder = folder;
        }
    }

    /** @param inode null: the name is taken away */
    private record NameChange(String path, Inode inode) {}

    /** @param hook may throw to stand for a crash or for a fault of the disk */
    void beforeEach(Runnable hook) {
        beforeEach = hook;
    }

    /** A folder is lost with all that is in it, as by a slip of a person. Only while no process works. */
    void lose(String folder) {
        for (Map<String, ?> each : List.of(names, durableNames, pending)) {
            each.keySet().removeIf(path -> path.equals(folder) || path.startsWith(folder + "/"));
        }
        pending.values()
                .forEach(changes -> changes.removeIf(
                        change -> change.path().equals(folder) || change.path().startsWith(folder + "/")));
    }

    /** The power fails. */
    void crash(RandomGenerator random) {
        pending.forEach((folder, changes) -> {
            int kept = random.nextInt(changes.size() + 1);
            changes.subList(0, kept).forEach(this::makeDurable);
        });
        pending.clear();
        names.clear();
        Map<Inode, Inode> after = new HashMap<>();
        durableNames.forEach((path, inode) -> {
            if (isReachable(path)) {
                names.put(path, after.computeIfAbsent(inode, each -> survivor(each, random)));
            }
        });
        durableNames.clear();
        durableNames.putAll(names);
    }

    private static Inode survivor(Inode inode, RandomGenerator random) {
        byte[] left = inode.durable;
        if (left.length == 0 && inode.content.length > 0) {
            int length = random.nextInt(3) == 0 ? inode.content.length : random.nextInt(inode.content.length);
            left = java.util.Arrays.copyOf(inode.content, length);
        }
        Inode survivor = new Inode(left, inode.folder);
        survivor.durable = survivor.content;
        return survivor;
    }

    private boolean isReachable(String path) {
        String parent = parent(path);
        return parent.isEmpty() || durableNames.containsKey(parent) && isReachable(parent);
    }

    private void makeDurable(NameChange change) {
        if (change.inode() == null) {
            durableNames.remove(change.path());
        } else {
            durableNames.put(change.path(), change.inode());
        }
    }

    private void name(String path, Inode inode) {
        if (inode == null) {
            names.remove(path);
        } else {
            names.put(path, inode);
        }
        pending.computeIfAbsent(parent(path), folder -> new ArrayList<>()).add(new NameChange(path, inode));
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private void before() throws IOException {
        try {
            beforeEach.run();
        } catch (Mishaps.DiskFault e) {
            throw new IOException("no space left on device", e);
        }
    }

    private Inode existing(String path) throws IOException {
        Inode inode = names.get(path);
        if (inode == null) {
            throw new IOException("no such file: " + path);
        }
        return inode;
    }

    @Override
    public List<String> list(String folder) throws IOException {
        before();
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return names.keySet().stream()
                .filter(path -> path.startsWith(prefix) && path.indexOf('/', prefix.length()) < 0)
                .map(path -> path.substring(prefix.length()))
                .toList();
    }

    @Override
    public byte[] read(String path) throws IOException {
        before();
        return existing(path).content.clone();
    }

    @Override
    public void write(String path, byte[] content, boolean secret) throws IOException {
        before();
        String parent = parent(path);
        if (!parent.isEmpty()) {
            existing(parent);
        }
        name(path, new Inode(content, false));
    }

    @Override
    public void sync(String path) throws IOException {
        before();
        Inode inode = existing(path);
        inode.durable = inode.content;
    }

    @Override
    public void move(String from, String to) throws IOException {
        before();
        Inode inode = existing(from);
        name(to, inode);
        name(from, null);
    }

    @Override
    public void syncFolder(String folder) throws IOException {
        before();
        List<NameChange> changes = pending.remove(folder);
        if (changes != null) {
            changes.forEach(this::makeDurable);
        }
    }

    @Override
    public void makeFolder(String folder) throws IOException {
        before();
        if (!names.containsKey(folder)) {
            name(folder, new Inode(new byte[0], true));
        }
    }

    @Override
    public void delete(String path) throws IOException {
        before();
        if (names.containsKey(path)) {
            name(path, null);
        }
    }

    @Override
    public void close() {}

    /** What would be there after a crash now at the latest: path to text. */
    Map<String, String> durable() {
        Map<String, String> texts = new TreeMap<>();
        durableNames.forEach((path, inode) -> {
            if (!inode.folder && isReachable(path)) {
                texts.put(path, new String(inode.durable, StandardCharsets.UTF_8));
            }
        });
        return texts;
    }

    /** Whether a file in that folder begins with one of these texts in it, and would after a crash. */
    boolean durablyBegins(String folder, List<String> texts) {
        return durableNames.entrySet().stream()
                .filter(each -> each.getKey().startsWith(folder + "/") && isReachable(each.getKey()))
                .map(each -> each.getValue().durable)
                .map(bytes -> new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.UTF_8))
                .anyMatch(content -> texts.stream().anyMatch(content::contains));
    }

    /** Everything as it is now, not synced things among it: path to text. */
    Map<String, String> contents() {
        Map<String, String> texts = new TreeMap<>();
        names.forEach((path, inode) -> texts.put(path, new String(inode.content, StandardCharsets.UTF_8)));
        return texts;
    }

    /** Puts a file there as it is, synced. */
    void plant(String path, String text) {
        Inode inode = new Inode(text.getBytes(StandardCharsets.UTF_8), false);
        inode.durable = inode.content;
        names.put(path, inode);
        durableNames.put(path, inode);
    }
}
