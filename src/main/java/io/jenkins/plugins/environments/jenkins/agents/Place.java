package io.jenkins.plugins.environments.jenkins.agents;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import java.io.IOException;

/**
 * A place on an agent where programs can run. It outlives connections: every call looks for the agent anew, and says so
 * when it is not there.
 */
public interface Place {

    /** What people call it, e.g. {@code agent linux-1}. */
    String title();

    /**
     * The place as it is now.
     *
     * @throws IOException when its agent is not connected; the message says which
     */
    Spot now() throws IOException, InterruptedException;

    /**
     * @param launcher starts programs there
     * @param variables added to those that the agent has
     * @param project the project's folder; null: there is none
     * @param temporary a folder for private files; made when needed
     */
    record Spot(Launcher launcher, EnvVars variables, @CheckForNull FilePath project, FilePath temporary) {}
}
