package io.jenkins.plugins.environments.jenkins.casc;

import hudson.Extension;
import io.jenkins.plugins.environments.jenkins.config.NamedCredentials;

/** {@code secrets: { NAME: "credentialsId" }}. */
@Extension(optional = true)
public final class NamedCredentialsConfigurator extends MapConfigurator<NamedCredentials> {
    public NamedCredentialsConfigurator() {
        super(NamedCredentials.class, NamedCredentials::of, NamedCredentials::toMap);
    }
}
