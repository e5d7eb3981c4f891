package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Target.Subscription;
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

    /** Calls the listener on any thread after an environment's record changed. Must not block. */
    Subscription watch(Consumer<Environment> listener);

    /** What takes away what nobody uses any more. */
    Upkeep upkeep();

    /** Stops working; operations that have not ended go on when the store is opened again. */
    @Override
    void close();
}
