package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest;
import org.kohsuke.stapler.verb.POST;

/** {@code promoteEnv from: 'staging', to: 'qa'}: the very images that ran in one stage run in the next. */
public final class PromoteEnvStep extends ChangeStep {

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(20);

    private final String from;
    private final String to;
    private Integer release;
    private LinkedHashMap<String, String> variables;
    private LinkedHashMap<String, String> secrets;
    private boolean destroySource = true;
    private String timeout;

    @DataBoundConstructor
    public PromoteEnvStep(String from, String to) {
        this.from = from == null ? "" : from.strip();
        this.to = to == null ? "" : to.strip();
    }

    public String getFrom() {
        return from;
    }

    public String getTo() {
        return to;
    }

    /** Its number in the source environment; null: the newest healthy one. */
    @CheckForNull
    public Integer getRelease() {
        return release;
    }

    @DataBoundSetter
    public void setRelease(Integer release) {
        this.release = release;
    }

    @CheckForNull
    public Map<String, String> getVariables() {
        return variables;
    }

    @DataBoundSetter
    public void setVariables(Map<String, String> variables) {
        this.variables = StepTexts.copy(variables);
    }

    @CheckForNull
    public Map<String, String> getSecrets() {
        return secrets;
    }

    @DataBoundSetter
    public void setSecrets(Map<String, String> secrets) {
        this.secrets = StepTexts.copy(secrets);
    }

    public boolean isDestroySource() {
        return destroySource;
    }

    @DataBoundSetter
    public void setDestroySource(boolean destroySource) {
        this.destroySource = destroySource;
    }

    @CheckForNull
    public String getTimeout() {
        return timeout;
    }

    @DataBoundSetter
    public void setTimeout(String timeout) {
        this.timeout = Util.fixEmptyAndTrim(timeout);
    }

    Map<String, String> variablesOrEmpty() {
        return Objects.requireNonNullElse(variables, Map.of());
    }

    Map<String, String> secretsOrEmpty() {
        return Objects.requireNonNullElse(secrets, Map.of());
    }

    Duration timeoutOrDefault() {
        return StepTexts.timeout(timeout, TIMEOUT);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new PromoteEnvExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("promoteEnv");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.PromoteEnvStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return arguments.get("from") + " to " + arguments.get("to");
        }

        /** The form gives maps as lines. */
        @Override
        public Step newInstance(@CheckForNull StaplerRequest request, @NonNull JSONObject form) {
            PromoteEnvStep step = new PromoteEnvStep(form.optString("from"), form.optString("to"));
            String number = form.optString("release");
            step.setRelease(BuildSource.number(number));
            step.setVariables(StepTexts.map(form.optString("variables")));
            step.setSecrets(FormRows.map(form.opt("secrets"), "name", "credentialsId"));
            step.setDestroySource(form.optBoolean("destroySource", true));
            step.setTimeout(form.optString("timeout"));
            step.setChange(form.optString("change"));
            step.setProject(form.optString("project"));
            return step;
        }

        /** A map as its form shows it. */
        @CheckForNull
        public String entries(@CheckForNull Map<String, String> map) {
            return StepTexts.lines(map);
        }

        @POST
        public ListBoxModel doFillFromItems(@AncestorInPath Item item) {
            check(item);
            return stages(false);
        }

        @POST
        public ListBoxModel doFillToItems(@AncestorInPath Item item) {
            check(item);
            return stages(false);
        }

        @POST
        public FormValidation doCheckTo(
                @AncestorInPath Item item, @QueryParameter String value, @QueryParameter String from) {
            check(item);
            return !value.isEmpty() && value.equals(from)
                    ? FormValidation.error(Messages.PromoteEnvStep_sameStage())
                    : FormValidation.ok();
        }
    }
}
