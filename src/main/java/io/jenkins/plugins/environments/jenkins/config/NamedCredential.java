package io.jenkins.plugins.environments.jenkins.config;

import hudson.Extension;
import org.kohsuke.stapler.DataBoundConstructor;

/** A variable whose value is in credentials. */
public final class NamedCredential extends CredentialRow<NamedCredential> {

    private final String name;

    @DataBoundConstructor
    public NamedCredential(String name, String credentialsId) {
        super(credentialsId);
        this.name = name == null ? "" : name.strip();
    }

    public String getName() {
        return name;
    }

    /** Its form. */
    @Extension
    public static final class DescriptorImpl extends Form<NamedCredential> {
        public DescriptorImpl() {
            super(NamedCredential.class, CredentialChoices.VALUES);
        }
    }
}
