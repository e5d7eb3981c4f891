package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code destroyStaleEnvs()}: takes away all environments of the build's project that no rule keeps. */
public final class DestroyStaleEnvsStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private String stage;
    private boolean dryRun;
    private int limit;
    private boolean mostAreMeant;
    private String timeout;

    @DataBoundConstructor
    public DestroyStaleEnvsStep() {
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

    public boolean isDryRun() {
        return dryRun;
    }

    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    public int getLimit() {
        return limit;
    }

    @DataBoundSetter
    public void setLimit(int limit) {
        this.limit = Math.max(0, limit);
    }

    public boolean isMostAreMeant() {
        return mostAreMeant;
    }

    @DataBoundSetter
    public void setMostAreMeant(boolean mostAreMeant) {
        this.mostAreMeant = mostAreMeant;
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
        return new DestroyStaleEnvsExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("destroyStaleEnvs");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DestroyStaleEnvsStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return first(arguments.get("stage"));
        }

        @POST
        public FormValidation doCheckLimit(@AncestorInPath Item item, @QueryParameter String value) {
            check(item);
            return value.isBlank() ? FormValidation.ok() : FormValidation.validateNonNegativeInteger(value);
        }
    }
}
