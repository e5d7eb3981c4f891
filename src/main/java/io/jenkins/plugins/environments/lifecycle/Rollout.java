package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.stack.Waves;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings up a stack wave by wave. Remembers what was applied, so that readiness is judged by the generations that the
 * target gave; one that begins anew after a restart applies the wave that it waits for once more.
 */
final class Rollout {

    private final Desired desired;
    private final List<Set<String>> waves;
    private final Duration failureGrace;
    private final Set<Integer> applied = new HashSet<>();
    private final Map<String, Instant> failedSince = new HashMap<>();
    private Applied marks = Applied.NOTHING;

    /** @param failureGrace for so long a service must be seen as failed before that is believed */
    Rollout(Desired desired, Duration failureGrace) {
        this.desired = desired;
        this.waves = Waves.of(desired.stack());
        this.failureGrace = failureGrace;
    }

    Desired desired() {
        return desired;
    }

    /** How many waves there are. */
    int waves() {
        return waves.size();
    }

    /** Whether this rollout itself has applied that wave, from 1. */
    boolean hasApplied(int wave) {
        return applied.contains(wave);
    }

    Applied apply(Target target, int wave) {
        Applied result = target.apply(desired, waves.get(wave - 1));
        marks = marks.and(result);
        applied.add(wave);
        failedSince.clear();
        return result;
    }

    /** What the wave's services do; in the last wave all parts count, as any may have fallen meanwhile. */
    Look look(Target target, int wave, Instant now) {
        Observation observation = target.observe(desired.id(), marks);
        Set<String> awaited = new LinkedHashSet<>(desired.stack().awaited());
        if (wave < waves.size()) {
            awaited.retainAll(waves.get(wave - 1));
        }
        Map<String, ServiceStatus> statuses = new HashMap<>(observation.services());
        statuses.keySet().retainAll(awaited);
        String unready = null;
        String failed = null;
        for (String service : awaited) {
            ServiceStatus status = statuses.get(service);
            if (status == null || !status.done()) {
                unready = unready == null ? service : unready;
            }
            if (hasFailed(service, status, now) && observation.connected()) {
                failed = failed == null ? service : failed;
            }
        }
        if (!observation.connected() && unready == null) {
            // What is known may be old: nothing is decided by it.
            unready = waves.get(wave - 1).iterator().next();
        }
        return new Look(statuses, unready, failed);
    }

    private boolean hasFailed(String service, @CheckForNull ServiceStatus status, Instant now) {
        if (status == null || status.state() != State.FAILED) {
            failedSince.remove(service);
            return false;
        }
        Instant since = failedSince.computeIfAbsent(service, key -> now);
        return !now.isBefore(since.plus(failureGrace));
    }

    /** Whether a service is seen as failed, though not for long enough to believe it. */
    boolean doubts() {
        return !failedSince.isEmpty();
    }

    /**
     * @param unready the first service that is not ready; null: all are
     * @param failed the first service that will not become ready by waiting; null: none
     */
    record Look(Map<String, ServiceStatus> statuses, @CheckForNull String unready, @CheckForNull String failed) {}
}
