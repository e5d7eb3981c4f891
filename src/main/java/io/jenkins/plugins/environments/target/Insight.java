package io.jenkins.plugins.environments.target;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.util.List;

/**
 * What a service wrote and what happened to it, as a person would look it up on the target. The environment's sensitive
 * values are masked in it.
 *
 * @param logs one for each run of each instance, the newest instance first
 * @param events oldest first; empty where the target keeps none
 */
public record Insight(List<Log> logs, List<Event> events) {

    public Insight {
        logs = List.copyOf(logs);
        events = List.copyOf(events);
    }

    /** Of a target that can't tell. */
    public static Insight nothing() {
        return new Insight(List.of(), List.of());
    }

    /**
     * The end of what one run of an instance wrote.
     *
     * @param instance e.g. the pod and its container
     * @param before the run before the present one, which ended
     */
    public record Log(String instance, boolean before, List<String> lines) {
        public Log {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Something that the target says about the service or what belongs to it.
     *
     * @param at when it was last seen; null when the target does not tell
     * @param subject what it happened to, e.g. {@code Pod web-1}
     * @param warning whether the target takes it for trouble
     */
    public record Event(@CheckForNull Instant at, String subject, String reason, String message, boolean warning) {}
}
