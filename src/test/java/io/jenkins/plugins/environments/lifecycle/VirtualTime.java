package io.jenkins.plugins.environments.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Time that passes only when the test says so, on one thread. Of what may run now, chance picks: that stands for the
 * threads of the real thing.
 */
final class VirtualTime extends Clock {

    private final RandomGenerator random;
    private final PriorityQueue<Event> later =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private final List<Event> ready = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private long number;

    VirtualTime(RandomGenerator random) {
        this.random = random;
    }

    /** What belongs to one process, and dies with it. */
    final class Process implements Executor, Timer {
        private boolean dead;

        @Override
        public void execute(Runnable work) {
            ready.add(new Event(now, number++, this, work));
        }

        @Override
        public Alarm after(Duration delay, Runnable call) {
            Event event = new Event(now.plus(delay), number++, this, call);
            later.add(event);
            return () -> later.remove(event);
        }

        @Override
        public void close() {
            dead = true;
            ready.removeIf(event -> event.process() == this);
            later.removeIf(event -> event.process() == this);
        }

        boolean isDead() {
            return dead;
        }
    }

    private record Event(Instant at, long number, Process process, Runnable work) {}

    /** Something of the world, that no process takes with it. */
    void later(Duration delay, Runnable call) {
        later.add(new Event(now.plus(delay), number++, null, call));
    }

    /** Does one thing; false when there is nothing to do any more. */
    boolean step() {
        while (!later.isEmpty() && !later.peek().at().isAfter(now)) {
            ready.add(later.poll());
        }
        if (ready.isEmpty()) {
            Event next = later.poll();
            if (next == null) {
                return false;
            }
            now = next.at();
            next.work().run();
            return true;
        }
        ready.remove(random.nextInt(ready.size())).work().run();
        return true;
    }

    /** Does all that happens in that time. */
    void pass(Duration time) {
        Instant end = now.plus(time);
        while (!ready.isEmpty() || !later.isEmpty() && !later.peek().at().isAfter(end)) {
            step();
        }
        now = now.isAfter(end) ? now : end;
    }

    /** A call takes so long; nobody else gets on meanwhile. */
    void waste(Duration time) {
        now = now.plus(time);
    }

    /** As a real clock, it has gone on a little with each look: no two looks are the same instant. */
    @Override
    public Instant instant() {
        now = now.plusNanos(1);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
