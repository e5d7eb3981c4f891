package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code extendEnv by: '3d', stage: 'staging'}: lets an environment live longer. */
public final class ExtendEnvStep extends EnvironmentStep {

    private static final long serialVersionUID = 1L;

    private final String by;

    @DataBoundConstructor
    public ExtendEnvStep(String by) {
        this.by = by == null ? "" : by.strip();
    }

    public String getBy() {
        return by;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ExtendEnvExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("extendEnv");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.ExtendEnvStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return first(arguments.get("id"), arguments.get("stage"), arguments.get("by"));
        }

        @POST
        public FormValidation doCheckBy(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            return value.isBlank() ? FormValidation.error(Messages.ExtendEnvStep_noDuration()) : duration(value, "by");
        }
    }
}
