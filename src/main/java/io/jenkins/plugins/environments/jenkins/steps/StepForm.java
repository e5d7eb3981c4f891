package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.ItemSecret;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.stack.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the forms of the steps share: what they need of a Pipeline, the stages to choose from, durations. */
public abstract class StepForm extends StepDescriptor {

    private final String function;

    StepForm(String function) {
        this.function = function;
    }

    @Override
    public final String getFunctionName() {
        return function;
    }

    @Override
    public final Set<? extends Class<?>> getRequiredContext() {
        return Set.of(Run.class, TaskListener.class);
    }

    /** Null: nothing tells one call from another. */
    @CheckForNull
    static String first(Object... arguments) {
        return Stream.of(arguments)
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(null);
    }

    /** Whoever writes the Pipeline of an item, or everybody's, may see what steps can be given. */
    static void check(@CheckForNull Item item) {
        if (item == null) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        } else {
            item.checkPermission(Item.EXTENDED_READ);
        }
    }

    /** Images as their form shows them. */
    public final List<ImageRow> imageRows(@CheckForNull Map<String, String> images) {
        return FormRows.rows(images, ImageRow::new);
    }

    /** Secrets as their form shows them. */
    public final List<ItemSecret> secretRows(@CheckForNull Map<String, String> secrets) {
        return FormRows.rows(secrets, ItemSecret::new);
    }

    public final Descriptor<?> getImageForm() {
        return Jenkins.get().getDescriptorOrDie(ImageRow.class);
    }

    public final Descriptor<?> getSecretForm() {
        return Jenkins.get().getDescriptorOrDie(ItemSecret.class);
    }

    /** The stages, with an empty choice where none has to be named. */
    @POST
    public final ListBoxModel doFillStageItems(@AncestorInPath Item item) {
        check(item);
        return stages(!needsStage());
    }

    /** Whether the step can't do without a stage. */
    boolean needsStage() {
        return false;
    }

    static ListBoxModel stages(boolean withEmpty) {
        ListBoxModel list = new ListBoxModel();
        if (withEmpty) {
            list.add("");
        }
        EnvironmentsConfiguration.get().getStages().forEach(stage -> list.add(stage.getName()));
        return list;
    }

    @POST
    public final FormValidation doCheckTimeout(@AncestorInPath Item item, @QueryParameter String value) {
        check(item);
        return duration(value, "timeout");
    }

    @POST
    public final FormValidation doCheckChange(@AncestorInPath Item item, @QueryParameter String value) {
        check(item);
        return problems(value.isBlank() ? List.of() : Parameters.change(value.strip()));
    }

    /** @param field the parameter's name, as an error of the step itself has it */
    static FormValidation duration(@NonNull String value, String field) {
        try {
            if (!value.isBlank()) {
                Durations.parse(value.strip(), Position.of(field));
            }
            return FormValidation.ok();
        } catch (InvalidInputException e) {
            return problems(e.problems());
        }
    }

    /** The words that the build's log would have. */
    static FormValidation problems(List<Problem> problems) {
        return problems.isEmpty()
                ? FormValidation.ok()
                : FormValidation.error(new InvalidInputException(problems).getMessage());
    }
}
