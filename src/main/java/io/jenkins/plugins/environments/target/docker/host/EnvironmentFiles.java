package io.jenkins.plugins.environments.target.docker.host;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import io.jenkins.plugins.environments.target.docker.translate.FileEntry;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an environment keeps on the engine beside its containers: the files that these mount, and the texts of its
 * sensitive values, so that a deploy that goes on, and a rollback, need nobody to give them again. A volume holds them; a
 * container that never runs, of an image without content, is the door to it that the Engine API has.
 */
final class EnvironmentFiles {

    /** Sensitive texts, below the volume's root; mounted into no container. */
    private static final String VALUES = ".values";

    private static final String PATH = "/files";

    private final Engine engine;
    private final Ownership mark;
    private final String name;

    EnvironmentFiles(Engine engine, Ownership mark) {
        this.engine = engine;
        this.mark = mark;
        this.name = name(mark.environment());
    }

    /** The name of the volume and of the container; no service's, since those have no dot there. */
    static String name(String environment) {
        return environment + ".files";
    }

    /** Removes the image when no environment is left that needs it. */
    static void forgetImage(Engine engine) {
        engine.removeImage(IdleImage.NAME);
    }

    /** The folder on the engine's machine whose entries containers mount. */
    String folder() {
        return engine.mountpoint(name).orElseThrow(() -> gone("its volume " + name + " is gone"));
    }

    /**
     * Brings what is not there yet.
     *
     * @param labels of the volume and the container
     * @throws TargetException {@link TargetException.Kind#VALUES_MISSING}
     */
    void bring(ComposeFile file, SecretValues values, Map<String, String> labels) {
        if (file.entries().isEmpty() && file.variables().isEmpty()) {
            return;
        }
        String door = door(labels);
        Set<String> there = there(door);
        TarWriter tar = new TarWriter();
        file.entries().forEach((entry, content) -> {
            if (!there.contains(entry)) {
                write(tar, entry, content, values);
            }
        });
        tar.folder(VALUES, 0700);
        file.variables().forEach((variable, key) -> {
            String path = VALUES + "/" + variable;
            if (!there.contains(path)) {
                tar.file(path, values.content(key).orElseThrow(() -> missing(key)), 0600, 0, 0);
            }
        });
        if (tar.files() > 0) {
            engine.copyTo(door, PATH, tar.stream());
        }
    }

    private static void write(TarWriter tar, String entry, FileEntry content, SecretValues values) {
        if (content.directory()) {
            tar.folder(entry, 0755);
        }
        Set<String> folders = new HashSet<>();
        for (FileEntry.Part part : content.files()) {
            String path = content.directory() ? entry + "/" + part.path() : entry;
            for (int slash = path.indexOf('/', entry.length() + 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
                if (folders.add(path.substring(0, slash))) {
                    tar.folder(path.substring(0, slash), 0755);
                }
            }
            tar.file(path, bytes(part.content(), values), part.mode(), part.uid(), part.gid());
        }
    }

    private static byte[] bytes(Content content, SecretValues values) {
        if (content.value() instanceof Value.Sensitive sensitive) {
            return values.content(sensitive.key()).orElseThrow(() -> missing(sensitive.key()));
        }
        String text = ((Value.Plain) content.value()).text();
        return content.base64() ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The values of the file's variables.
     *
     * @throws TargetException {@link TargetException.Kind#VALUES_MISSING} when one is not there
     */
    Map<String, String> values(ComposeFile file) {
        Map<String, String> result = new TreeMap<>();
        if (!file.entries().isEmpty()) {
            result.put(ComposeFile.FILES, folder());
        }
        if (file.variables().isEmpty()) {
            return result;
        }
        Map<String, byte[]> kept = engine.copyFrom(name, PATH + "/" + VALUES)
                .map(TarReader::files)
                .orElseThrow(() -> gone("nothing is kept of them"));
        file.variables().forEach((variable, key) -> {
            byte[] content = kept.get(VALUES + "/" + variable);
            if (content == null) {
                throw missing(key);
            }
            result.put(variable, new String(content, StandardCharsets.UTF_8));
        });
        return result;
    }

    /** The sensitive values of the file's variables and entries, as far as they are here under our mark. */
    SecretValues kept(ComposeFile file) {
        if (file.entries().isEmpty() && file.variables().isEmpty()
                || engine.containers(mark.selector()).stream()
                        .noneMatch(each -> each.name().equals(name))) {
            return SecretValues.none();
        }
        Map<String, byte[]> result = new HashMap<>();
        Map<String, byte[]> texts = file.variables().isEmpty() ? Map.of() : read(VALUES);
        file.variables().forEach((variable, key) -> put(result, key, texts.get(VALUES + "/" + variable)));
        file.entries().forEach((entry, content) -> {
            if (content.sensitive()) {
                Map<String, byte[]> files = read(entry);
                content.files().forEach(part -> {
                    if (part.content().value() instanceof Value.Sensitive sensitive) {
                        put(
                                result,
                                sensitive.key(),
                                files.get(content.directory() ? entry + "/" + part.path() : entry));
                    }
                });
            }
        });
        return new SecretValues(result);
    }

    /** All sensitive values that are here under our mark, of whichever release. Their keys are of no use. */
    SecretValues held() {
        if (engine.containers(mark.selector()).stream()
                .noneMatch(each -> each.name().equals(name))) {
            return SecretValues.none();
        }
        Map<String, byte[]> result = new HashMap<>(read(VALUES));
        there(name).stream()
                .filter(entry -> entry.startsWith(FileEntry.SENSITIVE))
                .forEach(entry -> result.putAll(read(entry)));
        return new SecretValues(result);
    }

    private Map<String, byte[]> read(String path) {
        return engine.copyFrom(name, PATH + "/" + path).map(TarReader::files).orElse(Map.of());
    }

    private static void put(Map<String, byte[]> into, String key, @CheckForNull byte[] content) {
        if (content != null) {
            into.put(key, content);
        }
    }

    /** Empties what none of these files names; a volume that nothing runs in can't be deleted from. */
    int empty(Iterable<ComposeFile> wanted) {
        if (engine.mountpoint(name).isEmpty() || engine.inspect(name).isEmpty()) {
            return 0;
        }
        Set<String> kept = new HashSet<>();
        for (ComposeFile file : wanted) {
            kept.addAll(file.entries().keySet());
            file.variables().keySet().forEach(variable -> kept.add(VALUES + "/" + variable));
        }
        Set<String> left = new TreeSet<>(there(name));
        left.removeAll(kept);
        left.remove(VALUES);
        TarWriter tar = new TarWriter();
        left.forEach(path -> tar.file(path, new byte[0], 0, 0, 0));
        if (tar.files() > 0) {
            engine.copyTo(name, PATH, tar.stream());
        }
        return tar.files();
    }

    /** Entries, and values below their folder, that are there and have not been emptied. */
    private Set<String> there(String door) {
        return engine.copyFrom(door, PATH)
                .map(archive -> TarReader.present(archive, VALUES))
                .orElse(Set.of());
    }

    private String door(Map<String, String> labels) {
        Optional<EngineContainer> found = engine.containers(Labels.FILES + "=true").stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
        if (found.isPresent()) {
            mark.require("Container", name, found.get().labels());
            return found.get().id();
        }
        Map<String, String> marked = new TreeMap<>(labels);
        marked.put(Labels.FILES, "true");
        engine.createVolume(name, marked);
        IdleImage.make(engine);
        return engine.createIdle(name, IdleImage.NAME, marked, name, PATH);
    }

    private TargetException gone(String why) {
        return new TargetException(
                TargetException.Kind.VALUES_MISSING,
                Failure.of(
                        "the files of environment " + mark.environment() + " are not on the engine",
                        why,
                        "deploy it again"));
    }

    private static TargetException missing(String key) {
        return new TargetException(
                TargetException.Kind.VALUES_MISSING,
                Failure.of(
                        "a sensitive value is not on the engine",
                        "nobody gave " + key + " since it was changed",
                        "deploy again, with the secrets"));
    }
}
