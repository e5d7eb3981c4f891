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
import java.util.function.Consumer;
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
        return change(o -> {
            o.phase = phase;
            o.wave = wave;
            o.phaseSince = now;
        });
    }

    static UnaryOperator<Operation> waves(int waves) {
        return change(o -> o.waves = waves);
    }

    static UnaryOperator<Operation> deadline(Instant deadline) {
        return change(o -> o.deadline = deadline);
    }

    static UnaryOperator<Operation> release(int release) {
        return change(o -> o.release = release);
    }

    static UnaryOperator<Operation> failure(@CheckForNull Failure failure) {
        return change(o -> o.failure = failure);
    }

    static UnaryOperator<Operation> canceledBy(String by) {
        return change(o -> o.canceledBy = by);
    }

    static UnaryOperator<Operation> origin(Origin origin) {
        return change(o -> o.origin = origin);
    }

    private static UnaryOperator<Operation> change(Consumer<OperationChange> change) {
        return before -> {
            OperationChange next = new OperationChange(before);
            change.accept(next);
            return next.done();
        };
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

    /** An operation's record in the making: what it is of stays, how far it is changes. */
    private static final class OperationChange {
        private final Operation before;
        private Phase phase;
        private int wave;
        private int waves;
        private Origin origin;
        private Instant phaseSince;
        private Instant deadline;
        private int release;

        @CheckForNull
        private Failure failure;

        @CheckForNull
        private String canceledBy;

        private OperationChange(Operation before) {
            this.before = before;
            this.phase = before.phase();
            this.wave = before.wave();
            this.waves = before.waves();
            this.origin = before.origin();
            this.phaseSince = before.phaseSince();
            this.deadline = before.deadline();
            this.release = before.release();
            this.failure = before.failure();
            this.canceledBy = before.canceledBy();
        }

        private Operation done() {
            return new Operation(
                    before.id(),
                    before.environment(),
                    before.kind(),
                    phase,
                    wave,
                    waves,
                    origin,
                    before.requestedAt(),
                    phaseSince,
                    deadline,
                    release,
                    failure,
                    canceledBy);
        }
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
