package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.stack.Kustomize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs on this machine, in a folder. */
record FolderPrograms(Path folder) implements Kustomize.Runner {

    private static final long MOST_MINUTES = 5;
    private static final int LONGEST = 2 << 20;

    @Override
    public Kustomize.Result run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("environments-", ".err");
        Path output = Files.createTempFile("environments-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
                    return new Kustomize.Result(-1, "", "it did not end within " + MOST_MINUTES + " minutes");
                }
            } finally {
                process.destroyForcibly();
            }
            return new Kustomize.Result(process.exitValue(), text(output), text(errors));
        } finally {
            Files.delete(errors);
            Files.delete(output);
        }
    }

    private static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
        }
    }
}
