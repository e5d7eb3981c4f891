package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.StoreException;
import io.jenkins.plugins.environments.model.Operation.Phase;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An operation at work: takes one short step at a time when it is woken, and holds no thread between them. What it knows
 * besides the journal is only what makes it faster; a new course of the same operation goes on from its phase.
 */
abstract class Course {

    private static final Logger LOG = LoggerFactory.getLogger(Course.class);

    private final Lane lane;
    private final String id;
    private final Machinery machinery;
    private final Turns turns;
    private final Backoff diskRetries;
    private Timer.Alarm alarm = () -> {};
    private Instant notBefore = Instant.MIN;
    private volatile boolean hurried;

    Course(Lane lane, String id, Machinery machinery) {
        this.lane = lane;
        this.id = id;
        this.machinery = machinery;
        this.turns = new Turns(machinery.workers(), this::turn);
        this.diskRetries = retries(machinery.settings().longestRetry());
    }

    /** One step. Called by one thread at a time; may call the target; must not wait. */
    abstract Next step(OperationRecord now);

    final String id() {
        return id;
    }

    final Lane lane() {
        return lane;
    }

    final Machinery machinery() {
        return machinery;
    }

    final Instant now() {
        return machinery.clock().instant();
    }

    final Backoff retries(Duration longest) {
        return new Backoff(machinery.settings().firstRetry(), longest, 2, machinery.random());
    }

    /** There is news: takes a step, unless it pauses. */
    final void wake() {
        turns.wake();
    }

    /** Takes a step also when it pauses. */
    final void hurry() {
        hurried = true;
        turns.wake();
    }

    final void stop() {
        turns.stop();
    }

    private void turn() {
        alarm.cancel();
        // Asked once: a clock that goes on between two looks would make a pause out of none, for ever.
        Instant now = now();
        if (now.isBefore(notBefore) && !hurried) {
            alarm = machinery.timer().after(Duration.between(now, notBefore), turns::wake);
            return;
        }
        hurried = false;
        notBefore = Instant.MIN;
        arrange(next());
    }

    private Next next() {
        try {
            OperationRecord record = lane.operation(id);
            Next next = record.ended() ? Next.DONE : step(record);
            diskRetries.reset();
            return next;
        } catch (StoreException e) {
            // No effect without its record: the same step again when the disk is well.
            LOG.error("Operation {} waits for the disk", id, e);
            return new Next.Pause(diskRetries.pause());
        }
    }

    private void arrange(Next next) {
        if (next instanceof Next.Again) {
            turns.wake();
        } else if (next instanceof Next.Wait wait) {
            alarm = machinery.timer().after(wait.longest(), turns::wake);
        } else if (next instanceof Next.Pause pause) {
            notBefore = now().plus(pause.time());
            alarm = machinery.timer().after(pause.time(), turns::wake);
        }
    }

    /** Writes a transition. */
    final Next enter(Phase phase, int wave) {
        lane.enter(id, Changes.to(phase, wave, now()));
        return Next.AGAIN;
    }
}
