package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** {@code destroyEnv stage: 'staging'}: takes the environment of the build's change away, or the one of an id. */
public final class DestroyEnvStep extends EnvironmentStep {

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private String data;
    private String timeout;

    @DataBoundConstructor
    public DestroyEnvStep() {
        // Either the id or the stage is set.
    }

    @CheckForNull
    public String getData() {
        return data;
    }

    @DataBoundSetter
    public void setData(String data) {
        this.data = Util.fixEmptyAndTrim(data);
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

    /** Null: as the stage has it. */
    @CheckForNull
    DataPolicy dataOrDefault() {
        try {
            return data == null ? null : DataPolicy.valueOf(data.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(new Problem(
                    Position.of("data"), "\"" + data + "\" is neither keep nor delete", "use one of these"));
        }
    }

    @Override
    public StepExecution start(StepContext context) {
        return new DestroyEnvExecution(this, context);
    }

    /** Its form in the Snippet Generator. */
    @Extension
    public static final class DescriptorImpl extends StepForm {

        public DescriptorImpl() {
            super("destroyEnv");
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DestroyEnvStep_displayName();
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            return first(arguments.get("id"), arguments.get("stage"));
        }

        @POST
        public ListBoxModel doFillDataItems(@AncestorInPath Item item) {
            check(item);
            ListBoxModel list = new ListBoxModel();
            list.add(Messages.Data_default(), "");
            list.add(Messages.Data_keep(), "keep");
            list.add(Messages.Data_delete(), "delete");
            return list;
        }
    }
}
