package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Targets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The lifecycle's small parts")
class PartsTest {

    @Nested
    @DisplayName("A back-off")
    class OfBackoff {

        private final Backoff backoff =
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10), 2, new SplittableRandom(1));

        @Test
        void growsUpToItsLongestAndIsShortenedByHalfAtMost() {
            List<Duration> full = List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(8),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10));
            for (Duration most : full) {
                assertThat(backoff.pause()).isBetween(most.dividedBy(2), most);
            }
        }

        @Test
        void beginsAgainWhenItWentWell() {
            for (int i = 0; i < 5; i++) {
                backoff.pause();
            }
            backoff.reset();

            assertThat(backoff.pause()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Nested
    @DisplayName("Ids of operations")
    class OfIds {

        private final Clock noon = Clock.fixed(Instant.parse("2026-11-21T12:00:00.5Z"), ZoneOffset.UTC);

        @Test
        void areSortableByTimeAndUniqueWithinAMillisecond() {
            OperationIds ids = new OperationIds(noon, "");

            assertThat(List.of(ids.next(), ids.next()))
                    .containsExactly("20261121-120000-500-0000", "20261121-120000-500-0001");
        }

        @Test
        void goOnAfterTheLastOneAlsoWhenTheClockWasSetBack() {
            assertThat(new OperationIds(noon, "20270101-000000-000-0041").next())
                    .isEqualTo("20270101-000000-000-0042");
        }

        @Test
        void beginAnewAfterSomethingThatIsNoId() {
            assertThat(new OperationIds(noon, "copy-of").next()).isEqualTo("20261121-120000-500-0000");
        }
    }

    @Nested
    @DisplayName("Turns")
    class OfTurns {

        private final Deque<Runnable> queue = new ArrayDeque<>();
        private final AtomicInteger taken = new AtomicInteger();

        private void runAll() {
            while (!queue.isEmpty()) {
                queue.poll().run();
            }
        }

        @Test
        void areTakenOnceForManyCallsBefore() {
            Turns turns = new Turns(queue::add, taken::incrementAndGet);
            turns.wake();
            turns.wake();
            runAll();

            assertThat(taken).hasValue(1);
        }

        @Test
        void areTakenOnceMoreForCallsDuringOne() {
            AtomicReference<Turns> self = new AtomicReference<>();
            self.set(new Turns(queue::add, () -> {
                if (taken.incrementAndGet() == 1) {
                    self.get().wake();
                    self.get().wake();
                    assertThat(queue).as("never two at a time").isEmpty();
                }
            }));
            self.get().wake();
            runAll();

            assertThat(taken).hasValue(2);
        }

        @Test
        void areNotTakenAfterTheEnd() {
            Turns turns = new Turns(queue::add, taken::incrementAndGet);
            turns.wake();
            turns.stop();
            turns.wake();
            runAll();

            assertThat(taken).hasValue(0);
        }
    }

    @Nested
    @DisplayName("The digest of a configuration")
    class OfFingerprint {

        @Test
        void doesNotDependOnPlaces() {
            // The second service of a stack has another line than the first.
            String first = Fingerprint.of(stack().service("a").service("b").build());
            String second = Fingerprint.of(stack().service("b").service("a").build());

            assertThat(first).isEqualTo(second);
        }

        @Test
        void dependsOnEveryValue() {
            assertThat(List.of(
                            Fingerprint.of(stack().service("a").build()),
                            Fingerprint.of(stack().service("a").image("a:2").build()),
                            Fingerprint.of(
                                    stack().service("a").variable("N", "1").build()),
                            Fingerprint.of(
                                    stack().service("a").variable("N", "2").build()),
                            Fingerprint.of(
                                    stack().service("a").secret("N", "one").build()),
                            Fingerprint.of(
                                    stack().service("a").secret("N", "two").build()),
                            Fingerprint.of(stack().service("a").port(80).build()),
                            Fingerprint.of(stack().service("a").volume("data").build())))
                    .doesNotHaveDuplicates();
        }
    }

    @Nested
    @DisplayName("Connections")
    class OfConnections {

        @Test
        void watchATargetOnceAndAgainWhenItWasRenewed() {
            VirtualTime time = new VirtualTime(new SplittableRandom(1));
            AtomicReference<CountingTarget> current = new AtomicReference<>(new CountingTarget(time));
            CountingTarget first = current.get();
            Targets targets = id -> current.get();
            List<EnvironmentId> news = new ArrayList<>();
            Connections connections = new Connections(targets, news::add);

            connections.target("a");
            connections.target("a");
            assertThat(first.watchers).isEqualTo(1);
            current.set(new CountingTarget(time));
            connections.target("a");
            assertThat(first.watchers).as("the old one is let go").isZero();
            assertThat(current.get().watchers).isEqualTo(1);
            connections.close();
            assertThat(current.get().watchers).isZero();
        }
    }

    private static final class CountingTarget extends SimulatedTarget {
        private int watchers;

        CountingTarget(VirtualTime time) {
            super(time, new SplittableRandom(1));
        }

        @Override
        public Target.Subscription watch(java.util.function.Consumer<EnvironmentId> listener) {
            watchers++;
            return () -> watchers--;
        }
    }

    @Test
    @DisplayName("Environments are looked through by project and stage")
    void environments() {
        World world = new World(5);
        world.deploy(1, stack().service("web"));
        world.deploy(2, stack().service("web"));
        Environments all = new Environments(world.lifecycle.environments());

        assertThat(all.ofProject("shop").ofStage("staging").all()).hasSize(2);
        assertThat(all.ofStage("qa").all()).isEmpty();
        assertThat(all.byStage()).containsOnlyKeys("staging");
        assertThat(all.byProject()).containsOnlyKeys("shop");
    }
}
