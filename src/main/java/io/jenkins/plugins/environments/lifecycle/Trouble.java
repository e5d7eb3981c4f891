package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.OperationFailedException;
import io.jenkins.plugins.environments.model.TargetException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a failed call means for the operation that made it.
 *
 * @param passing the same call may work in a moment
 * @param valuesMissing it needed secret values that are not there
 */
record Trouble(boolean passing, boolean valuesMissing, Failure failure) {

    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    static Trouble of(RuntimeException e) {
        if (e instanceof TargetException target) {
            return new Trouble(
                    target.kind() == TargetException.Kind.TRANSIENT,
                    target.kind() == TargetException.Kind.VALUES_MISSING,
                    target.failure());
        }
        if (e instanceof OperationFailedException failed) {
            return new Trouble(false, false, failed.failure());
        }
        if (e instanceof EnvironmentException) {
            return new Trouble(
                    false,
                    false,
                    Failure.of(
                            "the target can't do this",
                            String.valueOf(e.getMessage()),
                            "correct it and run the build again"));
        }
        // Not a part of the contract. Its message may hold anything, so only its kind is shown to users.
        LOG.error("A target failed in a way that its contract does not know", e);
        return new Trouble(
                false,
                false,
                Failure.of(
                        "the target failed in a way that was not foreseen",
                        e.getClass().getName(),
                        "look into the controller's log, and report it"));
    }
}
