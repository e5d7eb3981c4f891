package io.jenkins.plugins.environments.jenkins.agents;

import hudson.EnvVars;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.TaskListener;
import java.io.IOException;
import jenkins.model.Jenkins;

/** An agent outside of any build: it has no project, and takes no executor. */
record AgentPlace(String agent) implements Place {

    private static final String FOLDER = "environments@tmp";

    static String title(String agent) {
        return agent.isEmpty() ? "Jenkins' own node" : "agent " + agent;
    }

    @Override
    public String title() {
        return title(agent);
    }

    /** Whether it can be used now; one that must not run builds runs nothing else, either. */
    boolean isThere() {
        Computer computer = Jenkins.get().getComputer(agent);
        return computer != null && computer.isOnline() && computer.countExecutors() > 0;
    }

    @Override
    public Spot now() throws IOException {
        Computer computer = Jenkins.get().getComputer(agent);
        Node node = computer == null ? null : computer.getNode();
        FilePath root = node == null ? null : node.getRootPath();
        if (root == null || !isThere()) {
            throw new IOException(title() + " is not connected");
        }
        return new Spot(node.createLauncher(TaskListener.NULL), new EnvVars(), null, root.child(FOLDER));
    }
}
