package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import java.time.Instant;
import java.util.List;

/**
 * What a look for stale environments decided and began.
 *
 * @param brake why nothing was destroyed, and what to do; null: the brake did not hold
 * @param outcomes one for each environment that was looked at, by id
 */
public record Sweep(Instant at, boolean dryRun, @CheckForNull String brake, List<Outcome> outcomes) {

    public Sweep {
        outcomes = List.copyOf(outcomes);
    }

    /** Those that came to this. */
    public List<Outcome> outcomes(Action action) {
        return outcomes.stream().filter(each -> each.action() == action).toList();
    }

    /** What was done about an environment. */
    public enum Action {
        /** It stays. */
        KEPT,
        /** A dry run: it would go. */
        WOULD_GO,
        /** Its removal was begun, or was at work already. */
        DESTROYING,
        /** It is stale and stays for now: the limit was reached, or it changed while it was looked at. */
        LATER,
        /** It is stale, and its removal could not be begun. */
        NOT_BEGUN
    }

    /**
     * @param operation the id of its removal; null when none was begun
     * @param note what there is to say besides the decision; null: nothing
     */
    public record Outcome(
            Decision decision, Action action, @CheckForNull String operation, @CheckForNull String note) {}
}
