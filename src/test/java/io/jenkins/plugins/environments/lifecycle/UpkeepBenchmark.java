package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Observation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of deciding and sweeping. Run by {@code benchmarks/upkeep}, not with the tests. */
@DisplayName("How long it takes")
@Timeout(600)
class UpkeepBenchmark {

    private static final int STALE = 200;
    private static final int ALL = 1_000;

    /** The first two hundred have ended. */
    private static final KnownChanges CHANGES = environment -> {
        Integer number = environment.change().number();
        return ChangeStatus.of(number != null && number <= STALE ? State.CLOSED : State.OPEN);
    };

    @TempDir
    Path home;

    private static void say(String what, Object... values) {
        System.out.printf("%s%n", String.format(Locale.ROOT, what, values));
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    @Test
    @DisplayName("to decide about a thousand environments: less than 50 ms")
    void deciding() {
        World world = new World(1);
        for (int i = 1; i <= ALL; i++) {
            world.deploy(i, stack().service("web"));
        }
        world.minutes(5);
        assertThat(world.lifecycle.environments()).hasSize(ALL);
        StaleQuery query = new StaleQuery(List.of(World.STAGING), null, null, CHANGES);
        double[] times = new double[60];
        for (int i = 0; i < times.length; i++) {
            long begin = System.nanoTime();
            assertThat(world.lifecycle.upkeep().decisions(query).stream()
                            .filter(each -> each.verdict().goes()))
                    .hasSize(STALE);
            times[i] = millis(begin);
        }
        double first = times[0];
        Arrays.sort(times);

        say(
                "decisions about %d environments: first %.1f ms, median %.1f ms, worst %.1f ms",
                ALL, first, times[30], times[59]);
        assertThat(times[30]).isLessThan(50);
    }

    @Test
    @DisplayName("to begin with all that is stale: one loop, eight threads")
    void sweeping() {
        InstantTarget target = new InstantTarget();
        try (JournaledLifecycle lifecycle = JournaledLifecycle.open(home, id -> target, Clock.systemUTC())) {
            List<Operation> deploys = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 1; i <= ALL; i++) {
                deploys.add(
                        lifecycle.deploy(World.request(i, stack().service("web").reading())));
            }
            until(() -> deploys.stream().allMatch(each -> ended(lifecycle, each)));
            say("%d deploys on a disk: %.1f s", ALL, millis(begin) / 1000);

            long swept = System.nanoTime();
            lifecycle.upkeep().reconcile(surroundings(CHANGES));
            int threads = 0;
            while (lifecycle.environments().size() > ALL - STALE) {
                threads = Math.max(threads, workers());
                assertThat(millis(swept))
                        .isLessThan(ReconcileSettings.DEFAULT.every().toMillis());
            }
            say(
                    "%d of %d stale: begun and gone %.1f s after the loop was started, %d threads",
                    STALE, ALL, millis(swept) / 1000, threads);
            assertThat(threads).isLessThanOrEqualTo(LifecycleSettings.DEFAULT.threads());
        }
    }

    private static boolean ended(JournaledLifecycle lifecycle, Operation operation) {
        return lifecycle.operation(operation.id()).orElseThrow().phase().isEnd();
    }

    private static int workers() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("environments-\\d+"))
                .count();
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Surroundings surroundings(KnownChanges changes) {
        return new Surroundings() {
            @Override
            public List<Stage> stages() {
                return List.of(World.STAGING);
            }

            @Override
            public Set<String> targets() {
                return Set.of(SimulatedTarget.ID);
            }

            @Override
            public KnownChanges changes() {
                return changes;
            }
        };
    }

    /** 5 % of all calls fail for a moment, 5 % of all services never become ready. */
    private static final class Failing extends SimulatedTarget.Faults {
        private final SplittableRandom random = new SplittableRandom(3);

        @Override
        void before(String call, EnvironmentId id) {
            if (random.nextInt(20) == 0) {
                throw new TargetException(
                        TargetException.Kind.TRANSIENT, Failure.of(call + " failed", "overload", "wait"));
            }
        }

        @Override
        Observation.State outcome(EnvironmentId id, String service, String image) {
            return random.nextInt(20) == 0 ? Observation.State.FAILED : Observation.State.READY;
        }

        @Override
        Duration readyAfter() {
            return Duration.ofSeconds(5 + random.nextInt(85));
        }
    }

    /** 500 jobs, 700 containers in environments, 150 deployments a day; then ten times that. */
    @ParameterizedTest(name = "for a day of eFishery, {0} times")
    @ValueSource(ints = {1, 10})
    void aDay(int times) {
        int jobs = 500 * times;
        int deployments = 150 * times;
        World world = new World(times);
        SplittableRandom random = new SplittableRandom(times);
        long begin = System.nanoTime();
        // 350 environments with two containers each run in the morning.
        for (int i = 1; i <= 350 * times; i++) {
            world.lifecycle.deploy(request(i, 0));
        }
        world.minutes(10);
        assertThat(world.target.places().values().stream()
                        .mapToInt(place -> place.services.size())
                        .sum())
                .isEqualTo(700 * times);
        world.target.faults(new Failing());
        Map<Integer, ChangeStatus> closed = new TreeMap<>();
        world.lifecycle
                .upkeep()
                .reconcile(surroundings(environment -> closed.getOrDefault(
                        Integer.parseInt(environment.project().substring(3)), ChangeStatus.of(State.OPEN))));
        Map<String, Instant> asked = new TreeMap<>();
        List<Duration> queued = new ArrayList<>();
        Duration apart = Duration.ofDays(1).dividedBy(deployments);
        for (int i = 1; i <= deployments; i++) {
            int job = 1 + random.nextInt(jobs);
            if (random.nextInt(10) == 0) {
                closed.put(job, ChangeStatus.of(State.CLOSED));
            } else {
                closed.remove(job);
            }
            Operation operation = world.lifecycle.deploy(request(job, i));
            asked.put(operation.id(), world.time.instant());
            world.lifecycle.follow(operation.id(), event -> {
                if (event instanceof OperationEvent.PhaseEntered entered
                        && entered.operation().phase() == Phase.RESOLVED) {
                    queued.add(Duration.between(asked.get(operation.id()), world.time.instant()));
                }
            });
            world.pass(apart);
        }
        world.minutes(60);
        report(times, world, asked, queued, millis(begin));
    }

    private static void report(int times, World world, Map<String, Instant> asked, List<Duration> queued, double wall) {
        Map<Phase, Integer> ends = new TreeMap<>();
        asked.keySet().forEach(id -> world.lifecycle
                .operation(id)
                .ifPresent(operation -> ends.merge(operation.phase(), 1, Integer::sum)));
        queued.sort(null);
        long sweep = System.nanoTime();
        world.lifecycle.upkeep().decisions(new StaleQuery(List.of(World.STAGING), null, null, KnownChanges.NOTHING));
        say(
                "a day of eFishery x %d: %d deployments %s, queued median %d ms, p99 %d ms, longest %d s; one look at %d "
                        + "environments %.1f ms; the day took %.1f s",
                times,
                asked.size(),
                ends,
                queued.get(queued.size() / 2).toMillis(),
                queued.get(queued.size() * 99 / 100).toMillis(),
                queued.get(queued.size() - 1).toSeconds(),
                world.lifecycle.environments().size(),
                millis(sweep),
                wall / 1000);

        assertThat(ends.keySet()).as("none is lost, none is in limbo").allMatch(Phase::isEnd);
        assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(asked.size());
        assertThat(world.lifecycle.environments())
                .extracting(Environment::state)
                .containsOnly(EnvironmentState.READY, EnvironmentState.FAILED);
        assertThat(world.target.places()).hasSize(world.lifecycle.environments().size());
    }

    private static DeployRequest request(int job, int build) {
        return World.request(
                Change.request("job" + job, 1),
                World.STAGING,
                stack().service("web")
                        .variable("BUILD", String.valueOf(build))
                        .service("db")
                        .reading(),
                DeployRequest.OnFailure.ROLLBACK,
                new Origin("alice", "job" + job, build, null));
    }
}
