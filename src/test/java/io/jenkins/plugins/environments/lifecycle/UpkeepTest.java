package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static io.jenkins.plugins.environments.lifecycle.World.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.Sweep.Action;
import io.jenkins.plugins.environments.lifecycle.Sweep.Outcome;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.lifecycle.retention.Verdict;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What is stale")
class UpkeepTest {

    private final World world = new World(5);
    private final Map<Integer, ChangeStatus> statuses = new HashMap<>();
    private final KnownChanges changes = environment -> {
        Integer number = environment.change().number();
        return number == null ? ChangeStatus.UNKNOWN : statuses.getOrDefault(number, ChangeStatus.of(State.OPEN));
    };

    private StaleQuery query(@CheckForNull String project) {
        return new StaleQuery(List.of(World.STAGING), "staging", project, changes);
    }

    private DestroyStaleRequest request(boolean dryRun, int limit, boolean mostAreMeant) {
        return new DestroyStaleRequest(query(null), dryRun, limit, mostAreMeant, World.TIMEOUT, Origin.of("cron"));
    }

    private Sweep sweep() {
        return world.lifecycle.upkeep().destroyStale(request(false, 0, false));
    }

    private void deployed(int... numbers) {
        for (int number : numbers) {
            world.deploy(number, stack().service("web"));
            world.minutes(1);
        }
    }

    private void close(int... numbers) {
        for (int number : numbers) {
            statuses.put(number, ChangeStatus.of(State.CLOSED));
        }
    }

    private static List<EnvironmentId> ids(List<Outcome> outcomes) {
        return outcomes.stream().map(each -> each.decision().environment().id()).toList();
    }

    private EnvironmentState state(int number) {
        return world.environment(number).state();
    }

    @Test
    void goesAndTheRestStays() {
        deployed(1, 2, 3);
        close(2);
        Sweep sweep = sweep();
        assertThat(state(2)).isEqualTo(EnvironmentState.DESTROYING);
        world.minutes(1);

        assertThat(ids(sweep.outcomes(Action.DESTROYING))).containsExactly(id(2));
        assertThat(ids(sweep.outcomes(Action.KEPT))).containsExactly(id(1), id(3));
        assertThat(world.target.places().keySet()).containsExactly(id(1), id(3));
        String operation = sweep.outcomes(Action.DESTROYING).get(0).operation();
        assertThat(world.lifecycle
                        .operation(String.valueOf(operation))
                        .orElseThrow()
                        .phase())
                .isEqualTo(Phase.GONE);
    }

    @Test
    void isOnlyShownByADryRunWithTheSentenceOfEach() {
        deployed(1, 2);
        close(2);
        Sweep sweep = world.lifecycle.upkeep().destroyStale(request(true, 0, false));
        world.minutes(1);

        assertThat(sweep.outcomes())
                .extracting(each -> each.decision().toString())
                .containsExactly(
                        "shop-staging-pr-1: keep, pull request #1 is open",
                        "shop-staging-pr-2: destroy, pull request #2 was closed");
        assertThat(sweep.outcomes()).extracting(Outcome::action).containsExactly(Action.KEPT, Action.WOULD_GO);
        assertThat(world.lifecycle.environments()).hasSize(2);
    }

    @Test
    void isTheSameForADryRunAndForARealOne() {
        deployed(1, 2, 3, 4);
        close(2, 4);
        List<EnvironmentId> would = ids(
                world.lifecycle.upkeep().destroyStale(request(true, 0, false)).outcomes(Action.WOULD_GO));

        assertThat(ids(sweep().outcomes(Action.DESTROYING))).isEqualTo(would);
    }

    @Test
    void ofAnotherProjectIsNotLookedAt() {
        deployed(1);
        world.lifecycle.deploy(World.request(
                Change.request("other", 2),
                World.STAGING,
                stack().service("web").reading(),
                DeployRequest.OnFailure.KEEP,
                Origin.of("alice")));
        world.minutes(1);

        assertThat(world.lifecycle.upkeep().decisions(query("other")))
                .extracting(Decision::environment)
                .extracting(Environment::project)
                .containsExactly("other");
    }

    @Test
    void takesNoMoreAtATimeThanTheLimitAndTheOldestFirst() {
        deployed(3, 1, 2, 4);
        close(1, 2, 3);
        Sweep sweep = world.lifecycle.upkeep().destroyStale(request(false, 2, false));

        assertThat(ids(sweep.outcomes(Action.DESTROYING))).containsExactlyInAnyOrder(id(3), id(1));
        assertThat(sweep.outcomes(Action.LATER)).singleElement().satisfies(later -> {
            assertThat(later.decision().environment().id()).isEqualTo(id(2));
            assertThat(later.note()).isEqualTo("no more than 2 at a time");
        });
    }

    @Test
    void staysWhenNobodyCanTellWhatBecameOfItsChange() {
        deployed(1, 2);
        KnownChanges broken = environment -> {
            throw new IllegalStateException("the server is away");
        };
        List<Decision> decisions =
                world.lifecycle.upkeep().decisions(new StaleQuery(List.of(World.STAGING), null, null, broken));

        assertThat(decisions).extracting(Decision::verdict).containsOnly(Verdict.KEEP);
        assertThat(decisions).extracting(Decision::sentence).first().isEqualTo("nothing is known of pull request #1");
    }

    @Test
    void goesThoughAnotherOneCanNotBegin() {
        deployed(1, 2, 3, 4);
        close(1, 2);
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            boolean held(EnvironmentId id) {
                return id.equals(id(1));
            }
        });
        sweep();
        world.minutes(30);

        assertThat(state(1)).isEqualTo(EnvironmentState.STUCK);
        assertThat(state(2)).isEqualTo(EnvironmentState.GONE);
        close(3);
        sweep();
        world.minutes(1);
        assertThat(state(3)).isEqualTo(EnvironmentState.GONE);
    }

    @Test
    void goesInEveryStageThatTheChangeEverReached() {
        Stage preview = Stage.unconfigured("preview", SimulatedTarget.ID);
        deployed(1, 2);
        for (int number : List.of(1, 2)) {
            world.lifecycle.deploy(World.request(
                    Change.request("shop", number),
                    preview,
                    stack().service("web").reading(),
                    DeployRequest.OnFailure.KEEP,
                    Origin.of("alice")));
        }
        world.minutes(1);
        deployed(1);
        close(1);
        world.lifecycle
                .upkeep()
                .destroyStale(new DestroyStaleRequest(
                        new StaleQuery(List.of(World.STAGING, preview), null, null, changes),
                        false,
                        0,
                        false,
                        World.TIMEOUT,
                        Origin.of("cron")));
        world.minutes(1);

        assertThat(world.target.places().keySet())
                .containsExactlyInAnyOrder(id(2), EnvironmentLifecycle.idOf(Change.request("shop", 2), preview));
    }

    @Test
    void leavesTheOtherRequestsAlone() {
        // Closing one pull request never cleans up the previews of others.
        deployed(1, 2, 3, 4, 5);
        close(3);
        sweep();
        world.minutes(1);

        assertThat(world.lifecycle.environments())
                .extracting(Environment::id)
                .containsExactly(id(1), id(2), id(4), id(5));
    }

    @Test
    void isWhatWasPromotedAlsoWhenItsRemovalWasLost() {
        Stage qa = Stage.unconfigured("qa", SimulatedTarget.ID);
        deployed(1);
        world.lifecycle.pin(id(1), "alice");
        promote(qa, true);
        world.lifecycle.unpin(id(1), "alice");

        assertThat(decision(1).sentence()).isEqualTo("what it runs was promoted to shop-qa-pr-1");
        assertThat(decision(1).verdict()).isEqualTo(Verdict.STALE);
        deployed(1);
        assertThat(decision(1).verdict()).as("what came after was not promoted").isEqualTo(Verdict.KEEP);
    }

    @Test
    void isNotWhatWasPromotedAndIsToStay() {
        deployed(1);
        promote(Stage.unconfigured("qa", SimulatedTarget.ID), false);

        assertThat(decision(1).verdict()).isEqualTo(Verdict.KEEP);
    }

    private void promote(Stage to, boolean destroySource) {
        Operation promotion = world.lifecycle.promote(new PromoteRequest(
                "shop",
                Change.request("shop", 1),
                World.STAGING,
                to,
                List.of("staging", "qa"),
                null,
                Map.of(),
                Map.of(),
                destroySource,
                PromoteRequest.Authority.GRANTED,
                World.TIMEOUT,
                Origin.of("alice")));
        world.minutes(1);
        assertThat(world.now(promotion).phase()).isEqualTo(Phase.RELEASED);
    }

    private Decision decision(int number) {
        return world.lifecycle.upkeep().decisions(query(null)).stream()
                .filter(each -> each.environment().id().equals(id(number)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isNoMoreAfterItsTimeWasExtendedOrItWasPinned() {
        Stage week = World.STAGING.toBuilder()
                .retention(new Stage.Retention(Duration.ofDays(7), 0))
                .build();
        world.lifecycle.deploy(World.request(
                Change.request("shop", 1),
                week,
                stack().service("web").reading(),
                DeployRequest.OnFailure.KEEP,
                Origin.of("alice")));
        world.minutes(1);
        Instant deadline = Objects.requireNonNull(decision(1).deadline());
        assertThat(deadline)
                .isEqualTo(Objects.requireNonNull(world.environment(1).deployedAt())
                        .plus(Duration.ofDays(7)));
        world.pass(Duration.ofDays(8));
        assertThat(decision(1).rule()).isEqualTo("expired");

        world.lifecycle.extend(id(1), world.time.instant().plus(Duration.ofDays(1)), "alice");
        assertThat(decision(1).verdict()).isEqualTo(Verdict.KEEP);
        world.pass(Duration.ofDays(2));
        assertThat(decision(1).rule()).isEqualTo("expired");
        world.lifecycle.pin(id(1), "alice");
        assertThat(decision(1).sentence()).isEqualTo("it is pinned");
    }

    @Nested
    @DisplayName("and is being deployed")
    class BeingDeployed {

        @Test
        void isStoppedAndTakenAwayWhenItsChangeHasEnded() {
            Operation deploy = world.deploy(1, stack().service("web"));
            world.pass(Duration.ofSeconds(1));
            close(1);
            Sweep sweep = sweep();
            world.minutes(2);

            assertThat(sweep.outcomes(Action.DESTROYING))
                    .singleElement()
                    .satisfies(each -> assertThat(each.decision().verdict()).isEqualTo(Verdict.ABANDONED));
            assertThat(world.now(deploy).phase()).isEqualTo(Phase.CANCELED);
            assertThat(state(1)).isEqualTo(EnvironmentState.GONE);
            assertThat(world.target.places()).isEmpty();
        }

        @Test
        void goesThoughItsDeployCameWhenItsChangeHadEndedAlready() {
            close(1);
            sweep();
            Operation late = world.deploy(1, stack().service("web"));
            world.minutes(1);
            assertThat(world.now(late).phase()).isEqualTo(Phase.RELEASED);

            sweep();
            world.minutes(1);
            assertThat(state(1)).isEqualTo(EnvironmentState.GONE);
            assertThat(world.target.places()).isEmpty();
        }

        @Test
        void staysWhenItsDeployIsThatOfTheBranchItWasMergedInto() {
            Set<String> deadJobs = Set.of("shop/PR-1");
            KnownChanges byJob =
                    environment -> deadJobs.contains(environment.origin().job())
                            ? ChangeStatus.of(State.MERGED)
                            : ChangeStatus.of(State.OPEN);
            StaleQuery query = new StaleQuery(List.of(World.STAGING), null, null, byJob);
            deployBy("shop/PR-1");
            world.minutes(1);
            assertThat(world.lifecycle.upkeep().decisions(query))
                    .first()
                    .extracting(Decision::verdict)
                    .isEqualTo(Verdict.STALE);

            deployBy("shop/STAGING");
            assertThat(world.lifecycle.upkeep().decisions(query))
                    .first()
                    .extracting(Decision::rule)
                    .isEqualTo("busy");
            world.minutes(1);
            assertThat(world.lifecycle.upkeep().decisions(query))
                    .first()
                    .extracting(Decision::sentence)
                    .isEqualTo("pull request #1 is open");
        }

        private void deployBy(String job) {
            world.lifecycle.deploy(World.request(
                    Change.request("shop", 1),
                    World.STAGING,
                    stack().service("web").variable("JOB", job).reading(),
                    DeployRequest.OnFailure.ROLLBACK,
                    new Origin("alice", job, 1, null)));
        }
    }

    @Nested
    @DisplayName("in most of a stage at once")
    class Most {

        @BeforeEach
        void tenOfWhichSixAreStale() {
            deployed(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            close(1, 2, 3, 4, 5, 6);
        }

        @Test
        void stopsAndAsks() {
            assertThatThrownBy(UpkeepTest.this::sweep)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("6 of the 10 environments of stage staging would go at once")
                    .hasMessageContaining("look at a dry run");
            assertThat(world.lifecycle.environments())
                    .hasSize(10)
                    .extracting(Environment::state)
                    .containsOnly(EnvironmentState.READY);
        }

        @Test
        void stopsAlsoWhenTheLimitIsSmall() {
            assertThatThrownBy(() -> world.lifecycle.upkeep().destroyStale(request(false, 1, false)))
                    .isInstanceOf(RefusedException.class);
        }

        @Test
        void isShownByADryRunWithTheBrake() {
            Sweep sweep = world.lifecycle.upkeep().destroyStale(request(true, 0, false));

            assertThat(sweep.brake()).contains("6 of the 10 environments of stage staging would go at once");
            assertThat(sweep.outcomes(Action.WOULD_GO)).hasSize(6);
        }

        @Test
        void goesWhenSomebodySaysThatItIsMeant() {
            Sweep sweep = world.lifecycle.upkeep().destroyStale(request(false, 0, true));
            world.minutes(1);

            assertThat(sweep.outcomes(Action.DESTROYING)).hasSize(6);
            assertThat(world.lifecycle.environments()).hasSize(4);
        }

        @Test
        void isNoMatterWhenItIsHalf() {
            deployed(11, 12);

            assertThat(sweep().outcomes(Action.DESTROYING)).hasSize(6);
        }

        @Test
        void isNoMatterWhenTheyAreFew() {
            statuses.put(6, ChangeStatus.of(State.OPEN));
            deployed(11);
            world.destroy(7);
            world.destroy(8);
            world.destroy(9);
            world.minutes(1);

            // Five of eight.
            assertThat(sweep().outcomes(Action.DESTROYING)).hasSize(5);
        }
    }

    @Nested
    @DisplayName("is found by the loop")
    class Loop {

        private ReconcileSettings settings = ReconcileSettings.DEFAULT;

        private void reconcile() {
            world.lifecycle.upkeep().reconcile(new Surroundings() {
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

                @Override
                public ReconcileSettings settings() {
                    return settings;
                }
            });
        }

        private ReconcileReport report() {
            return world.lifecycle.upkeep().report().orElseThrow();
        }

        @Test
        void withinOneIntervalWithoutAnyEvent() {
            reconcile();
            deployed(1, 2);
            world.minutes(6);
            close(1);
            world.minutes(6);

            assertThat(state(1)).isEqualTo(EnvironmentState.GONE);
            assertThat(state(2)).isEqualTo(EnvironmentState.READY);
        }

        @Test
        void atOnceAfterAHint() {
            reconcile();
            deployed(1, 2);
            world.minutes(6);
            close(1);
            world.lifecycle.upkeep().lookSoon();
            world.pass(Duration.ofSeconds(10));

            assertThat(state(1)).isEqualTo(EnvironmentState.GONE);
        }

        @Test
        void andToldWithTheNextLook() {
            deployed(1, 2);
            close(1);
            assertThat(world.lifecycle.upkeep().report()).isEmpty();
            reconcile();
            assertThat(world.lifecycle.upkeep().report()).isEmpty();
            world.minutes(1);

            assertThat(report().nextAt())
                    .isBetween(
                            report().at().plus(Duration.ofSeconds(270)),
                            report().at().plus(Duration.ofMinutes(5)));
            assertThat(report().sweeps()).singleElement().satisfies(sweep -> assertThat(
                            ids(sweep.outcomes(Action.DESTROYING)))
                    .containsExactly(id(1)));
            assertThat(report().problems()).isEmpty();
        }

        @Test
        void butNotMoreThanHalfOfAStage() {
            deployed(1, 2, 3, 4, 5, 6, 7);
            close(1, 2, 3, 4, 5, 6, 7);
            reconcile();
            world.minutes(30);

            assertThat(world.lifecycle.environments()).hasSize(7);
            assertThat(report().sweeps()).singleElement().satisfies(sweep -> {
                assertThat(sweep.brake()).contains("7 of the 7 environments of stage staging");
                assertThat(sweep.outcomes(Action.LATER)).hasSize(7);
            });
        }

        @Test
        void thatEndsWithItsSubscriptionAndWithTheLifecycle() {
            deployed(1);
            reconcile();
            world.minutes(1);
            world.lifecycle.close();
            close(1);
            world.open();
            world.minutes(30);

            assertThat(state(1)).isEqualTo(EnvironmentState.READY);
        }

        @Test
        void thatGoesOnWhenALookFails() {
            deployed(1, 2);
            world.lifecycle.upkeep().reconcile(new Surroundings() {
                private int looks;

                @Override
                public List<Stage> stages() {
                    if (looks++ == 0) {
                        throw new IllegalStateException("the configuration is being reloaded");
                    }
                    return List.of(World.STAGING);
                }

                @Override
                public Set<String> targets() {
                    return Set.of();
                }

                @Override
                public KnownChanges changes() {
                    return changes;
                }
            });
            close(1);
            world.minutes(1);
            assertThat(report().problems()).singleElement().satisfies(problem -> assertThat(problem.what())
                    .contains("stage staging could not be looked at"));
            world.minutes(6);

            assertThat(state(1)).isEqualTo(EnvironmentState.GONE);
            assertThat(report().problems()).isEmpty();
        }
    }
}
