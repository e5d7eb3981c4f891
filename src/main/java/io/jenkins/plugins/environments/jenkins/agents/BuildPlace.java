package io.jenkins.plugins.environments.jenkins.agents;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Computer;
import hudson.slaves.WorkspaceList;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Where a step runs: the agent and the workspace of its build, with the launcher and the variables that wrap the step. */
public final class BuildPlace implements Place {

    private final StepContext context;
    private final String agent;
    private final String folder;

    private BuildPlace(StepContext context, String agent, String folder) {
        this.context = context;
        this.agent = agent;
        this.folder = folder;
    }

    /**
     * The place of a step.
     *
     * @param agent the name of its agent, empty for the controller's own node; null: the step runs on none
     * @param folder the project's folder in the workspace, with forward slashes; empty: the workspace itself
     */
    public static Optional<BuildPlace> of(StepContext context, @CheckForNull String agent, String folder) {
        return agent == null ? Optional.empty() : Optional.of(new BuildPlace(context, agent, folder));
    }

    /** The name of the agent that a step runs on; null: it runs on none. */
    @CheckForNull
    public static String agent(StepContext context) throws IOException, InterruptedException {
        FilePath workspace = context.get(FilePath.class);
        Computer computer = workspace == null ? null : workspace.toComputer();
        return computer == null ? null : computer.getName();
    }

    /** The name of the agent. */
    String agent() {
        return agent;
    }

    @Override
    public String title() {
        return AgentPlace.title(agent);
    }

    @Override
    public Spot now() throws IOException, InterruptedException {
        FilePath workspace = context.get(FilePath.class);
        Launcher launcher = workspace == null ? null : context.get(Launcher.class);
        if (workspace == null || launcher == null) {
            throw new IOException(title() + " is not connected");
        }
        EnvVars variables = context.get(EnvVars.class);
        FilePath temporary = WorkspaceList.tempDir(workspace);
        return new Spot(
                launcher,
                variables == null ? new EnvVars() : variables,
                folder.isEmpty() ? workspace : workspace.child(folder),
                temporary == null ? workspace : temporary);
    }
}
