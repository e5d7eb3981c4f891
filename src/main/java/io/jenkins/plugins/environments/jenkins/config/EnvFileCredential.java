package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A secret file that holds a whole {@code .env}: an id in the code, a row in the form. */
public final class EnvFileCredential extends AbstractDescribableImpl<EnvFileCredential> {

    private final String credentialsId;

    @DataBoundConstructor
    public EnvFileCredential(String credentialsId) {
        this.credentialsId = credentialsId == null ? "" : credentialsId;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<EnvFileCredential> {
        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }

        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return CredentialChoices.current(credentialsId);
            }
            return CredentialChoices.list(credentialsId, CredentialChoices.FILES);
        }
    }
}
