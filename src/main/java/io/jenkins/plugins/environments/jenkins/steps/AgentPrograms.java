package io.jenkins.plugins.environments.jenkins.steps;

import hudson.FilePath;
import hudson.Launcher;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.stack.Kustomize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs on the agent of the build, in its workspace, with nothing of them in the log. */
record AgentPrograms(Launcher launcher, FilePath workspace) implements Kustomize.Runner {

    private static final long MOST_MINUTES = 5;

    @Override
    public Kustomize.Result run(List<String> command) throws IOException, InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = launcher.launch()
                .cmds(command)
                .pwd(workspace)
                .stdout(output)
                .stderr(errors)
                .quiet(true)
                .start()
                .joinWithTimeout(MOST_MINUTES, TimeUnit.MINUTES, TaskListener.NULL);
        return new Kustomize.Result(
                status, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }
}
