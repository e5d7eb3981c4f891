package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything again and again: the truth, of which events are only hints. Each stage and each target is a piece of work of its
 * own, spread over the first half of the interval, so that a thousand environments never come to the workers at once.
 */
final class Reconciler implements Subscription {

    static final Origin ORIGIN = Origin.of("reconcile");

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    /** Hints come in swarms, when a branch source is scanned. */
    private static final Duration SOON = Duration.ofSeconds(2);
    /** Between two pieces, where the interval allows it. */
    private static final Duration APART = Duration.ofSeconds(2);

    private final Machinery machinery;
    private final JournaledUpkeep upkeep;
    private final Surroundings surroundings;
    private final Turns rounds;
    private final Turns hints;
    private final Map<String, Sweep> sweeps = new TreeMap<>();
    private final Map<String, List<Problem>> problems = new TreeMap<>();
    private final Map<String, List<ReconcileReport.Orphan>> orphans = new TreeMap<>();
    private final List<Timer.Alarm> pieces = new ArrayList<>();
    private Timer.Alarm alarm = () -> {};
    private Timer.Alarm hint = () -> {};
    private boolean hinted;
    private boolean closed;
    private Instant at = Instant.MIN;
    private Instant nextAt = Instant.MIN;

    Reconciler(Machinery machinery, JournaledUpkeep upkeep, Surroundings surroundings) {
        this.machinery = machinery;
        this.upkeep = upkeep;
        this.surroundings = surroundings;
        this.rounds = new Turns(machinery.workers(), this::round);
        this.hints = new Turns(machinery.workers(), this::hinted);
    }

    /** The first look is soon, not at once: who starts has other things to do. */
    synchronized void begin() {
        alarm = machinery.timer().after(SOON, rounds::wake);
    }

    synchronized void lookSoon() {
        if (!hinted && !closed) {
            hinted = true;
            hint = machinery.timer().after(SOON, hints::wake);
        }
    }

    synchronized Optional<ReconcileReport> report() {
        if (at.equals(Instant.MIN)) {
            return Optional.empty();
        }
        return Optional.of(new ReconcileReport(
                at,
                nextAt,
                List.copyOf(sweeps.values()),
                orphans.values().stream().flatMap(List::stream).toList(),
                problems.values().stream().flatMap(List::stream).toList()));
    }

    private void round() {
        ReconcileSettings settings = ReconcileSettings.DEFAULT;
        try {
            settings = surroundings.settings();
            spread(settings);
        } catch (RuntimeException e) {
            LOG.error("A look at all environments failed; it is tried again", e);
            problem(
                    "the configuration",
                    "the stages and targets could not be read: " + e.getClass().getSimpleName());
        } finally {
            again(settings.every());
        }
    }

    private synchronized void again(Duration every) {
        if (closed) {
            return;
        }
        at = machinery.clock().instant();
        long millis = Math.max(1, every.toMillis());
        Duration pause = Duration.ofMillis(millis - machinery.random().nextLong(millis / 10 + 1));
        nextAt = at.plus(pause);
        alarm.cancel();
        alarm = machinery.timer().after(pause, rounds::wake);
    }

    private void spread(ReconcileSettings settings) {
        Set<String> stages = stages();
        Set<String> targets = surroundings.targets();
        forgetOthers(stages, targets);
        Duration apart = settings.every().dividedBy(2L * Math.max(1, stages.size() + targets.size()));
        apart = apart.compareTo(APART) > 0 ? APART : apart;
        Duration offset = Duration.ZERO;
        for (String stage : stages) {
            later(offset, () -> sweep(stage));
            offset = offset.plus(apart);
        }
        for (String target : targets) {
            later(offset, () -> discover(target));
            offset = offset.plus(apart);
        }
    }

    private synchronized void forgetOthers(Set<String> stages, Set<String> targets) {
        pieces.forEach(Timer.Alarm::cancel);
        pieces.clear();
        sweeps.keySet().retainAll(stages);
        orphans.keySet().retainAll(targets);
        problems.clear();
    }

    private synchronized void later(Duration offset, Runnable piece) {
        if (!closed) {
            pieces.add(machinery.timer().after(offset, () -> machinery.workers().execute(piece)));
        }
    }

    /** Those that have environments, whether they are configured or not. */
    private Set<String> stages() {
        return upkeep.environments().stream()
                .filter(environment -> environment.state() != EnvironmentState.GONE)
                .map(Environment::stage)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void hinted() {
        synchronized (this) {
            hinted = false;
        }
        stages().forEach(this::sweep);
    }

    private void sweep(String stage) {
        try {
            ReconcileSettings settings = surroundings.settings();
            List<Problem> found = new ArrayList<>();
            Sweep sweep = upkeep.sweep(
                    new DestroyStaleRequest(
                            new StaleQuery(surroundings.stages(), stage, null, surroundings.changes()),
                            false,
                            settings.limit(),
                            false,
                            settings.destroyTimeout(),
                            ORIGIN),
                    found::add);
            String brake = sweep.brake();
            if (brake != null && !brake.equals(brakeBefore(stage))) {
                LOG.warn("Nothing of stage {} was destroyed: {}", stage, brake);
            }
            swept(stage, sweep, found);
        } catch (RuntimeException e) {
            LOG.error("A look at stage {} failed; it is tried again", stage, e);
            problem(
                    "stage " + stage,
                    "stage " + stage + " could not be looked at: "
                            + e.getClass().getSimpleName());
        }
    }

    /** What was said of it at the last look, so that the log has it once. */
    @CheckForNull
    private synchronized String brakeBefore(String stage) {
        Sweep before = sweeps.get(stage);
        return before == null ? null : before.brake();
    }

    private void discover(String target) {
        try {
            List<ReconcileReport.Orphan> found =
                    upkeep.orphans().look(target, surroundings.stages(), surroundings.settings());
            discovered(target, found);
            upkeep.tidy(target);
        } catch (EnvironmentException e) {
            // What was known of it stays: that it can't be asked now says nothing.
            problem("target " + target, "target " + target + " could not be asked what it runs: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("A look at target {} failed; it is tried again", target, e);
            problem(
                    "target " + target,
                    "target " + target + " could not be looked at: "
                            + e.getClass().getSimpleName());
        }
    }

    private synchronized void discovered(String target, List<ReconcileReport.Orphan> found) {
        orphans.put(target, found);
    }

    private synchronized void swept(String stage, Sweep sweep, List<Problem> found) {
        sweeps.put(stage, sweep);
        problems.put("stage " + stage, List.copyOf(found));
    }

    private synchronized void problem(String where, String what) {
        problems.put(where, List.of(new Problem(null, what, "look into the log; it is tried again at the next look")));
    }

    @Override
    public synchronized void close() {
        closed = true;
        alarm.cancel();
        hint.cancel();
        pieces.forEach(Timer.Alarm::cancel);
        rounds.stop();
        hints.stop();
    }
}
