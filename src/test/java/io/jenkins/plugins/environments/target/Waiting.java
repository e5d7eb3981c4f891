package io.jenkins.plugins.environments.target;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.stack.Waves;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Waits for a target as the lifecycle does: looks when a hint comes, and now and then without one. */
public final class Waiting implements AutoCloseable {

    private final Target target;
    private final Semaphore hints = new Semaphore(0);
    private final Subscription subscription;

    public Waiting(Target target) {
        this.target = target;
        this.subscription = target.watch(id -> hints.release());
    }

    /** Applies all waves, each when the one before it is ready. */
    public Applied deploy(Desired desired, io.jenkins.plugins.environments.model.stack.SecretValues values) {
        target.prepare(desired, values);
        Applied all = Applied.NOTHING;
        for (Set<String> wave : Waves.of(desired.stack())) {
            all = all.and(target.apply(desired, wave));
            untilDone(desired.id(), all, wave);
        }
        return all;
    }

    /** Until every service is ready or has run to its end. */
    public Observation untilDone(EnvironmentId id, Applied applied, Set<String> services) {
        return until(id, applied, Duration.ofSeconds(90), seen -> services.stream()
                .allMatch(name -> seen.services().containsKey(name)
                        && seen.services().get(name).done()));
    }

    /** Until the service is in this state. */
    public Observation.ServiceStatus until(
            EnvironmentId id, Applied applied, String service, Observation.State state, Duration most) {
        return until(
                        id,
                        applied,
                        most,
                        seen -> seen.services().containsKey(service)
                                && seen.services().get(service).state() == state)
                .services()
                .get(service);
    }

    public Observation until(EnvironmentId id, Applied applied, Duration most, Predicate<Observation> enough) {
        Instant end = Instant.now().plus(most);
        while (true) {
            Observation seen = target.observe(id, applied);
            if (seen.connected() && enough.test(seen)) {
                return seen;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + most + ": " + seen);
            }
            pause(500);
        }
    }

    /** Until this is so, whatever it is. */
    public void until(Duration most, String what, BooleanSupplier so) {
        Instant end = Instant.now().plus(most);
        while (!so.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + most + ": " + what);
            }
            pause(200);
        }
    }

    /** Until nothing is left. */
    public Teardown gone(EnvironmentId id, String owner, DataPolicy data) {
        Instant end = Instant.now().plusSeconds(90);
        Teardown teardown = target.destroy(id, owner, data);
        while (!teardown.gone()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("still there: " + teardown);
            }
            pause(200);
            teardown = target.destroy(id, owner, data);
        }
        return teardown;
    }

    private void pause(long most) {
        try {
            if (hints.tryAcquire(most, TimeUnit.MILLISECONDS)) {
                hints.drainPermits();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
