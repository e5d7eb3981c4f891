package io.jenkins.plugins.environments.lifecycle.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Environment;
import java.time.Instant;

/**
 * What the rules say of an environment.
 *
 * @param rule the rule that decided; {@link RetentionTable#NO_RULE} when none applies
 * @param sentence why, as a clause without a full stop
 * @param deadline when it expires if nothing else happens; null: never
 */
public record Decision(
        Environment environment, Verdict verdict, String rule, String sentence, @CheckForNull Instant deadline) {

    /** {@code shop-staging-pr-42: keep, pull request #42 is open}. */
    @Override
    public String toString() {
        return environment.id() + ": " + (verdict.goes() ? "destroy" : "keep") + ", " + sentence;
    }
}
