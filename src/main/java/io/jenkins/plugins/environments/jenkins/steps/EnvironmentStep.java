package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that is about one environment: the one of a change in a stage, or the one of an id. */
public abstract class EnvironmentStep extends ChangeStep {

    private static final long serialVersionUID = 1L;

    private String id;
    private String stage;

    @CheckForNull
    public final String getId() {
        return id;
    }

    @DataBoundSetter
    public final void setId(String id) {
        this.id = Util.fixEmptyAndTrim(id);
    }

    @CheckForNull
    public final String getStage() {
        return stage;
    }

    @DataBoundSetter
    public final void setStage(String stage) {
        this.stage = Util.fixEmptyAndTrim(stage);
    }
}
