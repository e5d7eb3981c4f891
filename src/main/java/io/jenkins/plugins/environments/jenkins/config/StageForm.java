package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Descriptor;
import hudson.util.ComboBoxModel;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The form of a stage: what can be chosen, and what is wrong with what was typed. */
@Extension
public final class StageForm extends Descriptor<StageSettings> {

    public StageForm() {
        super(StageSettings.class);
    }

    @NonNull
    @Override
    public String getDisplayName() {
        return Messages.StageSettings_displayName();
    }

    @POST
    public FormValidation doCheckName(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Texts.checkLabel(value, Messages.Texts_name());
    }

    @POST
    public ComboBoxModel doFillTargetItems() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ComboBoxModel model = new ComboBoxModel();
        EnvironmentsConfiguration.get().getTargets().forEach(target -> model.add(target.getId()));
        return model;
    }

    @POST
    public FormValidation doCheckTarget(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        FormValidation form = Texts.checkLabel(value, Messages.Texts_target());
        if (form.kind != FormValidation.Kind.OK) {
            return form;
        }
        boolean known = EnvironmentsConfiguration.get().getTargets().stream()
                .anyMatch(target -> target.getId().equals(value));
        return known ? FormValidation.ok() : FormValidation.warning(Messages.StageSettings_noTarget(value));
    }

    @POST
    public ListBoxModel doFillLifetimeItems() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ListBoxModel list = new ListBoxModel();
        list.add(Messages.Lifetime_perChange(), Lifetime.PER_CHANGE.name());
        list.add(Messages.Lifetime_standing(), Lifetime.STANDING.name());
        return list;
    }

    @POST
    public ListBoxModel doFillWhileHeldItems() {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        ListBoxModel list = new ListBoxModel();
        list.add(Messages.HoldRule_refuse(), Stage.HoldRule.REFUSE.name());
        list.add(Messages.HoldRule_wait(), Stage.HoldRule.WAIT.name());
        return list;
    }

    @POST
    public FormValidation doCheckExpireAfter(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return duration(value);
    }

    @POST
    public FormValidation doCheckSoak(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return duration(value);
    }

    private static FormValidation duration(String value) {
        String text = Util.fixEmptyAndTrim(value);
        return text == null ? FormValidation.ok() : Texts.check(() -> Durations.parse(text, null));
    }

    @POST
    public FormValidation doCheckKeepNewest(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Util.fixEmptyAndTrim(value) == null
                ? FormValidation.ok()
                : FormValidation.validateNonNegativeInteger(value);
    }

    @POST
    public FormValidation doCheckDomain(@QueryParameter String value) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        return Texts.checkOptionalName(value);
    }

    /** Shows the host names that the pattern gives. */
    @POST
    public FormValidation doCheckLinkPattern(
            @QueryParameter String value, @QueryParameter String domain, @QueryParameter String name) {
        Jenkins.get().checkPermission(Jenkins.ADMINISTER);
        String pattern = Util.fixEmptyAndTrim(value) == null ? Stage.LinkRules.DEFAULT_PATTERN : value.strip();
        String stage = Util.fixEmptyAndTrim(name) == null ? "stage" : name.strip();
        String host = pattern.replace("{service}", "web")
                .replace("{change}", "pr-42")
                .replace("{stage}", stage)
                .replace("{project}", "project")
                .replace("{domain}", Util.fixEmptyAndTrim(domain) == null ? stage + ".localhost" : domain.strip());
        if (!Texts.isName(host)) {
            return FormValidation.error(Messages.StageSettings_noHost(host));
        }
        return FormValidation.ok(Messages.StageSettings_host(host));
    }
}
