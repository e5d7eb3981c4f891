package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.StoreException;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Teardown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A removal: asks for everything to go until nothing is left, however long that takes. */
final class DestroyCourse extends Course {

    /** News of each vanished object would lead to a call each: this is the shortest time between two. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final Connections connections;
    private final String owner;
    private final Backoff retries;
    private List<Teardown.Remaining> remaining = List.of();
    private Instant calledAt = Instant.MIN;

    DestroyCourse(Lane lane, OperationRecord record, Machinery machinery, Connections connections) {
        super(lane, record.operation().id(), machinery);
        this.connections = connections;
        this.owner = lane.record().owner();
        this.retries = retries(machinery.settings().longestDestroyRetry());
    }

    /** The settled record of an environment of which nothing is left. */
    static Environment gone(Environment environment, @CheckForNull Failure failure) {
        return Changes.of(environment)
                .state(EnvironmentState.GONE)
                .release(0)
                .links(List.of())
                .deployed(environment.deployedAt(), null)
                .pinned(false)
                .hold(null)
                .failure(failure)
                .done();
    }

    /** What holds it. */
    static Failure held(Teardown teardown) {
        return new Failure(
                "the environment does not go away",
                null,
                teardown.remaining().size() + " objects are still there",
                "look at what holds them; it is tried again until they are gone, or until somebody who may forces it",
                teardown.remaining().stream().map(DestroyCourse::describe).toList());
    }

    private static String describe(Teardown.Remaining left) {
        return left.kind() + " " + left.name()
                + (left.finalizers().isEmpty() ? "" : ", held by " + String.join(", ", left.finalizers()))
                + (left.reason() == null ? "" : ": " + left.reason());
    }

    @Override
    Next step(OperationRecord record) {
        Operation now = record.operation();
        Work.Destroy work = (Work.Destroy) record.work();
        if (now.phase() == Phase.REQUESTED) {
            lane().enter(
                            id(),
                            Changes.all(
                                    Changes.to(Phase.DESTROYING, now()), Changes.deadline(now().plus(work.timeout()))));
            return Next.AGAIN;
        }
        // Asked once: a clock that goes on between two looks would make a pause out of none, for ever.
        Instant at = now();
        Instant earliest = calledAt.equals(Instant.MIN) ? at : calledAt.plus(SHORTEST);
        if (at.isBefore(earliest)) {
            return new Next.Pause(Duration.between(at, earliest));
        }
        calledAt = at;
        try {
            return went(now, ask(work, lane().environment()));
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            if (e instanceof TargetException target && target.kind() == TargetException.Kind.NOT_OURS) {
                return leftAlone(target.failure());
            }
            Trouble trouble = Trouble.of(e);
            lane().tell(
                            id(),
                            new OperationEvent.Retrying(
                                    trouble.failure().what(), trouble.failure().why()));
            return held(now, trouble.failure(), !trouble.passing());
        }
    }

    private Teardown ask(Work.Destroy work, Environment environment) {
        Target target = connections.target(environment.target());
        return work.forcedBy() == null
                ? target.destroy(environment.id(), owner, work.data())
                : target.force(environment.id(), owner, work.data());
    }

    /** Somebody else has its place now. Nothing of ours is left there that we may touch, so the removal is at its end. */
    private Next leftAlone(Failure theirs) {
        Failure word = Failure.of(
                "what is there now was left alone: " + theirs.what(), theirs.why(), "let its owner decide about it");
        lane().tell(id(), new OperationEvent.Warned(new Problem(null, word.what() + ": " + word.why(), word.remedy())));
        lane().end(
                        id(),
                        record -> record.with(environment -> gone(environment, word)),
                        Changes.all(Changes.to(Phase.GONE, now()), Changes.failure(null)));
        return Next.DONE;
    }

    private Next went(Operation now, Teardown teardown) {
        if (teardown.gone()) {
            lane().end(
                            id(),
                            record -> new EnvironmentRecord(
                                    gone(record.environment(), null),
                                    record.lastRelease(),
                                    teardown.kept(),
                                    record.owner()),
                            Changes.all(Changes.to(Phase.GONE, now()), Changes.failure(null)));
            return Next.DONE;
        }
        if (!teardown.remaining().equals(remaining)) {
            remaining = teardown.remaining();
            retries.reset();
        }
        return held(now, held(teardown), false);
    }

    private Next held(Operation now, Failure failure, boolean hopeless) {
        boolean stuck = now.phase() == Phase.STUCK;
        if (stuck ? !failure.equals(now.failure()) : hopeless || !now().isBefore(now.deadline())) {
            lane().enter(
                            id(),
                            Changes.all(
                                    Changes.to(Phase.STUCK, stuck ? now.phaseSince() : now()),
                                    Changes.failure(failure)));
        }
        return new Next.Wait(retries.pause());
    }
}
