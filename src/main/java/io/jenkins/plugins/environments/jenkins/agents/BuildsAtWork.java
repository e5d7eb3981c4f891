package io.jenkins.plugins.environments.jenkins.agents;

import hudson.ExtensionPoint;
import java.util.Optional;

/** Knows for which build something works on an environment. */
public interface BuildsAtWork extends ExtensionPoint {

    /** The build that waits for the operation at work, as people call it; empty when none does. */
    Optional<String> of(String environment);
}
