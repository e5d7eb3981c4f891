package io.jenkins.plugins.environments.jenkins.steps;

import jenkins.model.CauseOfInterruption;

/** A newer build deploys the same environment, so this one is no longer wanted. */
public final class Superseded extends CauseOfInterruption {

    private static final long serialVersionUID = 1L;

    private final String environment;

    Superseded(String environment) {
        this.environment = environment;
    }

    @Override
    public String getShortDescription() {
        return Messages.Superseded_description(environment);
    }
}
