package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

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
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "listEnvs";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ListEnvsStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @POST
        public ListBoxModel doFillStageItems(@AncestorInPath Item item) {
            StageChoices.check(item);
            ListBoxModel list = StageChoices.list();
            list.add(0, new ListBoxModel.Option("", ""));
            return list;
        }
    }
}
