package io.jenkins.plugins.environments.jenkins.casc;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.casc.Attribute;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.Configurator;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.casc.model.Scalar;
import io.jenkins.plugins.environments.jenkins.config.EnvFileCredential;
import java.util.Set;

/** {@code envFileCredentialsIds: ["stage-env"]}. */
@Extension(optional = true)
public final class EnvFileCredentialConfigurator implements Configurator<EnvFileCredential> {

    @Override
    public Class<EnvFileCredential> getTarget() {
        return EnvFileCredential.class;
    }

    @NonNull
    @Override
    public Set<Attribute<EnvFileCredential, ?>> describe() {
        return Set.of();
    }

    @NonNull
    @Override
    public EnvFileCredential configure(CNode config, ConfigurationContext context) throws ConfiguratorException {
        return new EnvFileCredential(
                context.getSecretSourceResolver().resolve(config.asScalar().getValue()));
    }

    @Override
    public EnvFileCredential check(CNode config, ConfigurationContext context) throws ConfiguratorException {
        return configure(config, context);
    }

    @CheckForNull
    @Override
    public CNode describe(EnvFileCredential instance, ConfigurationContext context) {
        return instance == null ? null : new Scalar(instance.getCredentialsId());
    }
}
