package io.jenkins.plugins.environments.target;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.util.Map;

/**
 * What a target is known to run for an environment.
 *
 * @param asOf when this was last known to be true
 * @param connected whether news of the target come in; false: this may be old
 * @param exists whether anything of the environment is there
 * @param services by name; a service that nothing is known of is absent
 */
public record Observation(Instant asOf, boolean connected, boolean exists, Map<String, ServiceStatus> services) {

    public Observation {
        services = Map.copyOf(services);
    }

    /** What a service is doing. */
    public enum State {
        /** Asked for, nothing runs yet. */
        PENDING,
        /** It runs and is not ready yet. */
        STARTING,
        READY,
        /** It ran to its end, as it should. */
        COMPLETED,
        /** It will not become ready by waiting: a wrong image name, a command that is not there, out of tries. */
        FAILED
    }

    /**
     * @param ready replicas that are ready
     * @param desired replicas asked for
     * @param reason a short phrase, e.g. {@code ImagePullBackOff}; null when there is nothing to say
     */
    public record ServiceStatus(State state, int ready, int desired, @CheckForNull String reason) {

        /** Ready, or run to its end. */
        public boolean done() {
            return state == State.READY || state == State.COMPLETED;
        }
    }
}
