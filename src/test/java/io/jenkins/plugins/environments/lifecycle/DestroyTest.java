package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static io.jenkins.plugins.environments.lifecycle.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A removal")
class DestroyTest {

    private final World world = new World(3);
    private boolean held;

    private void deployed() {
        world.deploy(7, stack().service("web").volume("data"));
        world.minutes(1);
    }

    private void hold() {
        held = true;
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            boolean held(EnvironmentId id) {
                return held && id.equals(id(7));
            }
        });
    }

    @Test
    void leavesNothingButItsHistory() {
        deployed();
        Operation removal = world.destroy(7);
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.DESTROYING);
        world.minutes(1);

        assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
        assertThat(world.target.places()).isEmpty();
        assertThat(world.lifecycle.environments()).isEmpty();
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.GONE);
        assertThat(world.environment(7).links()).isEmpty();
        assertThat(world.lifecycle.releases(id(7))).hasSize(1);
    }

    @Test
    void isFollowedByADeployWhoseNumbersGoOn() {
        deployed();
        world.destroy(7);
        world.deploy(7, stack().service("web"));
        world.minutes(2);

        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.READY);
        assertThat(world.lifecycle.releases(id(7))).extracting(Release::number).containsExactly(2, 1);
    }

    @Test
    void goesOnAfterARestart() {
        deployed();
        Operation removal = world.destroy(7);
        world.pass(Duration.ofMillis(500));
        world.crash();
        world.open();
        world.minutes(1);

        assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
    }

    @Test
    void ofAnUnknownEnvironmentIsASlip() {
        assertThatThrownBy(() -> world.destroy(8))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no environment shop-staging-pr-8");
    }

    @Test
    void ofWhatIsGoneLooksOnceMore() {
        deployed();
        world.destroy(7, DataPolicy.KEEP);
        world.minutes(1);
        assertThat(world.target.volumes()).containsKey(id(7));
        Operation again = world.destroy(7, DataPolicy.DELETE);
        world.minutes(1);

        assertThat(world.now(again).phase()).isEqualTo(Phase.GONE);
        assertThat(world.target.volumes()).isEmpty();
    }

    @Test
    void leavesAloneWhatIsNotOurs() {
        deployed();
        world.target.plant(id(7), "somebody-else");
        Operation removal = world.destroy(7);
        world.minutes(1);

        assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
        assertThat(Objects.requireNonNull(world.target.place(id(7))).going).isFalse();
    }

    @Test
    void endsWithAWordWhenItsPlaceIsSomebodyElsesByNow() {
        deployed();
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            void before(String call, EnvironmentId id) {
                throw new TargetException(
                        TargetException.Kind.NOT_OURS,
                        Failure.of("Namespace env-shop is not ours", "it carries no mark of ours", "use another name"));
            }
        });
        Operation removal = world.destroy(7);
        world.minutes(1);

        assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.GONE);
        assertThat(Objects.requireNonNull(world.environment(7).failure()).what())
                .isEqualTo("what is there now was left alone: Namespace env-shop is not ours");
    }

    @Nested
    @DisplayName("decides about data")
    class Data {

        @Test
        void thatOfAChangeGoes() {
            deployed();
            world.destroy(7);
            world.minutes(1);

            assertThat(world.target.volumes()).isEmpty();
        }

        @Test
        void thatOfAStandingEnvironmentStays() {
            var production = World.standing("prod");
            var id = world.lifecycle
                    .deploy(World.request(
                            Change.branch("shop", "main"),
                            production,
                            stack().service("db").volume("data").reading(),
                            OnFailure.ROLLBACK,
                            Origin.of("alice")))
                    .environment();
            world.minutes(1);
            world.lifecycle.destroy(new DestroyRequest(id, null, World.TIMEOUT, Origin.of("bob")));
            world.minutes(1);

            assertThat(world.target.places()).isEmpty();
            assertThat(world.target.volumes().get(id)).containsExactly("data");
            assertThat(world.disk.durable().get("environments/shop-prod/environment.json"))
                    .contains("\"keptVolumes\" : [ \"data\" ]");
        }

        @Test
        void thatStaysIsShownUntilItIsTakenUpAgain() {
            deployed();
            world.destroy(7, DataPolicy.KEEP);
            world.minutes(1);

            assertThat(world.lifecycle.upkeep().kept()).singleElement().satisfies(kept -> {
                assertThat(kept.environment()).isEqualTo(id(7));
                assertThat(kept.target()).isEqualTo(SimulatedTarget.ID);
                assertThat(kept.volumes()).containsExactly("data");
                assertThat(kept.since()).isBefore(world.time.instant());
            });
            deployed();
            assertThat(world.lifecycle.upkeep().kept()).isEmpty();
            assertThat(world.target.volumes().get(id(7))).containsExactly("data");
        }

        @Test
        void thatStaysIsNoLongerShownWhenItIsDeleted() {
            deployed();
            world.destroy(7, DataPolicy.KEEP);
            world.minutes(1);
            world.destroy(7, DataPolicy.DELETE);
            world.minutes(1);

            assertThat(world.lifecycle.upkeep().kept()).isEmpty();
        }

        @Test
        void andMayBeToldLaterToDeleteIt() {
            hold();
            deployed();
            Operation removal = world.destroy(7, DataPolicy.KEEP);
            world.minutes(1);
            assertThat(world.destroy(7, DataPolicy.DELETE).id()).isEqualTo(removal.id());
            held = false;
            world.minutes(2);

            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
            assertThat(world.target.volumes()).isEmpty();
        }
    }

    @Nested
    @DisplayName("does not wait for deploys")
    class Deploys {

        @Test
        void oneAtWorkIsToldToStopAndNothingIsBroughtBackFirst() {
            deployed();
            Operation deploy = world.deploy(7, stack().service("web").image("web:2"));
            world.pass(Duration.ofSeconds(1));
            Operation removal = world.destroy(7);
            world.minutes(1);

            assertThat(world.now(deploy).phase()).isEqualTo(Phase.CANCELED);
            assertThat(world.now(deploy).canceledBy()).isEqualTo("bob");
            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
            assertThat(world.target.calls())
                    .filteredOn(call -> call.startsWith("prepare"))
                    .hasSize(2);
        }

        @Test
        void oneThatWaitsEndsAtOnce() {
            world.deploy(7, stack().service("web"));
            world.pass(Duration.ofSeconds(1));
            Operation waiting = world.deploy(7, stack().service("web").variable("N", "2"));
            world.destroy(7);

            assertThat(world.now(waiting).phase()).isEqualTo(Phase.CANCELED);
        }

        @Test
        void oneThatWaitsBehindARemovalEndsWhenTheRemovalIsAskedForAgain() {
            hold();
            deployed();
            Operation removal = world.destroy(7);
            Operation deploy = world.deploy(7, stack().service("web"));
            Operation again = world.destroy(7);

            assertThat(again.id()).isEqualTo(removal.id());
            assertThat(world.now(deploy).phase()).isEqualTo(Phase.CANCELED);
        }
    }

    @Nested
    @DisplayName("that does not get on")
    class Stuck {

        @Test
        void saysWhatHoldsItAndIsTriedAgainUntilItGoes() {
            hold();
            deployed();
            Operation removal = world.destroy(7);
            world.minutes(15);

            assertThat(world.now(removal).phase()).isEqualTo(Phase.STUCK);
            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.STUCK);
            assertThat(Objects.requireNonNull(world.environment(7).failure()).details())
                    .containsExactly("Namespace shop-staging-pr-7, held by somebody/holds-it");
            held = false;
            world.minutes(11);
            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
            assertThat(world.now(removal).failure()).isNull();
            assertThat(world.environment(7).failure()).isNull();
        }

        @Test
        void takesOffWhatHoldsItWhenAPersonSaysSo() {
            hold();
            deployed();
            Operation removal = world.destroy(7);
            world.minutes(15);
            Operation forced =
                    world.lifecycle.upkeep().force(new ForceRequest(id(7), id(7).value(), Origin.of("carol")));
            world.minutes(1);

            assertThat(forced.id()).isEqualTo(removal.id());
            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
            assertThat(world.target.places()).isEmpty();
        }

        @Test
        void goesOnForcingAfterARestart() {
            hold();
            deployed();
            Operation removal = world.destroy(7);
            world.minutes(15);
            world.lifecycle.upkeep().force(new ForceRequest(id(7), id(7).value(), Origin.of("carol")));
            world.crash();
            world.open();
            world.minutes(1);

            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
        }

        @Test
        void isNotForcedUnlessThatIsConfirmed() {
            hold();
            deployed();
            world.destroy(7);
            world.minutes(15);
            world.target.calls().clear();

            assertThatThrownBy(() -> world.lifecycle.upkeep().force(new ForceRequest(id(7), "yes", Origin.of("carol"))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("confirm it with the environment's id");
            world.minutes(15);
            assertThat(world.target.calls()).noneMatch(call -> call.startsWith("force"));
        }

        @Test
        void isNotForcedBeforeItIsStuck() {
            hold();
            deployed();
            world.destroy(7);
            world.minutes(1);

            assertThatThrownBy(() ->
                            world.lifecycle.upkeep().force(new ForceRequest(id(7), id(7).value(), Origin.of("carol"))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("no removal of shop-staging-pr-7 is stuck");
        }

        @Test
        void asksSeldomAfterAWhile() {
            hold();
            deployed();
            world.destroy(7);
            world.minutes(60);
            world.target.calls().clear();
            world.minutes(100);

            assertThat(world.target.calls()).hasSizeBetween(10, 21);
        }

        @Test
        void doesNotHoldUpOthers() {
            hold();
            deployed();
            world.deploy(8, stack().service("web"));
            world.minutes(1);
            world.destroy(7);
            Operation other = world.destroy(8);
            world.minutes(1);

            assertThat(world.now(other).phase()).isEqualTo(Phase.GONE);
        }

        @Test
        void isStuckAtOnceWhenTheTargetSaysNo() {
            deployed();
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                void before(String call, EnvironmentId id) {
                    throw new TargetException(
                            TargetException.Kind.PERMANENT, Failure.of("can't delete", "forbidden", "ask for it"));
                }
            });
            Operation removal = world.destroy(7);
            world.pass(Duration.ofSeconds(1));

            assertThat(world.now(removal).phase()).isEqualTo(Phase.STUCK);
            world.target.faults(new SimulatedTarget.Faults());
            world.minutes(1);
            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
        }

        @Test
        void waitsForATargetThatIsNoLongerConfigured() {
            deployed();
            world.takeTargetAway();
            Operation removal = world.destroy(7);
            world.minutes(1);
            assertThat(world.now(removal).phase()).isEqualTo(Phase.STUCK);
            world.bringTargetBack();
            world.minutes(11);

            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
        }

        @Test
        void canNotBeStoppedHalfWay() {
            hold();
            deployed();
            Operation removal = world.destroy(7);
            world.minutes(1);
            List<OperationEvent> told = world.follow(removal);
            world.lifecycle.cancel(removal.id(), "carol");
            world.minutes(1);

            assertThat(world.now(removal).phase()).isEqualTo(Phase.DESTROYING);
            assertThat(told).anySatisfy(event -> assertThat(event).isInstanceOf(OperationEvent.Warned.class));
        }
    }
}
