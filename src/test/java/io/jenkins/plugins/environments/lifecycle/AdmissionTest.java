package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.OperationFailedException;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A deploy is accepted or refused")
class AdmissionTest {

    private static final String DEFAULT_PATTERN = Stage.LinkRules.DEFAULT_PATTERN;

    private final World world = new World(2);

    static Stage stage(
            String name, @CheckForNull Integer environments, @CheckForNull Duration expireAfter, String pattern) {
        return stage(name, SimulatedTarget.ID, environments, expireAfter, pattern);
    }

    static Stage stage(
            String name,
            String target,
            @CheckForNull Integer environments,
            @CheckForNull Duration expireAfter,
            String pattern) {
        return Stage.unconfigured(name, target).toBuilder()
                .quota(environments == null ? null : new Stage.Quota(null, null, environments))
                .retention(new Stage.Retention(expireAfter, 0))
                .linkRules(new Stage.LinkRules("example.org", pattern, Map.of()))
                .build();
    }

    static DeployRequest request(int number, Stage stage, Stacks stack) {
        return World.request(
                Change.request("shop", number), stage, stack.reading(), OnFailure.ROLLBACK, Origin.of("alice"));
    }

    private Operation build(int build, String job) {
        return world.lifecycle.deploy(World.request(
                Change.request("shop", 7),
                World.STAGING,
                stack().service("web").variable("N", String.valueOf(build)).reading(),
                OnFailure.ROLLBACK,
                new Origin("alice", job, build, null)));
    }

    @Nested
    @DisplayName("by its place in the queue")
    class Queue {

        @Test
        void aNewerOneTakesThePlaceOfOneThatWaits() {
            Operation running = build(1, "shop/PR-7");
            world.pass(Duration.ofSeconds(1));
            Operation older = build(2, "shop/PR-7");
            List<OperationEvent> told = world.follow(older);
            Operation newer = build(3, "shop/PR-7");
            world.minutes(2);

            assertThat(world.now(running).phase()).isEqualTo(Phase.RELEASED);
            assertThat(world.now(older).phase()).isEqualTo(Phase.SUPERSEDED);
            assertThat(world.now(newer).phase()).isEqualTo(Phase.RELEASED);
            assertThat(told).last().asString().contains("SUPERSEDED");
        }

        @Test
        void theOneThatWaitsIsToldBehindWhom() {
            build(1, "shop/PR-7");
            world.pass(Duration.ofSeconds(1));
            List<OperationEvent> told = world.follow(build(2, "shop/PR-7"));
            world.pass(Duration.ZERO);

            assertThat(told).contains(new OperationEvent.Queued(1, "deploy by alice (shop/PR-7 #1)"));
        }

        @Test
        void timeInTheQueueDoesNotCount() {
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                Duration readyAfter() {
                    return Duration.ofMinutes(9);
                }
            });
            build(1, "shop/PR-7");
            world.pass(Duration.ofSeconds(1));
            Operation waiting = build(2, "shop/PR-7");
            world.minutes(19);

            assertThat(world.now(waiting).phase()).isEqualTo(Phase.RELEASED);
        }
    }

    @Nested
    @DisplayName("by its build's number: an older one never replaces what a newer one deployed")
    class OlderBuild {

        @Test
        void isRefusedAfterANewerOneHasDeployed() {
            build(5, "shop/PR-7");
            world.minutes(1);

            assertThatThrownBy(() -> build(4, "shop/PR-7"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("build #5 of shop/PR-7 is newer than #4");
        }

        @Test
        void isRefusedWhileANewerOneDeploysOrWaits() {
            build(5, "shop/PR-7");
            world.pass(Duration.ofSeconds(1));
            build(7, "shop/PR-7");

            assertThatThrownBy(() -> build(6, "shop/PR-7"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("#7");
        }

        @Test
        void mayBeOfAnotherJobOrTheSameBuildAgain() {
            build(5, "shop/PR-7");
            world.minutes(1);

            assertThat(build(5, "shop/PR-7").phase()).isEqualTo(Phase.REQUESTED);
            assertThat(build(1, "nightly").phase()).isEqualTo(Phase.REQUESTED);
        }

        @Test
        void mayDeployAgainWhatIsGone() {
            build(5, "shop/PR-7");
            world.minutes(1);
            world.destroy(7);
            world.minutes(1);

            assertThat(build(1, "shop/PR-7").phase()).isEqualTo(Phase.REQUESTED);
        }
    }

    @Nested
    @DisplayName("by names")
    class Names {

        private DeployRequest of(String project, String stage) {
            return World.request(
                    Change.request(project, 1),
                    stage(stage, null, null, "{service}-{project}-{stage}.{domain}"),
                    stack().service("web").port(80).reading(),
                    OnFailure.ROLLBACK,
                    Origin.of("alice"));
        }

        @Test
        void twoThatWouldHaveTheSameIdentityAreTwo() {
            world.lifecycle.deploy(of("shop-eu", "qa"));

            assertThatThrownBy(() -> world.lifecycle.deploy(of("shop", "eu-qa")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("shop-eu-qa-pr-1 is that of project shop-eu, stage qa, change pr-1");
        }

        @Test
        void anIdentityIsFreeAgainWhenItsEnvironmentIsGone() {
            var id = world.lifecycle.deploy(of("shop-eu", "qa")).environment();
            world.minutes(1);
            world.lifecycle.destroy(new DestroyRequest(id, null, World.TIMEOUT, Origin.of("bob")));
            world.minutes(1);

            assertThat(world.lifecycle.deploy(of("shop", "eu-qa")).environment())
                    .isEqualTo(id);
        }

        @Test
        void anIdentityIsNotFreeWhileVolumesOfItAreKept() {
            DeployRequest request = World.request(
                    Change.request("shop-eu", 1),
                    stage("qa", null, null, DEFAULT_PATTERN),
                    stack().service("web").volume("data").reading(),
                    OnFailure.ROLLBACK,
                    Origin.of("alice"));
            var id = world.lifecycle.deploy(request).environment();
            world.minutes(1);
            world.lifecycle.destroy(new DestroyRequest(id, DataPolicy.KEEP, World.TIMEOUT, Origin.of("bob")));
            world.minutes(1);

            assertThatThrownBy(() -> world.lifecycle.deploy(of("shop", "eu-qa")))
                    .isInstanceOf(RefusedException.class);
        }

        @Test
        void aHostNameLeadsToOneEnvironment() {
            Stage stage = stage("staging", null, null, "{service}.{domain}");
            world.lifecycle.deploy(request(1, stage, stack().service("web").port(80)));

            assertThatThrownBy(() -> world.lifecycle.deploy(
                            request(2, stage, stack().service("web").port(80))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("shop-staging-pr-1 answers at web.example.org already");
        }

        @Test
        void aHostNameIsFreeAgainWhenItsEnvironmentIsGone() {
            Stage stage = stage("staging", null, null, "{service}.{domain}");
            world.lifecycle.deploy(request(1, stage, stack().service("web").port(80)));
            world.minutes(1);
            world.destroy(1);
            world.minutes(1);

            assertThat(world.lifecycle
                            .deploy(request(2, stage, stack().service("web").port(80)))
                            .phase())
                    .isEqualTo(Phase.REQUESTED);
        }
    }

    @Nested
    @DisplayName("by the stage")
    class ByStage {

        @Test
        void whoseQuotaOfEnvironmentsIsUsedUp() {
            Stage stage = stage("staging", 2, null, DEFAULT_PATTERN);
            world.lifecycle.deploy(request(1, stage, stack().service("web")));
            world.lifecycle.deploy(request(2, stage, stack().service("web")));

            assertThatThrownBy(() -> world.lifecycle.deploy(request(3, stage, stack().service("web"))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("may have 2 environments and has shop-staging-pr-1, shop-staging-pr-2");
            assertThat(world.lifecycle
                            .deploy(request(2, stage, stack().service("web")))
                            .phase())
                    .as("one of those that are there")
                    .isEqualTo(Phase.REQUESTED);
        }

        @Test
        void thatMovedToAnotherTarget() {
            world.deploy(1, stack().service("web"));
            world.minutes(1);
            world.elsewhere("other");
            Stage moved = stage("staging", "other", null, null, DEFAULT_PATTERN);

            assertThatThrownBy(() -> world.lifecycle.deploy(request(1, moved, stack().service("web"))))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("runs on target simulated, and the stage staging now says other");
        }

        @Test
        void whoseTargetNobodyConfigured() {
            Stage stage = stage("staging", "nowhere", null, null, DEFAULT_PATTERN);

            assertThatThrownBy(() -> world.lifecycle.deploy(request(1, stage, stack().service("web"))))
                    .isInstanceOf(InvalidInputException.class);
            assertThat(world.lifecycle.environments()).isEmpty();
        }
    }

    @Test
    void anImageForAServiceThatTheStackHasNot() {
        DeployRequest request = new DeployRequest(
                Change.request("shop", 1),
                World.STAGING,
                stack().service("web").reading(),
                Map.of("wbe", "web:2"),
                OnFailure.ROLLBACK,
                World.TIMEOUT,
                Origin.of("alice"));

        assertThatThrownBy(() -> world.lifecycle.deploy(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no service \"wbe\"");
    }

    @Test
    void aCircleOfDependencies() {
        assertThatThrownBy(() -> world.deploy(1, stack().service("a", "b").service("b", "a")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a -> b -> a");
    }

    @Test
    void aDiskThatCanNotTakeTheIntent() {
        world.disk.beforeEach(() -> {
            throw new Mishaps.DiskFault();
        });

        assertThatThrownBy(() -> world.deploy(1, stack().service("web")))
                .isInstanceOf(OperationFailedException.class)
                .hasMessageContaining("nothing was done");
        assertThat(world.lifecycle.environments()).isEmpty();
        assertThat(world.lifecycle.environment(World.id(1))).isEmpty();
    }
}
