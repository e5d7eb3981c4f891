package io.jenkins.plugins.environments.lifecycle.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * What is known of the change that an environment runs, from its source-code server or from the job that deploys it.
 *
 * @param words what more is known, e.g. {@code into QA, by alice}; null: nothing
 * @param since since when it is so; null when that is not known
 */
public record ChangeStatus(State state, @CheckForNull String words, @CheckForNull Instant since) {

    /** Nobody could tell. An environment whose change is unknown is kept, unless a rule about its age says otherwise. */
    public static final ChangeStatus UNKNOWN = of(State.UNKNOWN);

    /** Where a change is. */
    public enum State {
        /** Its request is open, or its branch is there. */
        OPEN,
        /** Its request was merged, or ended without a word on how. */
        MERGED,
        /** Its request was closed and not merged. */
        CLOSED,
        /** Its branch was deleted. */
        BRANCH_GONE,
        /** The job that deployed it was deleted. */
        JOB_GONE,
        /** Nothing is known: the server can't be reached, or nobody was asked. */
        UNKNOWN
    }

    /** That state, and nothing more. */
    public static ChangeStatus of(State state) {
        return new ChangeStatus(state, null, null);
    }

    /** That state since then. */
    public static ChangeStatus since(State state, Instant since) {
        return new ChangeStatus(state, null, since);
    }

    /** Whether nobody works on the change any more. */
    public boolean hasEnded() {
        return state != State.OPEN && state != State.UNKNOWN;
    }
}
