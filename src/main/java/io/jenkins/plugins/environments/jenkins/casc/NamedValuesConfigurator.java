package io.jenkins.plugins.environments.jenkins.casc;

import hudson.Extension;
import io.jenkins.plugins.environments.jenkins.config.NamedValues;

/** {@code variables: { NAME: "value" }}. */
@Extension(optional = true)
public final class NamedValuesConfigurator extends MapConfigurator<NamedValues> {
    public NamedValuesConfigurator() {
        super(NamedValues.class, NamedValues::of, NamedValues::toMap);
    }
}
