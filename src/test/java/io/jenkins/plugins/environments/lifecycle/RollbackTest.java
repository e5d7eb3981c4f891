package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation.State;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A rollback")
class RollbackTest {

    private final World world = new World(1);

    private static RollbackRequest request(Integer to) {
        return new RollbackRequest(World.id(7), to, "the cart is empty", World.TIMEOUT, Origin.of("alice"));
    }

    private Operation rollback(Integer to) {
        Operation operation = world.lifecycle.rollback(request(to));
        world.minutes(1);
        return world.now(operation);
    }

    /** Deploys {@code web:n} with a secret of that number, and so on for each number. */
    private void releases(int... numbers) {
        for (int number : numbers) {
            world.deploy(
                    7,
                    stack().service("web")
                            .image("web:" + number)
                            .secret("PASSWORD", "hunter2-" + number)
                            .variable("N", String.valueOf(number)));
            world.minutes(1);
        }
    }

    private Release newest() {
        return world.lifecycle.releases(World.id(7)).get(0);
    }

    @Test
    void bringsBackImagesAndConfigurationAsAReleaseOfItsOwn() {
        releases(1, 2);
        Release first = world.lifecycle.releases(World.id(7)).get(1);

        Operation operation = rollback(null);

        assertThat(operation.kind()).isEqualTo(Operation.Kind.ROLLBACK);
        assertThat(operation.phase()).isEqualTo(Phase.RELEASED);
        assertThat(newest().number()).isEqualTo(3);
        assertThat(newest().images()).isEqualTo(first.images());
        assertThat(newest().configurationDigest()).isEqualTo(first.configurationDigest());
        assertThat(newest().ancestry()).isEqualTo(new Release.Ancestry(World.id(7), 1, first.releasedAt()));
        assertThat(world.target.runningImages(World.id(7))).isEqualTo(first.images());
    }

    @Test
    void holdsTheEnvironmentWithReasonAndName() {
        releases(1, 2);
        rollback(null);

        Environment.Hold hold = Objects.requireNonNull(world.environment(7).hold());
        assertThat(hold.reason()).isEqualTo("the cart is empty");
        assertThat(hold.by()).isEqualTo("alice");
    }

    @Test
    void goesToTheReleaseThatIsNamed() {
        releases(1, 2, 3);
        rollback(1);
        assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:1@");
    }

    @Test
    void goesOneFurtherBackWhenItIsAskedForAgain() {
        releases(1, 2, 3);
        rollback(null);
        assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:2@");
        rollback(null);
        assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:1@");
    }

    @Test
    void passesOverReleasesThatAreTheSame() {
        releases(1, 2, 2);
        rollback(null);
        assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:1@");
    }

    @Test
    void goesToWhatRanBeforeADeployThatFailed() {
        releases(1);
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            State outcome(EnvironmentId id, String service, String image) {
                return image.startsWith("bad") ? State.FAILED : State.READY;
            }
        });
        world.deploy(7, stack().service("web").image("bad"), OnFailure.KEEP);
        world.minutes(1);
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.FAILED);

        rollback(null);

        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.READY);
        assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:1@");
    }

    /** Bad after good, and how it got back to the good one. */
    private record WayBack(List<String> calls, String image, Environment environment) {

        static WayBack of(OnFailure onFailure) {
            World world = new World(3);
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                State outcome(EnvironmentId id, String service, String image) {
                    return image.startsWith("bad") ? State.FAILED : State.READY;
                }
            });
            world.deploy(7, stack().service("db").service("web", "db").image("web:1"));
            world.minutes(1);
            world.target.calls().clear();
            world.deploy(7, stack().service("db").service("web", "db").image("bad"), onFailure);
            world.minutes(1);
            // The last of the diagnosis: what is to be masked in it.
            int failed = world.target.calls().lastIndexOf("values shop-staging-pr-7");
            List<String> calls = world.target.calls();
            if (onFailure == OnFailure.KEEP) {
                failed = calls.size() - 1;
                world.lifecycle.rollback(request(null));
                world.minutes(1);
            }
            return new WayBack(
                    calls.subList(failed + 1, calls.size()).stream()
                            .filter(call -> !call.startsWith("observe") && !call.startsWith("images"))
                            .toList(),
                    world.target.places().get(World.id(7)).services.get("web").image,
                    world.environment(7));
        }
    }

    @Test
    void isTheWayBackOfADeployThatFailsButForTheReleaseAndTheHold() {
        WayBack automatic = WayBack.of(OnFailure.ROLLBACK);
        WayBack person = WayBack.of(OnFailure.KEEP);

        assertThat(automatic.calls()).isNotEmpty().isEqualTo(person.calls());
        assertThat(automatic.image()).startsWith("web:1@").isEqualTo(person.image());
        assertThat(automatic.environment().state())
                .isEqualTo(person.environment().state());
        assertThat(automatic.environment().release()).isEqualTo(1);
        assertThat(automatic.environment().hold())
                .as("the commit that mends it may come")
                .isNull();
        assertThat(automatic.environment().failure()).as("why it went back").isNotNull();
        assertThat(person.environment().release()).isEqualTo(2);
        assertThat(person.environment().hold()).isNotNull();
    }

    @Test
    void afterADeployThatFailedAsksForTheImageByDigestSinceTheTagMayHaveMoved() {
        SplittableRandom random = new SplittableRandom(5);
        VirtualTime time = new VirtualTime(random);
        AtomicReference<Map<String, String>> asked = new AtomicReference<>(Map.of());
        SimulatedTarget target = new SimulatedTarget(time, random) {
            @Override
            public Applied apply(Desired desired, Set<String> services) {
                asked.set(desired.images());
                return super.apply(desired, services);
            }
        };
        World other = new World(random, time, new SimulatedDisk(), target, LifecycleSettings.DEFAULT);
        other.open();
        other.deploy(7, stack().service("web").variable("N", "1"));
        other.minutes(1);
        assertThat(asked.get()).as("by its tag").isEmpty();
        target.faults(new SimulatedTarget.Faults() {
            @Override
            State outcome(EnvironmentId id, String service, String image) {
                return State.FAILED;
            }
        });
        other.deploy(7, stack().service("web").variable("N", "2"), OnFailure.KEEP);
        other.minutes(1);
        assertThat(other.environment(7).state()).isEqualTo(EnvironmentState.FAILED);
        target.faults(new SimulatedTarget.Faults());

        other.lifecycle.rollback(request(null));
        other.minutes(1);

        assertThat(other.environment(7).state()).isEqualTo(EnvironmentState.READY);
        assertThat(asked.get()).containsOnlyKeys("web").allSatisfy((service, image) -> assertThat(image)
                .startsWith("web:1@"));
    }

    @Test
    void findsItsSecretsOnTheTargetAlsoAfterTwentyReleases() {
        for (int number = 1; number <= 21; number++) {
            releases(number);
        }
        assertThat(world.lifecycle.releases(World.id(7))).hasSize(20);
        assertThat(rollback(2).phase()).isEqualTo(Phase.RELEASED);
    }

    @Test
    void goesOnAfterARestart() {
        releases(1, 2);
        Operation operation = world.lifecycle.rollback(request(null));
        world.time.step();
        world.restart();
        world.minutes(2);
        assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
        assertThat(world.environment(7).hold()).isNotNull();
    }

    @Nested
    @DisplayName("is refused")
    class Refused {

        @Test
        void whenThereIsNothingBefore() {
            releases(1);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> rollback(null))
                    .withMessage("environment shop-staging-pr-7 has no other release before the one that runs; "
                            + "deploy a state that is well");
        }

        @Test
        void whenTheEnvironmentIsGone() {
            releases(1, 2);
            world.destroy(7);
            world.minutes(1);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> rollback(null))
                    .withMessageContaining("is gone, so there is nothing to roll back");
        }

        @Test
        void whenThereIsNoSuchRelease() {
            releases(1, 2);
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> rollback(9))
                    .withMessage("environment shop-staging-pr-7 has no release 9; name one of [1, 2]");
        }
    }

    @Nested
    @DisplayName("and its hold")
    class Hold {

        @Test
        void refuseADeploy() {
            releases(1, 2);
            rollback(null);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> world.deploy(7, stack().service("web")))
                    .withMessageMatching(
                            "environment shop-staging-pr-7 is held by alice since \\S+: the cart is empty; "
                                    + "ask for the hold to be lifted");
        }

        @Test
        void failADeployThatWaitedBehindTheRollback() {
            releases(1, 2);
            Operation rollback = world.lifecycle.rollback(request(null));
            Operation deploy = world.deploy(7, stack().service("web").image("web:3"));
            world.minutes(2);

            assertThat(world.now(rollback).phase()).isEqualTo(Phase.RELEASED);
            assertThat(world.now(deploy).phase()).isEqualTo(Phase.FAILED);
            assertThat(Objects.requireNonNull(world.now(deploy).failure()).what())
                    .isEqualTo("it was held before its turn came");
            assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:1@");
        }

        @Test
        void letADeployWaitWhereTheStageSaysSo() {
            releases(1, 2);
            rollback(null);
            Operation deploy = world.lifecycle.deploy(World.request(
                    Change.request("shop", 7),
                    World.waiting(World.STAGING),
                    stack().service("web").image("web:3").reading(),
                    OnFailure.ROLLBACK,
                    Origin.of("alice")));
            world.minutes(30);
            assertThat(world.now(deploy).phase()).isEqualTo(Phase.REQUESTED);

            world.restart();
            world.lifecycle.lift(World.id(7), "carol");
            world.minutes(1);
            assertThat(world.now(deploy).phase()).isEqualTo(Phase.RELEASED);
            assertThat(world.environment(7).hold()).isNull();
        }

        @Test
        void makeRoomForAnotherRollback() {
            releases(1, 2, 3);
            rollback(null);
            assertThat(rollback(1).phase()).isEqualTo(Phase.RELEASED);
        }

        @Test
        void canBeLiftedFromWhatNeverBegan() {
            Operation deploy = world.deploy(7, stack().service("web"));
            world.lifecycle.hold(World.id(7), "not yet", "bob");
            world.lifecycle.cancel(deploy.id(), "bob");
            world.minutes(1);
            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.GONE);

            world.lifecycle.lift(World.id(7), "bob");
            world.deploy(7, stack().service("web"));
            world.minutes(1);
            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.READY);
        }

        @Test
        void doNotStopARemoval() {
            releases(1, 2);
            rollback(null);
            Operation removal = world.destroy(7);
            world.minutes(1);
            assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
            assertThat(world.environment(7).hold()).isNull();
        }
    }

    @Test
    void thatFailsLeavesWhatRan() {
        releases(1, 2);
        Map<String, String> ran = world.target.runningImages(World.id(7));
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            State outcome(EnvironmentId id, String service, String image) {
                return image.startsWith("web:1") ? State.FAILED : State.READY;
            }
        });

        assertThat(rollback(null).phase()).isEqualTo(Phase.FAILED);

        assertThat(world.target.runningImages(World.id(7))).isEqualTo(ran);
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.READY);
        assertThat(world.environment(7).release()).isEqualTo(2);
    }
}
