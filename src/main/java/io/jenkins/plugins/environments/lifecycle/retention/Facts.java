package io.jenkins.plugins.environments.lifecycle.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.time.Instant;

/**
 * All that rules may look at.
 *
 * @param stage as it is configured now; null: it is no longer
 * @param change what is known of the change
 * @param promotedTo the environment to which what runs here was promoted; null: to none
 * @param atWork what the operation at work does; null: none is
 * @param newer how many environments of the same project and stage were deployed later
 * @param touchedAt when somebody last asked for something, or it last became ready
 * @param now the one instant at which all rules look
 */
public record Facts(
        Environment environment,
        @CheckForNull Stage stage,
        ChangeStatus change,
        @CheckForNull String promotedTo,
        @CheckForNull Operation.Kind atWork,
        int newer,
        Instant touchedAt,
        Instant now) {

    /** When it expires: what was promised at its last deploy, or what its stage says since; null: never. */
    @CheckForNull
    public Instant deadline() {
        Instant promised = environment.expiresAt();
        return promised != null ? promised : expiry();
    }

    /** When it expires by what its stage says now, counted from its last deploy; null: never. */
    @CheckForNull
    Instant expiry() {
        Instant deployed = environment.deployedAt();
        Duration after = stage == null ? null : stage.retention().expireAfter();
        return deployed == null || after == null ? null : deployed.plus(after);
    }
}
