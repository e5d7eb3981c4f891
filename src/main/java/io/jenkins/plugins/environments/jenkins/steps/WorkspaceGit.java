package io.jenkins.plugins.environments.jenkins.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.lifecycle.merge.GitCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code git} program where the build runs, in its workspace. */
record WorkspaceGit(FilePath workspace, Launcher launcher) implements GitCommands.Git {

    private static final long SECONDS = 60;

    /**
     * {@inheritDoc}
     *
     * <p>Empty also where there is no such program: what a clone would tell is unknown then, and the search says so.
     */
    @Override
    public Optional<String> run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(arguments);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            int status = launcher.launch()
                    .cmds(command)
                    .pwd(workspace)
                    .quiet(true)
                    .stdout(printed)
                    .stderr(OutputStream.nullOutputStream())
                    .start()
                    .joinWithTimeout(SECONDS, TimeUnit.SECONDS, TaskListener.NULL);
            return status == 0
                    ? Optional.of(printed.toString(StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new Interrupted(e);
        }
    }

    /** Jenkins goes down; the step goes on when it is back. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted(InterruptedException cause) {
            super(cause);
        }
    }
}
