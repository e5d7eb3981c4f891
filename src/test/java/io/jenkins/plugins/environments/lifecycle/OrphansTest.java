package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static io.jenkins.plugins.environments.lifecycle.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.lifecycle.ReconcileReport.Orphan;
import io.jenkins.plugins.environments.lifecycle.ReconcileSettings.Orphans;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Target.Discovered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What carries our mark and no record knows")
class OrphansTest {

    private final World world = new World(9);
    private final List<Stage> stages = new ArrayList<>(List.of(World.STAGING));

    private void reconcile(Orphans orphans) {
        world.lifecycle.upkeep().reconcile(new Surroundings() {
            @Override
            public List<Stage> stages() {
                return stages;
            }

            @Override
            public Set<String> targets() {
                return Set.of(SimulatedTarget.ID);
            }

            @Override
            public KnownChanges changes() {
                return KnownChanges.NOTHING;
            }

            @Override
            public ReconcileSettings settings() {
                return new ReconcileSettings(
                        Duration.ofMinutes(5), 0, orphans, Duration.ofHours(1), Duration.ofMinutes(10));
            }
        });
    }

    private ReconcileReport report() {
        return world.lifecycle.upkeep().report().orElseThrow();
    }

    private void deployed(int... numbers) {
        for (int number : numbers) {
            world.deploy(number, stack().service("web").volume("data"));
        }
        world.minutes(1);
    }

    /** The disk loses all records of an environment. */
    private void lose(EnvironmentId... ids) {
        world.kill();
        for (EnvironmentId id : ids) {
            world.disk.lose("environments/" + id);
        }
        world.open();
    }

    @Test
    void isShownWithItsAgeAndStaysAsLongAsAPersonDecides() {
        deployed(1, 2);
        lose(id(1));
        reconcile(Orphans.SHOW);
        world.pass(Duration.ofDays(3));

        assertThat(report().orphans()).singleElement().satisfies(orphan -> {
            assertThat(orphan.id()).isEqualTo(id(1));
            assertThat(orphan.project()).isEqualTo("shop");
            assertThat(orphan.stage()).isEqualTo("staging");
            assertThat(orphan.change()).isEqualTo("pr-1");
            assertThat(Duration.between(orphan.seenSince(), report().at())).isGreaterThan(Duration.ofHours(71));
            assertThat(orphan.fate()).startsWith("a person decides");
        });
        assertThat(world.target.places()).containsKey(id(1));
    }

    @Test
    void isTakenUpAgainAfterItsGraceWhereThatIsWanted() {
        deployed(1, 2);
        lose(id(1));
        reconcile(Orphans.ADOPT);
        world.minutes(30);
        assertThat(report().orphans())
                .extracting(Orphan::fate)
                .singleElement()
                .asString()
                .startsWith("it is taken up again at 2026-11-21T13:");
        assertThat(world.lifecycle.environment(id(1))).isEmpty();
        world.minutes(40);

        assertThat(world.environment(1)).satisfies(adopted -> {
            assertThat(adopted.state()).isEqualTo(EnvironmentState.FAILED);
            assertThat(adopted.change()).isEqualTo(new Change("shop", 1, null, null, null, null));
            assertThat(adopted.failure()).isNotNull();
        });
        assertThat(world.target.places()).containsKeys(id(1), id(2));
        world.restart();
        assertThat(world.environment(1).state()).isEqualTo(EnvironmentState.FAILED);
    }

    @Test
    void isDeployedAgainInPlaceAfterThat() {
        deployed(1);
        lose(id(1));
        world.lifecycle.upkeep().adopt(SimulatedTarget.ID, id(1), Origin.of("alice"));
        deployed(1);

        assertThat(world.environment(1).state()).isEqualTo(EnvironmentState.READY);
        assertThat(world.target.places()).hasSize(1);
    }

    @Test
    void isTakenAwayAfterItsGraceWhereThatIsWanted() {
        deployed(1, 2);
        lose(id(1));
        reconcile(Orphans.DESTROY);
        world.minutes(30);
        assertThat(world.target.places()).containsKey(id(1));
        world.minutes(40);

        assertThat(world.target.places().keySet()).containsExactly(id(2));
        assertThat(world.target.volumes().keySet()).containsExactly(id(2));
        assertThat(world.environment(1).state()).isEqualTo(EnvironmentState.GONE);
        assertThat(report().orphans()).isEmpty();
    }

    @Test
    void isNeverTakenAwayWhenItIsStanding() {
        Stage production = World.standing("prod");
        stages.add(production);
        EnvironmentId id = world.lifecycle
                .deploy(World.request(
                        Change.branch("shop", "PROD"),
                        production,
                        stack().service("web").reading(),
                        DeployRequest.OnFailure.KEEP,
                        Origin.of("alice")))
                .environment();
        deployed(1, 2);
        lose(id);
        reconcile(Orphans.DESTROY);
        world.pass(Duration.ofDays(1));

        assertThat(world.target.places()).containsKey(id);
        assertThat(report().orphans()).singleElement().satisfies(orphan -> assertThat(orphan.fate())
                .isEqualTo("it is a standing environment, so a person decides"));
        assertThat(world.lifecycle
                        .upkeep()
                        .adopt(SimulatedTarget.ID, id, Origin.of("alice"))
                        .lifetime())
                .isEqualTo(Lifetime.STANDING);
    }

    @Test
    void isNeverTakenAwayWhenItIsDataThatWasKept() {
        Discovered kept = new Discovered(
                id(1),
                "us",
                "shop",
                "staging",
                "pr-1",
                null,
                null,
                null,
                List.of("PersistentVolumeClaim env-shop-staging-pr-1/data, 10Gi"));
        Instant now = world.time.instant();
        ReconcileSettings destroying = new ReconcileSettings(
                Duration.ofMinutes(5), 0, Orphans.DESTROY, Duration.ofHours(1), Duration.ofMinutes(10));

        Fate fate = Fate.of(
                new Adoption(kept, SimulatedTarget.ID, "us"),
                World.STAGING,
                destroying,
                false,
                now.minus(Duration.ofDays(30)),
                now);

        assertThat(fate.deed()).isEqualTo(Fate.Deed.NOTHING);
        assertThat(fate.words()).startsWith("a person decides: deploy it again, which takes that up");
    }

    @Test
    void isNotTakenAwayWhenItsStageIsUnknown() {
        deployed(1, 2);
        lose(id(1));
        stages.clear();
        reconcile(Orphans.DESTROY);
        world.pass(Duration.ofDays(1));

        assertThat(world.target.places()).containsKey(id(1));
        assertThat(report().orphans())
                .extracting(Orphan::fate)
                .containsExactly("its stage is not configured, so a person decides");
    }

    @Test
    void isNotTakenAwayWhenMostOfTheJournalIsLost() {
        deployed(1, 2, 3, 4, 5, 6, 7, 8);
        lose(id(1), id(2), id(3), id(4), id(5), id(6));
        reconcile(Orphans.DESTROY);
        world.pass(Duration.ofDays(1));

        assertThat(world.target.places()).hasSize(8);
        assertThat(report().orphans()).hasSize(6).allSatisfy(orphan -> assertThat(orphan.fate())
                .contains("what a lost journal looks like"));
    }

    @Test
    void isNothingThatIsBeingDeployedOrTakenAway() {
        reconcile(Orphans.DESTROY);
        for (int i = 0; i < 40; i++) {
            world.deploy(1, stack().service("web").variable("N", String.valueOf(i)));
            world.pass(Duration.ofSeconds(100));
            world.destroy(1);
            world.pass(Duration.ofSeconds(130));
            assertThat(report().orphans()).isEmpty();
        }
        assertThat(world.lifecycle.operations(id(1)))
                .extracting(operation -> operation.origin().by())
                .containsOnly("alice", "bob");
    }

    @Test
    void isNothingOfAnotherInstance() {
        deployed(1);
        world.target.plant(new EnvironmentId("shop-staging-pr-9"), "another-instance");
        reconcile(Orphans.DESTROY);
        world.pass(Duration.ofDays(1));

        assertThat(report().orphans()).isEmpty();
        assertThat(world.target.places()).containsKey(new EnvironmentId("shop-staging-pr-9"));
    }

    @Test
    void isFoundAlsoWhereARecordSaysThatItIsGone() {
        deployed(1);
        world.destroy(1);
        world.minutes(1);
        world.target.plant(id(1), world.lifecycle.instanceId());
        reconcile(Orphans.SHOW);
        world.minutes(1);
        assertThat(report().orphans()).extracting(Orphan::id).containsExactly(id(1));

        world.lifecycle.upkeep().adopt(SimulatedTarget.ID, id(1), Origin.of("alice"));
        assertThat(world.environment(1).state()).isEqualTo(EnvironmentState.FAILED);
        world.destroy(1);
        world.minutes(1);
        assertThat(world.target.places()).isEmpty();
    }

    @Test
    void isNotTakenUpBlindlyWhenItsMarksDoNotLeadToItsIdentity() {
        deployed(1, 2);
        world.target.plant(new EnvironmentId("shop-staging-x"), world.lifecycle.instanceId());
        reconcile(Orphans.ADOPT);
        world.pass(Duration.ofDays(1));

        assertThat(report().orphans())
                .extracting(Orphan::fate)
                .containsExactly("its marks do not tell whose it is, so a person decides");
    }

    @Test
    void staysAsItWasKnownWhenTheTargetCanNotBeAsked() {
        deployed(1, 2);
        lose(id(1));
        reconcile(Orphans.SHOW);
        world.minutes(1);
        world.takeTargetAway();
        world.minutes(10);

        assertThat(report().orphans()).hasSize(1);
        assertThat(report().problems()).singleElement().satisfies(problem -> assertThat(problem.what())
                .contains("target simulated could not be asked what it runs"));
        world.bringTargetBack();
        world.minutes(10);
        assertThat(report().problems()).isEmpty();
    }

    @Test
    void ofATargetThatFailsIsSaidToo() {
        deployed(1);
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            void before(String call, EnvironmentId id) {
                throw new TargetException(TargetException.Kind.TRANSIENT, Failure.of("no answer", "timeout", "wait"));
            }
        });
        assertThatThrownBy(() -> world.lifecycle.upkeep().adopt("elsewhere", id(1), Origin.of("alice")))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void mustBeThereToBeTakenUp() {
        deployed(1);

        assertThatThrownBy(() -> world.lifecycle.upkeep().adopt(SimulatedTarget.ID, id(5), Origin.of("alice")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("nothing with our mark is on target simulated");
        assertThatThrownBy(() -> world.lifecycle.upkeep().adopt(SimulatedTarget.ID, id(1), Origin.of("alice")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is a record of environment");
    }
}
