package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** The marks that people set on an environment, whatever its operations do: holds, pins, later deadlines. */
record Marks(Lane lane) {

    Environment hold(String reason, String by, Instant now) {
        return mark(environment -> Changes.of(environment)
                .hold(new Environment.Hold(reason, by, now))
                .done());
    }

    Environment lift() {
        // Also of one that is gone: a hold that came before its first deploy began may outlive that.
        lane.update(record ->
                record.with(environment -> Changes.of(environment).hold(null).done()));
        Environment now = lane.environment();
        // A deploy may have waited for this.
        lane.wake();
        return now;
    }

    Environment pin(boolean pinned) {
        if (!pinned) {
            lane.update(record -> record.with(
                    environment -> Changes.of(environment).pinned(false).done()));
            return lane.environment();
        }
        return mark(environment -> Changes.of(environment).pinned(true).done());
    }

    Environment extend(Instant expiresAt) {
        return mark(environment -> {
            Instant before = environment.expiresAt();
            if (before == null) {
                throw new InvalidInputException(new Problem(
                        null,
                        "environment " + environment.id()
                                + " never becomes stale by time, so there is nothing to extend",
                        "nothing is needed"));
            }
            if (!expiresAt.isAfter(before)) {
                throw new InvalidInputException(new Problem(
                        null,
                        "environment " + environment.id() + " is kept until " + before + " already",
                        "name a later time, or destroy it when it is not needed"));
            }
            return Changes.of(environment)
                    .deployed(environment.deployedAt(), expiresAt)
                    .done();
        });
    }

    private Environment mark(UnaryOperator<Environment> change) {
        lane.update(record -> {
            if (record.environment().state() == EnvironmentState.GONE
                    && lane.open().isEmpty()) {
                throw new InvalidInputException(new Problem(
                        null, "environment " + record.environment().id() + " is gone", "see the list of environments"));
            }
            return record.with(change);
        });
        return lane.environment();
    }
}
