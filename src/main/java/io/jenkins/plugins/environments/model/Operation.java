package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * One deploy, destroy … from its intent to its end, as the journal knows it.
 *
 * @param id unique, sortable by time, safe as a file name
 * @param wave the wave that is applied or waited for, from 1; 0 outside of waves
 * @param waves how many there are; 0 before that is known
 * @param phaseSince when the phase began
 * @param deadline when it gives up
 * @param release the number of the release that a deploy made; 0 before
 * @param failure why it failed, or what holds it; null: neither
 * @param canceledBy who told it to stop; null: nobody
 */
public record Operation(
        String id,
        EnvironmentId environment,
        Kind kind,
        Phase phase,
        int wave,
        int waves,
        Origin origin,
        Instant requestedAt,
        Instant phaseSince,
        Instant deadline,
        int release,
        @CheckForNull Failure failure,
        @CheckForNull String canceledBy) {

    /** What is to be done. */
    public enum Kind {
        DEPLOY,
        DESTROY,
        /** A release of the stage before is deployed here, and its environment there is taken away. */
        PROMOTE,
        /** An earlier release is brought back, and the environment is held. */
        ROLLBACK,
        /** The newest release is deployed again: what was changed behind our back becomes what it says. */
        REDEPLOY
    }

    /** Where it is; written to the journal before the effect that it announces. */
    public enum Phase {
        /** The intent is on disk; it may wait behind another operation of the environment. */
        REQUESTED(false),
        /** The stack is known; the place and its configuration are being made. */
        RESOLVED(false),
        APPLYING(false),
        WAITING(false),
        /** Every service is ready; what is no longer wanted is being removed, the release is being recorded. */
        READY(false),
        /** End: the release is recorded. */
        RELEASED(true),
        /** It failed or was canceled; what it did is undone as far as asked for. */
        ROLLING_BACK(false),
        /** End: it failed. */
        FAILED(true),
        /** End: it was told to stop, and did. */
        CANCELED(true),
        /** End: a newer one took its place before it began. */
        SUPERSEDED(true),
        BACKING_UP(false),
        DESTROYING(false),
        /** Does not get on; retried. */
        STUCK(false),
        /** End: nothing is left. */
        GONE(true);

        private final boolean end;

        Phase(boolean end) {
            this.end = end;
        }

        /** Whether it stays so. */
        public boolean isEnd() {
            return end;
        }
    }

    /** Whether it ended with what it was asked for. */
    public boolean succeeded() {
        return phase == Phase.RELEASED || phase == Phase.GONE;
    }
}
