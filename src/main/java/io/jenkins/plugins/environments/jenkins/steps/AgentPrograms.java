package io.jenkins.plugins.environments.jenkins.steps;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.stack.Kustomize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs on the agent of the build, in its workspace, with nothing of them in the log. */
record AgentPrograms(Launcher launcher, FilePath workspace, EnvVars variables) implements Kustomize.Runner {

    /** What {@code env} ends with when the program is not there (POSIX). */
    private static final int NOT_THERE = 127;

    private static final long MOST_MINUTES = 5;

    /** Where the build's own PATH finds it, as in {@code sh}: a launcher looks where the agent's process would. */
    private List<String> found(List<String> command) {
        List<String> words = new ArrayList<>(launcher.isUnix() ? List.of("env") : List.of());
        words.addAll(command);
        return words;
    }

    @Override
    public Kustomize.Result run(List<String> command) throws IOException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = launcher.launch()
                .cmds(found(command))
                .envs(variables)
                .pwd(workspace)
                .stdout(output)
                .stderr(errors)
                .quiet(true)
                .start()
                .joinWithTimeout(MOST_MINUTES, TimeUnit.MINUTES, TaskListener.NULL);
        if (status == NOT_THERE) {
            throw new IOException(command.get(0) + " is not there");
        }
        return new Kustomize.Result(
                status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }
}
