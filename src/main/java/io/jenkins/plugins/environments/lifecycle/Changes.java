package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/** Records with a few components changed. */
final class Changes {

    private Changes() {}

    /** To another phase, outside of waves. */
    static UnaryOperator<Operation> to(Phase phase, Instant now) {
        return to(phase, 0, now);
    }

    /** To another phase, or the next wave. */
    static UnaryOperator<Operation> to(Phase phase, int wave, Instant now) {
        return o -> new Operation(
                o.id(),
                o.environment(),
                o.kind(),
                phase,
                wave,
                o.waves(),
                o.origin(),
                o.requestedAt(),
                now,
                o.deadline(),
                o.release(),
                o.failure(),
                o.canceledBy());
    }

    static UnaryOperator<Operation> waves(int waves) {
        return o -> new Operation(
                o.id(),
                o.environment(),
                o.kind(),
                o.phase(),
                o.wave(),
                waves,
                o.origin(),
                o.requestedAt(),
                o.phaseSince(),
                o.deadline(),
                o.release(),
                o.failure(),
                o.canceledBy());
    }

    static UnaryOperator<Operation> deadline(Instant deadline) {
        return o -> new Operation(
                o.id(),
                o.environment(),
                o.kind(),
                o.phase(),
                o.wave(),
                o.waves(),
                o.origin(),
                o.requestedAt(),
                o.phaseSince(),
                deadline,
                o.release(),
                o.failure(),
                o.canceledBy());
    }

    static UnaryOperator<Operation> release(int release) {
        return o -> new Operation(
                o.id(),
                o.environment(),
                o.kind(),
                o.phase(),
                o.wave(),
                o.waves(),
                o.origin(),
                o.requestedAt(),
                o.phaseSince(),
                o.deadline(),
                release,
                o.failure(),
                o.canceledBy());
    }

    static UnaryOperator<Operation> failure(@CheckForNull Failure failure) {
        return o -> new Operation(
                o.id(),
                o.environment(),
                o.kind(),
                o.phase(),
                o.wave(),
                o.waves(),
                o.origin(),
                o.requestedAt(),
                o.phaseSince(),
                o.deadline(),
                o.release(),
                failure,
                o.canceledBy());
    }

    static UnaryOperator<Operation> canceledBy(String by) {
        return o -> new Operation(
                o.id(),
                o.environment(),
                o.kind(),
                o.phase(),
                o.wave(),
                o.waves(),
                o.origin(),
                o.requestedAt(),
                o.phaseSince(),
                o.deadline(),
                o.release(),
                o.failure(),
                by);
    }

    static UnaryOperator<Operation> origin(Origin origin) {
        return o -> new Operation(
                o.id(),
                o.environment(),
                o.kind(),
                o.phase(),
                o.wave(),
                o.waves(),
                origin,
                o.requestedAt(),
                o.phaseSince(),
                o.deadline(),
                o.release(),
                o.failure(),
                o.canceledBy());
    }

    /** All of them, in order. */
    @SafeVarargs
    static UnaryOperator<Operation> all(UnaryOperator<Operation>... changes) {
        return o -> {
            Operation next = o;
            for (UnaryOperator<Operation> change : changes) {
                next = change.apply(next);
            }
            return next;
        };
    }

    static EnvironmentChange of(Environment environment) {
        return new EnvironmentChange(environment);
    }

    /** An environment's record in the making. */
    static final class EnvironmentChange {
        private final Environment before;
        private Change change;
        private String target;
        private EnvironmentState state;
        private int release;
        private List<Link> links;

        @CheckForNull
        private Instant deployedAt;

        @CheckForNull
        private Instant expiresAt;

        @CheckForNull
        private String operation;

        @CheckForNull
        private Failure failure;

        private Origin origin;
        private boolean pinned;

        @CheckForNull
        private Environment.Hold hold;

        private EnvironmentChange(Environment before) {
            this.before = before;
            this.change = before.change();
            this.target = before.target();
            this.state = before.state();
            this.release = before.release();
            this.links = before.links();
            this.deployedAt = before.deployedAt();
            this.expiresAt = before.expiresAt();
            this.operation = before.operation();
            this.failure = before.failure();
            this.origin = before.origin();
            this.pinned = before.pinned();
            this.hold = before.hold();
        }

        EnvironmentChange change(Change next) {
            change = next;
            return this;
        }

        EnvironmentChange target(String next) {
            target = next;
            return this;
        }

        EnvironmentChange state(EnvironmentState next) {
            state = next;
            return this;
        }

        EnvironmentChange release(int next) {
            release = next;
            return this;
        }

        EnvironmentChange links(List<Link> next) {
            links = next;
            return this;
        }

        EnvironmentChange deployed(@CheckForNull Instant at, @CheckForNull Instant expires) {
            deployedAt = at;
            expiresAt = expires;
            return this;
        }

        EnvironmentChange operation(@CheckForNull String next) {
            operation = next;
            return this;
        }

        EnvironmentChange failure(@CheckForNull Failure next) {
            failure = next;
            return this;
        }

        EnvironmentChange origin(Origin next) {
            origin = next;
            return this;
        }

        EnvironmentChange pinned(boolean next) {
            pinned = next;
            return this;
        }

        EnvironmentChange hold(@CheckForNull Environment.Hold next) {
            hold = next;
            return this;
        }

        Environment done() {
            return new Environment(
                    before.id(),
                    before.stage(),
                    change,
                    target,
                    before.lifetime(),
                    state,
                    release,
                    links,
                    before.createdAt(),
                    deployedAt,
                    expiresAt,
                    pinned,
                    hold,
                    operation,
                    failure,
                    origin);
        }
    }
}
