package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
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

    /** What carries our mark on a target and no record knows. Asks the target, changes nothing. */
    List<ReconcileReport.Orphan> orphans(String target);

    /**
     * Takes up again what no record knows: makes its record anew from its marks on the target. It is FAILED until
     * somebody deploys it, as nobody knows whether it is what it should be. Looks at the target.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when nothing of ours is there under that id
     * @throws io.jenkins.plugins.environments.model.RefusedException when a record knows it
     */
    Environment adopt(String target, EnvironmentId id, Origin origin);

    /**
     * Lets a removal that is stuck take off what holds it: finalizers whose controllers are dead. Goes on by itself when
     * the process dies.
     *
     * @return the removal
     * @throws io.jenkins.plugins.environments.model.RefusedException when it was not confirmed, or is not stuck; nothing
     *     was done
     */
    Operation force(ForceRequest request);

    /** Volumes that stayed when their environment was taken away, by its id. From memory. */
    List<KeptData> kept();

    /**
     * A job, or a folder with jobs in it, has another full name: what it deployed stays its own, with the identities that
     * it has. Telling it again is harmless.
     */
    void renamed(String fromJob, String toJob);

    /** The project that a renamed job's identities are made of; empty when it is its own name, as ever. */
    Optional<String> project(String job);

    /** Something may have happened to a change: looks soon at what is stale. Nothing while nobody reconciles. */
    void lookSoon();

    /** What the last look found and did; empty before the first, or when nobody reconciles. From memory. */
    Optional<ReconcileReport> report();
}
