package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import io.jenkins.plugins.environments.model.ByteSizes;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import java.math.BigDecimal;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What one environment, or the stage, may use. What is empty has no limit. */
public final class QuotaSettings extends AbstractDescribableImpl<QuotaSettings> {

    private String cpu;
    private String memory;
    private Integer environments;

    @DataBoundConstructor
    public QuotaSettings() {
        // Every limit is optional.
    }

    @CheckForNull
    public String getCpu() {
        return cpu;
    }

    @DataBoundSetter
    public void setCpu(String cpu) {
        this.cpu = Util.fixEmptyAndTrim(cpu);
    }

    @CheckForNull
    public String getMemory() {
        return memory;
    }

    @DataBoundSetter
    public void setMemory(String memory) {
        this.memory = Util.fixEmptyAndTrim(memory);
    }

    @CheckForNull
    public Integer getEnvironments() {
        return environments;
    }

    @DataBoundSetter
    public void setEnvironments(Integer environments) {
        this.environments = environments;
    }

    /** @throws InvalidInputException when a text is no amount */
    Stage.Quota quota(String stage) {
        Position where = Position.of("stage " + stage + ", quota");
        return new Stage.Quota(
                cpu == null ? null : cores(cpu, where),
                memory == null ? null : Long.valueOf(ByteSizes.parse(memory, where)),
                environments);
    }

    private static BigDecimal cores(String text, Position where) {
        try {
            BigDecimal cores = new BigDecimal(text);
            if (cores.signum() > 0) {
                return cores;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InvalidInputException(
                new Problem(where, "\"" + text + "\" is no number of cores", "write it like 8 or 0.5"));
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<QuotaSettings> {
        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.QuotaSettings_displayName();
        }

        @POST
        public FormValidation doCheckCpu(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String text = Util.fixEmptyAndTrim(value);
            return text == null ? FormValidation.ok() : Texts.check(() -> cores(text, null));
        }

        @POST
        public FormValidation doCheckMemory(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            String text = Util.fixEmptyAndTrim(value);
            return text == null ? FormValidation.ok() : Texts.check(() -> ByteSizes.parse(text, null));
        }

        @POST
        public FormValidation doCheckEnvironments(@QueryParameter String value) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return Util.fixEmptyAndTrim(value) == null
                    ? FormValidation.ok()
                    : FormValidation.validatePositiveInteger(value);
        }
    }
}
