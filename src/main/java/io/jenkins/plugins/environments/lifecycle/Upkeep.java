package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the house in order: what nobody uses goes, what no record knows is found. Safe for use by many threads.
 */
public interface Upkeep {

    /**
     * What the rules say now of each environment that the query covers, by id; changes nothing. Calls {@link
     * StaleQuery#changes} on the caller's thread.
     */
    List<Decision> decisions(StaleQuery query);

    /**
     * Begins to take away all that the rules do not keep, oldest first, and returns with what was begun; follow the
     * operations to hear how they end. Asking again is harmless.
     *
     * @throws io.jenkins.plugins.environments.model.RefusedException when more than half, and more than {@value
     *     Brake#FEW}, of a stage would go at once and the request does not say that this is meant; nothing was done. A
     *     dry run only says so.
     */
    Sweep destroyStale(DestroyStaleRequest request);

    /**
     * From now on looks again and again: destroys what is stale, by the same rules, and looks at the targets for what no
     * record knows. A later call takes the place of an earlier one. No thread is held between the looks.
     *
     * @return an end to it; it also ends with the lifecycle
     */
    Subscription reconcile(Surroundings surroundings);

    /** Something may have happened to a change: looks soon at what is stale. Nothing while nobody reconciles. */
    void lookSoon();

    /** What the last look found and did; empty before the first, or when nobody reconciles. From memory. */
    Optional<ReconcileReport> report();
}
