package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** {@code pinEnv stage: 'staging'}: no rule makes the environment stale until it is unpinned. */
public final class PinEnvStep extends EnvironmentStep {

    private static final long serialVersionUID = 1L;

    private boolean pinned = true;

    @DataBoundConstructor
    public PinEnvStep() {
        // Either the id or the stage is set.
    }

    public boolean isPinned() {
        return pinned;
    }

    @DataBoundSetter
    public void setPinned(boolean pinned) {
        this.pinned = pinned;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new PinEnvExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("pinEnv");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.PinEnvStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return first(arguments.get("id"), arguments.get("stage"));
        }
    }
}
