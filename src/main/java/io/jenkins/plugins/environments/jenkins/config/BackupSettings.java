package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Stage;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** When a stage's data shall be stored. Nothing stores it yet, which the form and the log of each deploy say. */
public final class BackupSettings extends AbstractDescribableImpl<BackupSettings> {

    private final String every;
    private int keep = 1;

    @DataBoundConstructor
    public BackupSettings(String every) {
        this.every = every == null ? "" : every.strip();
    }

    public String getEvery() {
        return every;
    }

    public int getKeep() {
        return keep;
    }

    @DataBoundSetter
    public void setKeep(int keep) {
        this.keep = Math.max(1, keep);
    }

    /** @throws io.jenkins.plugins.environments.model.InvalidInputException when the interval is no duration */
    Stage.Backup backup(String stage) {
        return new Stage.Backup(Durations.parse(every, Position.of("stage " + stage + ", backup")), keep);
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<BackupSettings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.BackupSettings_displayName();
        }

        @POST
        public FormValidation doCheckEvery(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            FormValidation form = Texts.check(() -> Durations.parse(value, null));
            return form.kind == FormValidation.Kind.OK
                    ? FormValidation.warning(Messages.BackupSettings_noneIsMade())
                    : form;
        }

        @POST
        public FormValidation doCheckKeep(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return FormValidation.validatePositiveInteger(value);
        }
    }
}
