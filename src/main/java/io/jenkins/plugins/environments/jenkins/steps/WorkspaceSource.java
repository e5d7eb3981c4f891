package io.jenkins.plugins.environments.jenkins.steps;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.MasterToSlaveFileCallable;

/** The folder of the build that the step runs in, on whatever agent it is. One request for each round of files. */
record WorkspaceSource(FilePath workspace) implements ProjectSource {

    @Override
    public String title() {
        return "the workspace";
    }

    @Override
    public Map<String, byte[]> fetch(Set<String> paths) throws IOException, InterruptedException {
        return workspace.act(new Fetch(new ArrayList<>(paths)));
    }

    private static final class Fetch extends MasterToSlaveFileCallable<Map<String, byte[]>> {
        private static final long serialVersionUID = 1L;

        private final ArrayList<String> paths;

        Fetch(ArrayList<String> paths) {
            this.paths = paths;
        }

        @Override
        public Map<String, byte[]> invoke(File folder, VirtualChannel channel) throws IOException {
            Path root = folder.toPath();
            Map<String, byte[]> found = new LinkedHashMap<>();
            for (String path : paths) {
                Path file = root.resolve(path);
                if (Files.isRegularFile(file)) {
                    found.put(path, read(file));
                } else if (Files.isDirectory(file)) {
                    for (Path below : below(file)) {
                        found.put(root.relativize(below).toString().replace('\\', '/'), read(below));
                    }
                }
                if (found.size() > MOST_FILES) {
                    throw ProjectSource.tooMuch(path);
                }
            }
            return found;
        }

        private static List<Path> below(Path folder) throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                return files.filter(Files::isRegularFile).limit(MOST_FILES + 1L).toList();
            }
        }

        private static byte[] read(Path file) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(LARGEST);
            }
        }
    }
}
