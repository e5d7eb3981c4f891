package io.jenkins.plugins.environments.target.docker.compose;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs on this machine. */
public final class LocalPrograms implements Programs {

    private static final String PREFIX = "environments-";
    /** Enough for the progress of a large stack; of more, the end is kept. */
    private static final int LONGEST_OUTPUT = 1 << 20;

    private final Path temporary;

    @CheckForNull
    private final Path project;

    /** @param project the project's folder; null: nothing can run in it */
    public LocalPrograms(@CheckForNull Path project) {
        this(Path.of(System.getProperty("java.io.tmpdir")), project);
    }

    LocalPrograms(Path temporary, @CheckForNull Path project) {
        this.temporary = temporary;
        this.project = project;
    }

    @Override
    public Result run(Command command) throws IOException, InterruptedException {
        sweep();
        Path folder = Files.createTempDirectory(
                temporary,
                PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            for (Map.Entry<String, String> file : command.privateFiles().entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            return run(command, folder);
        } finally {
            delete(folder);
        }
    }

    private Result run(Command command, Path folder) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command.arguments())
                .directory((command.inProject() ? projectFolder() : folder).toFile())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(LocalPrograms::disturbs);
        builder.environment().putAll(command.environment());
        if (!command.privateFiles().isEmpty()) {
            builder.environment().put(command.folderVariable(), folder.toString());
        }
        Process process = builder.start();
        try {
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            try (OutputStream input = process.getOutputStream()) {
                input.write(command.input().getBytes(StandardCharsets.UTF_8));
            } catch (IOException unread) {
                // It reads no further, and has ended or is about to: what it wrote says why.
            }
            if (!process.waitFor(command.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(
                        "it did not end within " + command.timeout().toSeconds() + " s");
            }
            return new Result(process.exitValue(), output.get());
        } catch (ExecutionException e) {
            throw new IOException("its output can't be read", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }

    private Path projectFolder() throws IOException {
        if (project == null) {
            throw new IOException("the project's files are not here any more");
        }
        return project;
    }

    private static boolean disturbs(String variable) {
        return variable.startsWith("COMPOSE_") || variable.startsWith("DOCKER_") && !variable.equals("DOCKER_CONFIG");
    }

    private static String read(InputStream stream) {
        StringBuilder text = new StringBuilder();
        char[] buffer = new char[8192];
        // A reader, as a character's bytes may come in two parts.
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            int length = reader.read(buffer);
            while (length >= 0) {
                text.append(buffer, 0, length);
                if (text.length() > LONGEST_OUTPUT) {
                    text.delete(0, text.length() - LONGEST_OUTPUT / 2);
                }
                length = reader.read(buffer);
            }
        } catch (IOException e) {
            text.append("\n(its output broke off: ").append(e.getMessage()).append(')');
        }
        return text.toString();
    }

    /** Private files of a process that crashed go as soon as another one works here. */
    private void sweep() throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (isOrphaned(folder)) {
                    delete(folder);
                }
            }
        }
    }

    private static boolean isOrphaned(Path folder) {
        String[] parts = String.valueOf(folder.getFileName()).split("-");
        try {
            return parts.length == 3
                    && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty()
                    && Files.isDirectory(folder)
                    && Files.getOwner(folder).equals(Files.getOwner(Path.of(System.getProperty("user.home"))));
        } catch (NumberFormatException | IOException e) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }
}
