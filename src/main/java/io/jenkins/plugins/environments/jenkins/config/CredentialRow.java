package io.jenkins.plugins.environments.jenkins.config;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A row of a form that names credentials. */
public abstract class CredentialRow<T extends CredentialRow<T>> extends AbstractDescribableImpl<T> {

    private final String credentialsId;

    CredentialRow(String credentialsId) {
        this.credentialsId = credentialsId == null ? "" : credentialsId;
    }

    public final String getCredentialsId() {
        return credentialsId;
    }

    /** Its form: the credentials to choose from. */
    public abstract static class Form<T extends CredentialRow<T>> extends Descriptor<T> {

        private final CredentialsMatcher kinds;

        Form(Class<T> row, CredentialsMatcher kinds) {
            super(row);
            this.kinds = kinds;
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return "";
        }

        @POST
        public final ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                return CredentialChoices.current(credentialsId);
            }
            return CredentialChoices.list(credentialsId, kinds);
        }
    }
}
