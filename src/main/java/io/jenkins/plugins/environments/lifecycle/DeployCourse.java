package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.StoreException;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A deploy: the place and its configuration, then wave by wave until every service is ready, then the release. What goes
 * wrong on the way leads to {@link Undoing}.
 */
final class DeployCourse extends Course {

    /** Why a deploy failed that lost its secret values on the way. */
    static final String VALUES_LOST = "the controller stopped before the secret values had reached the target";

    /** So long a deploy that was interrupted may look around before its deadline counts: the target's news come first. */
    private static final Duration SECOND_WIND = Duration.ofMinutes(1);

    private final Connections connections;
    private final Work.Deploy work;
    private final SecretValues secrets;
    private final Rollout rollout;
    private final Undoing undoing;
    private final Releasing releasing;
    private final Passing passing;
    private final Backoff retries;
    private final Backoff looks;
    private final Instant lateFrom;

    @CheckForNull
    private Failure lastTrouble;

    DeployCourse(
            Lane lane,
            OperationRecord record,
            SecretValues secrets,
            Machinery machinery,
            Connections connections,
            Sources sources) {
        super(lane, record.operation().id(), machinery);
        this.connections = connections;
        if (!(record.work() instanceof Work.Deploy deploy)) {
            throw new IllegalArgumentException(record.operation().id() + " is no deploy that can go on");
        }
        this.work = deploy;
        this.secrets = secrets;
        LifecycleSettings settings = machinery.settings();
        this.rollout = new Rollout(work.desired(), settings.failureGrace());
        this.undoing = new Undoing(this, work, connections);
        this.releasing = new Releasing(lane, machinery, work);
        this.passing = new Passing(this, work, connections, sources);
        this.retries = retries(settings.longestRetry());
        this.looks = looks();
        Duration wind = work.timeout().compareTo(SECOND_WIND) < 0 ? work.timeout() : SECOND_WIND;
        this.lateFrom = record.operation().phase() == Phase.REQUESTED ? Instant.MIN : now().plus(wind);
    }

    Backoff looks() {
        LifecycleSettings settings = machinery().settings();
        return new Backoff(
                settings.firstLook(), settings.longestLook(), 1.5, machinery().random());
    }

    @Override
    Next step(OperationRecord record) {
        Operation now = record.operation();
        if (now.phase() == Phase.REQUESTED) {
            return begin(now);
        }
        if (now.phase() == Phase.ROLLING_BACK) {
            return undoing.step(now);
        }
        if (releasing.isRecorded(now)) {
            passing.leaveSource(now);
            releasing.end(now);
            return Next.DONE;
        }
        if (now.canceledBy() != null) {
            return undoing.begin(null);
        }
        try {
            return forward(now);
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            return troubled(now, Trouble.of(e));
        }
    }

    private Next begin(Operation now) {
        Next held = passing.held(now);
        if (held != null) {
            return held;
        }
        passing.hold();
        lane().enter(
                        id(),
                        Changes.all(
                                Changes.to(Phase.RESOLVED, now()),
                                Changes.waves(rollout.waves()),
                                Changes.deadline(now().plus(work.timeout()))));
        return Next.AGAIN;
    }

    private Next forward(Operation now) {
        Target target = connections.target(lane().environment().target());
        return switch (now.phase()) {
            case RESOLVED -> prepare(target);
            case APPLYING -> apply(target, now);
            case WAITING -> await(target, now);
            case READY -> release(target, now);
            default -> throw new IllegalStateException("a deploy is never " + now.phase());
        };
    }

    private Next prepare(Target target) {
        releasing.announce();
        if (isLate()) {
            return undoing.begin(late("its configuration had not reached the target"));
        }
        tellRepairs(target.prepare(work.desired(), passing.values(secrets)));
        return advance(rollout.waves() == 0 ? Phase.READY : Phase.APPLYING, rollout.waves() == 0 ? 0 : 1);
    }

    private Next apply(Target target, Operation now) {
        if (isLate()) {
            return undoing.begin(late("wave " + now.wave() + " of " + now.waves() + " had not been applied"));
        }
        applyWave(target, now.wave());
        return advance(Phase.WAITING, now.wave());
    }

    private void applyWave(Target target, int wave) {
        Applied applied = rollout.apply(target, wave);
        lane().tell(id(), new OperationEvent.WaveApplied(wave, applied));
        tellRepairs(applied);
    }

    private void tellRepairs(Applied applied) {
        List<Applied.Change> repairs = Repairs.of(lane(), work.desired()).in(applied);
        if (!repairs.isEmpty()) {
            lane().tell(id(), new OperationEvent.Repaired(repairs));
        }
    }

    private Next await(Target target, Operation now) {
        if (!rollout.hasApplied(now.wave())) {
            // After a restart: what the target gave as marks was in the memory of the process before.
            applyWave(target, now.wave());
        }
        Rollout.Look look = rollout.look(target, now.wave(), now());
        lane().observed(id(), look.statuses());
        if (look.unready() == null) {
            boolean last = now.wave() == now.waves();
            return advance(last ? Phase.READY : Phase.APPLYING, last ? 0 : now.wave() + 1);
        }
        if (look.failed() != null) {
            return undoing.begin(new Diagnosis(target, work.desired()).of(look.failed(), look.statuses()));
        }
        if (isLate()) {
            Failure why = new Diagnosis(target, work.desired()).of(look.unready(), look.statuses());
            return undoing.begin(Diagnosis.late(why, work.timeout()));
        }
        return new Next.Wait(
                untilDeadline(rollout.doubts() ? machinery().settings().failureGrace() : looks.pause()));
    }

    private Next release(Target target, Operation now) {
        if (isLate()) {
            return undoing.begin(late("what an earlier deploy left had not been removed"));
        }
        if (now.release() == 0) {
            releasing.number(now);
            return Next.AGAIN;
        }
        target.prune(work.desired(), releasing.kept());
        releasing.record(now, target.runningImages(work.desired().id()), target.links(work.desired()));
        return Next.AGAIN;
    }

    private Next advance(Phase phase, int wave) {
        retries.reset();
        looks.reset();
        lastTrouble = null;
        return enter(phase, wave);
    }

    private Next troubled(Operation now, Trouble trouble) {
        if (trouble.valuesMissing()) {
            boolean another = now.phase() != Phase.RESOLVED && (!secrets.keys().isEmpty() || passing.hasSource());
            return another ? enter(Phase.RESOLVED, 0) : undoing.begin(valuesLost(trouble.failure()));
        }
        if (!trouble.passing()) {
            return undoing.begin(trouble.failure());
        }
        lastTrouble = trouble.failure();
        if (isLate()) {
            return undoing.begin(
                    late(trouble.failure().what() + ": " + trouble.failure().why()));
        }
        lane().tell(
                        id(),
                        new OperationEvent.Retrying(
                                trouble.failure().what(), trouble.failure().why()));
        return new Next.Pause(untilDeadline(retries.pause()));
    }

    private Failure valuesLost(Failure cause) {
        if (!secrets.keys().isEmpty() || !passing.mayHaveLostValues()) {
            return cause;
        }
        return new Failure(
                "the deploy could not go on",
                work.desired().id().value(),
                VALUES_LOST,
                "run the build again",
                List.of(cause.toString()));
    }

    private Failure late(String why) {
        Failure trouble = lastTrouble;
        return new Failure(
                "the deploy did not end within " + Diagnosis.words(work.timeout()),
                work.desired().id().value(),
                trouble == null ? why : trouble.why(),
                "look at the target's health, or give it more time with \"timeout\"",
                trouble == null ? List.of() : List.of(trouble.toString()));
    }

    boolean isLate() {
        Instant deadline = lane().operation(id()).operation().deadline();
        return !now().isBefore(deadline) && !now().isBefore(lateFrom);
    }

    /** The pause, or less if the deadline comes first. */
    Duration untilDeadline(Duration pause) {
        Instant deadline = lane().operation(id()).operation().deadline();
        Instant end = deadline.isBefore(lateFrom) ? lateFrom : deadline;
        Duration left = Duration.between(now(), end);
        return left.isNegative() || left.compareTo(pause) > 0 ? pause : left;
    }
}
