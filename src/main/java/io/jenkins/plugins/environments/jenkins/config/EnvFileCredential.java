package io.jenkins.plugins.environments.jenkins.config;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** A secret file that holds a whole {@code .env}: an id in the code, a row in the form. */
public final class EnvFileCredential extends CredentialRow<EnvFileCredential> {

    @DataBoundConstructor
    public EnvFileCredential(String credentialsId) {
        super(credentialsId);
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Form<EnvFileCredential> {
        public DescriptorImpl() {
            super(EnvFileCredential.class, CredentialChoices.FILES);
        }
    }
}
