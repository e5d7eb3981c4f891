package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.environments.lifecycle.PromoteRequest.Authority;
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
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A promotion")
class PromotionTest {

    private static final Stage QA = Stage.unconfigured("qa", SimulatedTarget.ID);
    private static final Stage PROD = World.standing("prod");
    private static final EnvironmentId IN_QA = EnvironmentLifecycle.idOf(Change.request("shop", 7), QA);
    private static final EnvironmentId IN_PROD = EnvironmentLifecycle.idOf(Change.request("shop", 7), PROD);

    private final World world = new World(1);

    private static PromoteRequest request(Stage from, Stage to) {
        return request(from, to, 7, null, Authority.GRANTED);
    }

    private static PromoteRequest request(Stage from, Stage to, int number, Integer release, Authority authority) {
        return new PromoteRequest(
                "shop",
                Change.request("shop", number),
                from,
                to,
                List.of("staging", "qa", "prod"),
                release,
                Map.of(),
                Map.of(),
                true,
                authority,
                World.TIMEOUT,
                Origin.of("alice"));
    }

    private Operation promote(Stage from, Stage to) {
        Operation operation = world.lifecycle.promote(request(from, to));
        world.minutes(1);
        return world.now(operation);
    }

    private Release release(EnvironmentId id) {
        return world.lifecycle.releases(id).get(0);
    }

    private EnvironmentState state(EnvironmentId id) {
        return world.lifecycle.environment(id).orElseThrow().state();
    }

    private void staged(Stacks stack) {
        world.deploy(7, stack);
        world.minutes(1);
    }

    private void breakIn(String stage) {
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            State outcome(EnvironmentId id, String service, String image) {
                return id.value().contains(stage) ? State.FAILED : State.READY;
            }
        });
    }

    @Nested
    @DisplayName("that works")
    class Works {

        @Test
        void movesTheVeryImagesAndTakesTheSourceAway() {
            staged(stack().service("db").secret("PASSWORD", "hunter2").service("web", "db"));
            Map<String, String> ran = release(World.id(7)).images();

            Operation operation = promote(World.STAGING, QA);

            assertThat(operation.kind()).isEqualTo(Operation.Kind.PROMOTE);
            assertThat(operation.phase()).isEqualTo(Phase.RELEASED);
            assertThat(release(IN_QA).images()).isEqualTo(ran);
            assertThat(world.target.runningImages(IN_QA)).isEqualTo(ran);
            assertThat(state(IN_QA)).isEqualTo(EnvironmentState.READY);
            assertThat(state(World.id(7))).isEqualTo(EnvironmentState.GONE);
            assertThat(world.target.place(World.id(7))).isNull();
        }

        @Test
        void startsNothingAnewWhereTheVerySameRunsAlready() {
            staged(stack().service("db").secret("PASSWORD", "hunter2").service("web", "db"));
            PromoteRequest staying = keepingTheSource();
            world.lifecycle.promote(staying);
            world.minutes(1);
            Map<String, Long> before = generations();

            Operation again = world.lifecycle.promote(staying);
            world.minutes(1);

            assertThat(world.now(again).phase()).isEqualTo(Phase.RELEASED);
            assertThat(generations()).isEqualTo(before);
            assertThat(release(IN_QA).number()).isEqualTo(2);
            assertThat(release(IN_QA).images()).isEqualTo(release(World.id(7)).images());
        }

        private PromoteRequest keepingTheSource() {
            PromoteRequest moving = request(World.STAGING, QA);
            return new PromoteRequest(
                    moving.project(),
                    moving.change(),
                    moving.from(),
                    moving.to(),
                    moving.order(),
                    moving.release(),
                    moving.variables(),
                    moving.secrets(),
                    false,
                    moving.authority(),
                    moving.timeout(),
                    moving.origin());
        }

        private Map<String, Long> generations() {
            Map<String, Long> generations = new TreeMap<>();
            world.target.places().get(IN_QA).services.forEach((name, thing) -> generations.put(name, thing.generation));
            return generations;
        }

        @Test
        void mayGoAsSoonAsItHasSoaked() {
            staged(stack().service("web"));
            world.minutes(30);

            assertThat(promote(World.STAGING, World.soaking(QA, Duration.ofMinutes(30)))
                            .phase())
                    .isEqualTo(Phase.RELEASED);
        }

        @Test
        void remembersWhereItComesFrom() {
            staged(stack().service("web"));
            Release made = release(World.id(7));
            promote(World.STAGING, QA);
            promote(QA, PROD);

            assertThat(release(IN_PROD).ancestry()).isEqualTo(new Release.Ancestry(IN_QA, 1, made.releasedAt(), true));
            assertThat(release(IN_QA).ancestry())
                    .isEqualTo(new Release.Ancestry(World.id(7), 1, made.releasedAt(), true));
        }

        @Test
        void goesOnAfterARestartInEveryPhase() {
            for (int steps = 1; steps < 40; steps++) {
                World other = new World(steps);
                other.deploy(
                        7, stack().service("db").secret("PASSWORD", "hunter2").service("web", "db"));
                other.minutes(1);
                Operation operation = other.lifecycle.promote(request(World.STAGING, QA));
                for (int i = 0; i < steps; i++) {
                    other.time.step();
                }
                other.restart();
                other.minutes(2);

                assertThat(other.now(operation).phase())
                        .as("after %d steps", steps)
                        .isEqualTo(Phase.RELEASED);
                assertThat(other.environment(7).state()).isEqualTo(EnvironmentState.GONE);
            }
        }
    }

    @Nested
    @DisplayName("that fails")
    class Fails {

        @Test
        void leavesNothingWhereNothingWas() {
            staged(stack().service("web").volume("data"));
            breakIn("qa");

            Operation operation = promote(World.STAGING, QA);

            assertThat(operation.phase()).isEqualTo(Phase.FAILED);
            assertThat(state(IN_QA)).isEqualTo(EnvironmentState.GONE);
            assertThat(world.target.place(IN_QA)).isNull();
            assertThat(world.target.volumes()).doesNotContainKey(IN_QA);
            assertThat(state(World.id(7))).isEqualTo(EnvironmentState.READY);
        }

        @Test
        void leavesBothSidesAsTheyWere() {
            staged(stack().service("db").volume("data").service("web", "db").image("good:1"));
            promote(World.STAGING, QA);
            staged(stack().service("db").volume("data").service("web", "db").image("good:2"));
            String source = side(World.id(7));
            String destination = side(IN_QA);
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                State outcome(EnvironmentId id, String service, String image) {
                    return image.startsWith("good:2") ? State.FAILED : State.READY;
                }
            });

            Operation operation = promote(World.STAGING, QA);

            assertThat(operation.phase()).isEqualTo(Phase.FAILED);
            assertThat(side(World.id(7))).isEqualTo(source);
            assertThat(side(IN_QA)).isEqualTo(destination);
            assertThat(world.lifecycle.environment(IN_QA).orElseThrow().failure())
                    .isEqualTo(operation.failure());
            world.pass(Duration.ofDays(1));
            assertThat(side(World.id(7))).as("nobody takes it away later").isEqualTo(source);
        }

        /** All that there is of an environment: its state, its releases, what runs, its volumes, its marks. */
        private String side(EnvironmentId id) {
            Environment now = world.lifecycle.environment(id).orElseThrow();
            return now.state() + " " + now.release() + " " + now.links() + " " + now.hold() + " " + now.pinned() + " "
                    + now.expiresAt() + " " + now.deployedAt() + " " + world.lifecycle.releases(id) + " "
                    + world.target.runningImages(id) + " "
                    + world.target.volumes().get(id);
        }

        @Test
        void leavesWhatRanThere() {
            staged(stack().service("web").image("good:1"));
            promote(World.STAGING, QA);
            promote(QA, PROD);
            Map<String, String> ran = world.target.runningImages(IN_PROD);
            staged(stack().service("web").image("good:2"));
            promote(World.STAGING, QA);
            breakIn("never");
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                State outcome(EnvironmentId id, String service, String image) {
                    return image.startsWith("good:2") ? State.FAILED : State.READY;
                }
            });

            Operation operation = promote(QA, PROD);

            assertThat(operation.phase()).isEqualTo(Phase.FAILED);
            assertThat(world.target.runningImages(IN_PROD)).isEqualTo(ran);
            assertThat(state(IN_PROD)).isEqualTo(EnvironmentState.READY);
            assertThat(state(IN_QA)).isEqualTo(EnvironmentState.READY);
            assertThat(release(IN_PROD).number()).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("is refused")
    class Refused {

        private void refused(PromoteRequest request, String message) {
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> world.lifecycle.promote(request))
                    .withMessage(message);
        }

        @Test
        void whenItWouldSkipAStage() {
            staged(stack().service("web"));
            refused(request(World.STAGING, PROD), "from staging to prod would skip qa; promote to qa first");
        }

        @Test
        void whenItWouldGoBackwards() {
            staged(stack().service("web"));
            refused(
                    request(QA, World.STAGING),
                    "staging does not come after qa, so this would go backwards; promote from qa to prod");
        }

        @Test
        void intoAProtectedStageWithoutThePermission() {
            refused(
                    request(QA, PROD, 7, null, new Authority(false, "somebody with the permission Promote")),
                    "stage prod is protected, and alice may not promote into it; ask somebody with the permission Promote");
        }

        @Test
        void whenItHasNotSoaked() {
            staged(stack().service("web"));
            Instant enough = release(World.id(7)).releasedAt().plus(Duration.ofMinutes(30));
            Instant ready = enough.minus(Duration.ofMinutes(30));
            world.minutes(9);
            String ran = Diagnosis.words(Duration.ofSeconds(
                    Duration.between(ready, world.time.instant()).toSeconds()));
            String left = Diagnosis.words(Duration.ofSeconds(
                    Duration.between(world.time.instant(), enough).toSeconds()));
            refused(
                    request(World.STAGING, World.soaking(QA, Duration.ofMinutes(30))),
                    "release 1 of shop-staging-pr-7 has run for " + ran
                            + ", and stage qa asks for 30m; promote it in " + left + ", from " + enough
                            + " on");
            assertThat(left).startsWith("20m ");
        }

        @Test
        void leavesNoTrace() {
            staged(stack().service("web"));
            world.target.calls().clear();
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() ->
                            world.lifecycle.promote(request(World.STAGING, World.soaking(QA, Duration.ofMinutes(30)))));
            assertThat(world.target.calls()).isEmpty();
            assertThat(world.lifecycle.environment(IN_QA)).isEmpty();
        }

        @Test
        void whenNothingRuns() {
            refused(
                    request(World.STAGING, QA),
                    "environment shop-staging-pr-7 does not run, so staging has nothing to promote; "
                            + "deploy the change to staging first");
        }

        @Test
        void whenTheLastDeployFailed() {
            staged(stack().service("web"));
            breakIn("staging");
            world.deploy(7, stack().service("web").image("web:2"), DeployRequest.OnFailure.KEEP);
            world.minutes(1);

            refused(
                    request(World.STAGING, QA),
                    "the newest healthy release of shop-staging-pr-7 is 1, and what was deployed after it failed "
                            + "(service web did not become ready: it is simulated); "
                            + "deploy the change until it is ready, or promote release 1 by its number");
        }

        @Test
        void whileTheSourceIsAtWork() {
            world.deploy(7, stack().service("web"));
            refused(
                    request(World.STAGING, QA),
                    "environment shop-staging-pr-7 is at work (deploy by alice); wait until that has ended");
        }

        @Test
        void whenAServiceIsNotHealthyNow() {
            staged(stack().service("web"));
            world.target.stumble(World.id(7), "web");
            world.pass(Duration.ofSeconds(1));
            refused(
                    request(World.STAGING, QA),
                    "service web of shop-staging-pr-7 is not healthy now (0 of 1 ready); "
                            + "promote it when it is, or promote an earlier release by its number");
        }

        @Test
        void whileHeld() {
            staged(stack().service("web"));
            promote(World.STAGING, QA);
            staged(stack().service("web").image("web:2"));
            world.lifecycle.hold(IN_QA, "it is being shown", "bob");
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> world.lifecycle.promote(request(World.STAGING, QA)))
                    .withMessageMatching("environment shop-qa-pr-7 is held by bob since \\S+: it is being shown; "
                            + "ask for the hold to be lifted");
        }

        @Test
        void withANumberThatIsNone() {
            staged(stack().service("web"));
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> world.lifecycle.promote(request(World.STAGING, QA, 7, 4, Authority.GRANTED)))
                    .withMessage("environment shop-staging-pr-7 has no release 4; name one of [1]");
        }

        @Test
        void whenItIsOlderThanWhatRunsThere() {
            world.deploy(8, stack().service("web").image("web:old"));
            world.minutes(1);
            world.deploy(7, stack().service("web").image("web:new"));
            world.minutes(1);
            promote(World.STAGING, QA);
            promote(QA, PROD);
            world.lifecycle.promote(request(World.STAGING, QA, 8, null, Authority.GRANTED));
            world.minutes(1);
            assertThatExceptionOfType(RefusedException.class)
                    .isThrownBy(() -> world.lifecycle.promote(request(QA, PROD, 8, null, Authority.GRANTED)))
                    .withMessageContaining("so it is older; deploy the change to qa again");
        }
    }
}
