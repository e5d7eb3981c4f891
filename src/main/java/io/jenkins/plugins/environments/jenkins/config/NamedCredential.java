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

/** A variable whose value is in credentials. */
public final class NamedCredential extends AbstractDescribableImpl<NamedCredential> {

    private final String name;
    private final String credentialsId;

    @DataBoundConstructor
    public NamedCredential(String name, String credentialsId) {
        this.name = name == null ? "" : name.strip();
        this.credentialsId = credentialsId == null ? "" : credentialsId;
    }

    public String getName() {
        return name;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Descriptor<NamedCredential> {
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
            return CredentialChoices.list(credentialsId, CredentialChoices.VALUES);
        }
    }
}
