package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The life of environments: the one door to everything that changes them. All methods return at once, or after one
 * synced write; the work goes on in the background and survives the process. Safe for use by many threads.
 */
public interface EnvironmentLifecycle extends AutoCloseable {

    /** The identity that a change has in a stage. */
    static EnvironmentId idOf(Change change, Stage stage) {
        return EnvironmentId.of(
                change.project(),
                stage.name(),
                stage.lifetime() == io.jenkins.plugins.environments.model.Lifetime.STANDING ? null : change.key());
    }

    /**
     * Whether a deploy failed only because the process stopped after the intent was on disk and before the secret values
     * had reached the target: who still can give the values may ask for the same deploy again.
     */
    static boolean lostSecretValues(Operation operation) {
        Failure failure = operation.failure();
        return failure != null && DeployCourse.VALUES_LOST.equals(failure.why());
    }

    /**
     * Puts the intent to deploy on disk and begins, or queues it behind the operation at work. A newer deploy takes the
     * place of an older one that still waits.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when the target can't run the stack; nothing
     *     was done
     * @throws io.jenkins.plugins.environments.model.RefusedException when a rule says no; nothing was done
     */
    Operation deploy(DeployRequest request);

    /**
     * Puts the intent to destroy on disk and begins. A deploy at work is canceled first. Answers the operation that is
     * at it already where there is one.
     */
    Operation destroy(DestroyRequest request);

    /**
     * Puts the intent to promote on disk and begins, or queues it. The release is deployed to the next stage with that
     * stage's values and the very images that ran; where it was is taken away after it became ready, by an operation of
     * its own among {@link #operations} of the source environment. If it fails, both environments stay as they were.
     *
     * @return the operation, of the environment in the stage that is promoted to
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when the stack can't be what the stage's values
     *     say, or the target can't run it; nothing was done
     * @throws io.jenkins.plugins.environments.model.RefusedException when a rule says no (no healthy release, a stage
     *     skipped, not soaked, older than what runs, held, protected …); nothing was done
     */
    Operation promote(PromoteRequest request);

    /**
     * Puts the intent to roll back on disk and begins, or queues it. Nothing but the target is needed: files, images and
     * configuration, secrets among it, are those of the release. The outcome is a release of its own, and the
     * environment is held from the begin.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when there is no such environment or release
     * @throws io.jenkins.plugins.environments.model.RefusedException when there is nothing to go back to, or what it was
     *     would be in another environment's way; nothing was done
     */
    Operation rollback(RollbackRequest request);

    /**
     * Puts the intent to deploy the newest release again on disk and begins: what was changed behind our back becomes what
     * the release says. Nothing but the target is needed, and nothing is held or let go by it. The outcome is a release of
     * its own.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when there is no such environment
     * @throws io.jenkins.plugins.environments.model.RefusedException when there is no release, or something is at work;
     *     nothing was done
     */
    Operation redeploy(EnvironmentId id, Duration timeout, Origin origin);

    /**
     * Deploys and promotions no longer replace what runs. One that is held already is held for the new reason.
     *
     * @return the environment as it is now
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when there is no such environment
     */
    Environment hold(EnvironmentId id, String reason, String by);

    /** Ends a hold; what waited for that goes on. As {@link #hold}. */
    Environment lift(EnvironmentId id, String by);

    /** No rule makes the environment stale. As {@link #hold}. */
    Environment pin(EnvironmentId id, String by);

    /** Rules may make it stale again. As {@link #hold}. */
    Environment unpin(EnvironmentId id, String by);

    /**
     * Moves the time at which it becomes stale.
     *
     * @param expiresAt later than the one before
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when there is no such environment, it has no
     *     such time, or that would be earlier
     */
    Environment extend(EnvironmentId id, Instant expiresAt, String by);

    /** Tells an operation to stop. It ends as soon as it can and says how; one that has ended stays as it is. */
    void cancel(String operationId, String by);

    /** The operation of that id, running or ended; empty when none is known. */
    Optional<Operation> operation(String operationId);

    /**
     * Tells the listener where the operation is now, then all that happens to it, until its end. Called on threads of
     * the lifecycle, one call at a time per subscription; must not block.
     */
    Subscription follow(String operationId, Consumer<OperationEvent> listener);

    /** The environment of that id; also one that is gone, as long as its record is kept. */
    Optional<Environment> environment(EnvironmentId id);

    /** All environments that are not gone, by id. From memory. */
    List<Environment> environments();

    /** The releases of an environment, newest first. From memory. */
    List<Release> releases(EnvironmentId id);

    /** The operations of an environment, newest first: those at work and the last ones that ended. From memory. */
    List<Operation> operations(EnvironmentId id);

    /**
     * What the services of an environment are doing. From memory; a target that was not used yet begins to listen.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when there is no such environment, or its target
     *     is not configured
     */
    Observation observe(EnvironmentId id);

    /**
     * Whether an environment that is ready by its record is so on its target, as far as that is known now. From memory, as
     * {@link #observe}. Empty when there is nothing to tell by: it is not known, not ready, or something is at work.
     */
    Optional<Soundness> soundness(EnvironmentId id);

    /**
     * What a service wrote last and what happened to it, sensitive values masked. Asks the target, and so may take as long
     * as a few requests: not for the drawing of a page.
     *
     * @param lines how many at most of each log
     * @throws io.jenkins.plugins.environments.model.InvalidInputException as {@link #observe}
     * @throws io.jenkins.plugins.environments.model.TargetException what the target says, or why nothing is shown
     */
    Insight insight(EnvironmentId id, String service, int lines);

    /** Calls the listener on any thread after an environment's record changed. Must not block. */
    Subscription watch(Consumer<Environment> listener);

    /** What takes away what nobody uses any more. */
    Upkeep upkeep();

    /** Stops working; operations that have not ended go on when the store is opened again. */
    @Override
    void close();
}
