package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether what an environment's record says to run does so on its target.
 *
 * @param problem what is wrong, and what to do; null: nothing is
 */
public record Soundness(State state, @CheckForNull Problem problem) {

    /** What is known. */
    public enum State {
        /** Every service does what it should. */
        SOUND,
        /** A service does not: it fails, or was stopped or removed. */
        UNSOUND,
        /** Nothing of it is on its target. */
        MISSING,
        /** Nobody knows, since the target does not answer. Nothing is gone by that. */
        UNKNOWN
    }

    /** @param awaited the services that should be ready, or have run to their end */
    static Soundness of(Environment environment, Collection<String> awaited, Observation seen) {
        if (!seen.connected()) {
            return unknown(
                    seen.asOf().equals(Instant.EPOCH)
                            ? "target " + environment.target() + " has not answered yet"
                            : "target " + environment.target() + " does not answer, nothing newer is known than of "
                                    + seen.asOf().truncatedTo(ChronoUnit.SECONDS));
        }
        List<String> unsound = awaited.stream()
                .filter(service -> !done(seen.services().get(service)))
                .sorted()
                .toList();
        if (unsound.isEmpty()) {
            return new Soundness(State.SOUND, null);
        }
        if (awaited.stream().noneMatch(seen.services()::containsKey)) {
            return new Soundness(
                    State.MISSING,
                    new Problem(
                            null,
                            "nothing of it runs on target " + environment.target() + " any more",
                            "find out who removed it, or whether the target was installed anew; deploy it again, or"
                                    + " destroy it"));
        }
        return new Soundness(
                State.UNSOUND,
                new Problem(
                        null,
                        unsound.stream()
                                .map(service -> "service " + service + ": "
                                        + words(seen.services().get(service)))
                                .collect(Collectors.joining("; ")),
                        "see its log; what was removed or stopped comes back with the next deploy"));
    }

    /** @param why as a clause without a full stop */
    static Soundness unknown(String why) {
        return new Soundness(
                State.UNKNOWN,
                new Problem(null, why, "see whether it runs and can be reached; until then nothing counts as gone"));
    }

    private static boolean done(@CheckForNull ServiceStatus status) {
        return status != null && status.done();
    }

    private static String words(@CheckForNull ServiceStatus status) {
        if (status == null) {
            return "nothing of it is there";
        }
        String reason = status.reason();
        return status.ready() + " of " + status.desired() + " ready" + (reason == null ? "" : ", " + reason);
    }
}
