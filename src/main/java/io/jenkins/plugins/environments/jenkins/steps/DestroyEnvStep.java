package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** {@code destroyEnv stage: 'staging'}: takes the environment of the build's change away, or the one of an id. */
public final class DestroyEnvStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private String id;
    private String stage;
    private String change;
    private String project;
    private String data;
    private String timeout;

    @DataBoundConstructor
    public DestroyEnvStep() {
        // Either the id or the stage is set.
    }

    @CheckForNull
    public String getId() {
        return id;
    }

    @DataBoundSetter
    public void setId(String id) {
        this.id = Util.fixEmptyAndTrim(id);
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
    public String getChange() {
        return change;
    }

    @DataBoundSetter
    public void setChange(String change) {
        this.change = Util.fixEmptyAndTrim(change);
    }

    @CheckForNull
    public String getProject() {
        return project;
    }

    @DataBoundSetter
    public void setProject(String project) {
        this.project = Util.fixEmptyAndTrim(project);
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
        return timeout == null ? TIMEOUT : Durations.parse(timeout, Position.of("timeout"));
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
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "destroyEnv";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.DestroyEnvStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> arguments) {
            Object what = arguments.getOrDefault("id", arguments.get("stage"));
            return what == null ? null : what.toString();
        }

        @POST
        public ListBoxModel doFillStageItems(@AncestorInPath Item item) {
            StageChoices.check(item);
            ListBoxModel list = StageChoices.list();
            list.add(0, new ListBoxModel.Option("", ""));
            return list;
        }

        @POST
        public ListBoxModel doFillDataItems(@AncestorInPath Item item) {
            StageChoices.check(item);
            ListBoxModel list = new ListBoxModel();
            list.add(Messages.Data_default(), "");
            list.add(Messages.Data_keep(), "keep");
            list.add(Messages.Data_delete(), "delete");
            return list;
        }

        @POST
        public FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            StageChoices.check(item);
            return StageChoices.checkDuration(value);
        }
    }
}
