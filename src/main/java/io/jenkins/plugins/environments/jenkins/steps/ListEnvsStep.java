package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import java.io.Serializable;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code listEnvs()}: the environments of the build's project, as a list of maps. */
public final class ListEnvsStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String stage;
    private String project;

    @DataBoundConstructor
    public ListEnvsStep() {
        // Everything narrows, nothing is needed.
    }

    @CheckForNull
    public String getStage() {
        return stage;
    }

    @DataBoundSetter
    public void setStage(String stage) {
        this.stage = Util.fixEmptyAndTrim(stage);
    }

    @CheckForNull
    public String getProject() {
        return project;
    }

    @DataBoundSetter
    public void setProject(String project) {
        this.project = Util.fixEmptyAndTrim(project);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ListEnvsExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("listEnvs");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ListEnvsStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return first(arguments.get("stage"));
        }
    }
}
