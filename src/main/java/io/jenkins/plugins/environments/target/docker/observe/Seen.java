package io.jenkins.plugins.environments.target.docker.observe;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;

/**
 * A container and what it is doing.
 *
 * @param reason a short phrase; null when there is nothing to say
 */
public record Seen(EngineContainer container, State state, @CheckForNull String reason) {

    public boolean done() {
        return state == State.READY || state == State.COMPLETED;
    }
}
