package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** A step that is about a change: the build's own, or another where the stage lets builds name it. */
public abstract class ChangeStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String change;
    private String project;

    @CheckForNull
    public final String getChange() {
        return change;
    }

    @DataBoundSetter
    public final void setChange(String change) {
        this.change = Util.fixEmptyAndTrim(change);
    }

    @CheckForNull
    public final String getProject() {
        return project;
    }

    @DataBoundSetter
    public final void setProject(String project) {
        this.project = Util.fixEmptyAndTrim(project);
    }
}
