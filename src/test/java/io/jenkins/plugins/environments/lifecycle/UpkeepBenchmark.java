package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.InstantTarget;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
        InstantTarget target = new InstantTarget(SimulatedTarget.ID, true);
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

    /** 500 jobs, 700 containers in environments, 150 deployments a day; then ten times that. */
    @ParameterizedTest(name = "for a day of eFishery, {0} times")
    @ValueSource(ints = {1, 10})
    void aDay(int times) {
        EFisheryDay day = new EFisheryDay(500 * times, 350 * times, 150 * times, times);
        day.pass();

        say("a day of eFishery x %d: %s", times, day.report());
        day.verify();
    }
}
