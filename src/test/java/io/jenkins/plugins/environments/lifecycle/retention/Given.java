package io.jenkins.plugins.environments.lifecycle.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Facts in the making: an environment of pull request 42, deployed an hour ago, ready, kept by no rule and stale by none. */
final class Given {

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    Lifetime lifetime = Lifetime.PER_CHANGE;
    EnvironmentState state = EnvironmentState.READY;
    Change change = Change.request("shop", 42);

    @CheckForNull
    Instant deployedAt = NOW.minus(Duration.ofHours(1));

    @CheckForNull
    Instant expiresAt;

    boolean pinned;

    @CheckForNull
    Environment.Hold hold;

    boolean configured = true;
    boolean isProtected;

    @CheckForNull
    Duration expireAfter;

    int keepNewest;
    ChangeStatus status = ChangeStatus.UNKNOWN;

    @CheckForNull
    String promotedTo;

    @CheckForNull
    Operation.Kind atWork;

    int newer;
    Instant touchedAt = NOW.minus(Duration.ofHours(1));

    Facts facts() {
        return new Facts(environment(), configured ? stage() : null, status, promotedTo, atWork, newer, touchedAt, NOW);
    }

    private Environment environment() {
        return new Environment(
                new EnvironmentId("shop-staging-pr-42"),
                "staging",
                change,
                "cluster",
                lifetime,
                state,
                1,
                List.of(),
                NOW.minus(Duration.ofDays(30)),
                deployedAt,
                expiresAt,
                pinned,
                hold,
                atWork == null ? null : "op-1",
                null,
                new Origin("alice", "shop/PR-42", 7, null));
    }

    private Stage stage() {
        return Stage.of("staging", "cluster")
                .branch("STAGING")
                .lifetime(lifetime)
                .retention(new Stage.Retention(expireAfter, keepNewest))
                .isProtected(isProtected)
                .build();
    }
}
