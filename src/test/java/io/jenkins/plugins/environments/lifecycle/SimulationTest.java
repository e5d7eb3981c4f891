package io.jenkins.plugins.environments.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Teardown;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * {@code -Dsimulation.seed=N} runs that history alone and lets the log speak; {@code -Dsimulation.histories=N} runs more
 * or fewer of them.
 */
@DisplayName("In random histories with crashes and faults at every step")
class SimulationTest {

    @CheckForNull
    private static final Long ONLY = Long.getLong("simulation.seed");

    private static final int HISTORIES = Integer.getInteger("simulation.histories", 2_000);

    /** Held, so that its level is not forgotten. */
    private static final Logger LOG = Logger.getLogger(SimulationTest.class.getPackageName());

    @BeforeAll
    static void mishapsAreNoNews() {
        LOG.setLevel(ONLY == null ? Level.OFF : null);
    }

    @AfterAll
    static void othersSpeakAgain() {
        LOG.setLevel(null);
    }

    /** How one history went. */
    private record Outcome(long seed, List<String> wrong, Map<String, Integer> counts) {
        @Override
        public String toString() {
            return "history " + seed + ": " + wrong + "; run it again with -Dsimulation.seed=" + seed;
        }
    }

    private static Outcome run(long seed, History.Sabotage sabotage) {
        try {
            History history = new History(seed, sabotage);
            List<String> wrong = history.run();
            return new Outcome(seed, wrong, history.counts());
        } catch (RuntimeException e) {
            return new Outcome(seed, List.of("broke off: " + e + " at " + e.getStackTrace()[0]), Map.of());
        }
    }

    @Test
    @DisplayName("nothing is in limbo, orphaned or lost, nothing foreign is touched, and no secret is written down")
    void everyPromiseIsKept() {
        LongStream seeds = ONLY == null ? LongStream.range(0, HISTORIES) : LongStream.of(ONLY);
        List<Outcome> outcomes = seeds.parallel()
                .mapToObj(seed -> run(seed, History.Sabotage.NONE))
                .toList();

        assertThat(outcomes).filteredOn(outcome -> !outcome.wrong().isEmpty()).isEmpty();
        Map<String, Integer> counts = outcomes.stream()
                .flatMap(outcome -> outcome.counts().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Integer::sum, TreeMap::new));
        System.out.println("Histories: " + outcomes.size() + " " + counts);
        if (outcomes.size() >= 500) {
            // A simulation in which little happens proves little.
            assertThat(counts)
                    .containsKeys(
                            "RELEASED",
                            "FAILED",
                            "CANCELED",
                            "SUPERSEDED",
                            "GONE",
                            "STUCK",
                            "refusals",
                            "lost records",
                            "taken away by the loop",
                            "changes that ended",
                            "promotions",
                            "rollbacks",
                            "holds",
                            "pins",
                            "crashes at the start",
                            "disk faults at the start");
            assertThat(counts.get("crashes")).isGreaterThan(outcomes.size() / 2);
            assertThat(counts.get("RELEASED")).isGreaterThan(outcomes.size());
        }
    }

    @Nested
    @DisplayName("the verdict notices")
    @DisabledIfSystemProperty(named = "simulation.seed", matches = ".+")
    class TheVerdictNotices {

        @Test
        @DisplayName("a disk that says it synced and did not")
        void aLyingDisk() {
            noticed(
                    sabotage(
                            () -> new SimulatedDisk() {
                                @Override
                                public void sync(String path) {}

                                @Override
                                public void syncFolder(String folder) {}
                            },
                            SimulatedTarget::new),
                    "is lost");
        }

        @Test
        @DisplayName("a target that says an environment is gone and keeps it")
        void aDroppedDelete() {
            noticed(
                    sabotage(SimulatedDisk::new, (time, random) -> new SimulatedTarget(time, random) {
                        @Override
                        public Teardown destroy(EnvironmentId id, String owner, DataPolicy data) {
                            return new Teardown(List.of(), List.of());
                        }
                    }),
                    "is an orphan");
        }

        @Test
        @DisplayName("a wave that begins before the one before is ready")
        void aWaveTooEarly() {
            noticed(
                    sabotage(SimulatedDisk::new, (time, random) -> new SimulatedTarget(time, random) {
                        @Override
                        public Observation observe(EnvironmentId id, Applied applied) {
                            Map<String, ServiceStatus> ready = Stream.of("s0", "s1", "s2", "s3")
                                    .collect(Collectors.toMap(
                                            name -> name, name -> new ServiceStatus(State.READY, 1, 1, null)));
                            return new Observation(time.instant(), true, true, ready);
                        }
                    }),
                    "before");
        }

        @Test
        @DisplayName("a target that does not tell what no record knows")
        void anOrphanNotFound() {
            noticed(
                    sabotage(SimulatedDisk::new, (time, random) -> new SimulatedTarget(time, random) {
                        @Override
                        public List<Discovered> discover(String owner) {
                            return List.of();
                        }
                    }),
                    "is an orphan",
                    400);
        }

        @Test
        @DisplayName("an owner's mark that is not looked at")
        void aForeignObject() {
            noticed(
                    sabotage(SimulatedDisk::new, (time, random) -> new SimulatedTarget(time, random) {
                        @Override
                        public Teardown destroy(EnvironmentId id, String owner, DataPolicy data) {
                            Place place = place(id);
                            return super.destroy(id, place == null ? owner : place.owner, data);
                        }
                    }),
                    "foreign");
        }

        private static History.Sabotage sabotage(
                Supplier<SimulatedDisk> disk, BiFunction<VirtualTime, SplittableRandom, SimulatedTarget> target) {
            return new History.Sabotage() {
                @Override
                public SimulatedDisk disk() {
                    return disk.get();
                }

                @Override
                public SimulatedTarget target(VirtualTime time, SplittableRandom random) {
                    return target.apply(time, random);
                }
            };
        }

        private static void noticed(History.Sabotage sabotage, String how) {
            noticed(sabotage, how, 60);
        }

        private static void noticed(History.Sabotage sabotage, String how, int histories) {
            assertThat(LongStream.range(0, histories)
                            .mapToObj(seed -> run(seed, sabotage).wrong()))
                    .anySatisfy(wrong -> assertThat(wrong)
                            .anySatisfy(each -> assertThat(each).contains(how)));
        }
    }
}
