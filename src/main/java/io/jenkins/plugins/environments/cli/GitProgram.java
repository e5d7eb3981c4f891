package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.merge.GitCommands;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.OperationFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code git} program of this machine, in a clone on it. */
final class GitProgram implements GitCommands.Git {

    private static final long SECONDS = 60;

    private final Path clone;

    private GitProgram(Path clone) {
        this.clone = clone;
    }

    /** The history of a clone. */
    static GitCommands in(Path clone) {
        return new GitCommands(new GitProgram(clone));
    }

    @Override
    public Optional<String> run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-C", clone.toString()));
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed("it did not end within " + SECONDS + " s");
            }
            return process.exitValue() == 0 ? Optional.of(text.strip()) : Optional.empty();
        } catch (IOException e) {
            throw failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("it was interrupted");
        }
    }

    private OperationFailedException failed(String why) {
        return new OperationFailedException(Failure.of(
                "the history of " + clone + " can't be asked", why, "install git, or say the change with --change"));
    }
}
