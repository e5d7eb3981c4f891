package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.time.Duration;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code rollbackEnv stage: 'prod', reason: '…'}: an earlier release runs again, and the environment is held. */
public final class RollbackEnvStep extends EnvironmentStep {

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    private Integer to;
    private String reason;
    private String timeout;

    @DataBoundConstructor
    public RollbackEnvStep() {
        // Either the id or the stage is set.
    }

    /** The number of a release; null: the newest one that was healthy before what runs now. */
    @CheckForNull
    public Integer getTo() {
        return to;
    }

    @DataBoundSetter
    public void setTo(Integer to) {
        this.to = to;
    }

    @CheckForNull
    public String getReason() {
        return reason;
    }

    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = Util.fixEmptyAndTrim(reason);
    }

    @CheckForNull
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    Duration timeoutOrDefault() {
        return StepTexts.timeout(timeout, TIMEOUT);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new RollbackEnvExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("rollbackEnv");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.RollbackEnvStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return first(arguments.get("id"), arguments.get("stage"));
        }

        @POST
        public FormValidation doCheckTo(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            return value.isBlank() ? FormValidation.ok() : FormValidation.validatePositiveInteger(value);
        }
    }
}
