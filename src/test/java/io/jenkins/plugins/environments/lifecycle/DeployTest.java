package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static io.jenkins.plugins.environments.lifecycle.World.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Observation.State;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A deploy")
class DeployTest {

    private final World world = new World(1);

    private static TargetException failure(TargetException.Kind kind, String why) {
        return new TargetException(kind, Failure.of("the call failed", why, "wait"));
    }

    /** The given call fails so many times. */
    private void fail(String call, int times, RuntimeException failure) {
        world.target.faults(new SimulatedTarget.Faults() {
            private int left = times;

            @Override
            void before(String name, EnvironmentId id) {
                if (name.equals(call) && left-- > 0) {
                    throw failure;
                }
            }
        });
    }

    private void outcome(State state) {
        world.target.faults(new SimulatedTarget.Faults() {
            @Override
            State outcome(EnvironmentId id, String service, String image) {
                return image.startsWith("bad") ? state : State.READY;
            }
        });
    }

    private List<String> applies() {
        return world.target.calls().stream()
                .filter(call -> call.startsWith("apply"))
                .toList();
    }

    private Failure failureOf(Operation operation) {
        return Objects.requireNonNull(world.now(operation).failure());
    }

    @Nested
    @DisplayName("that works")
    class Works {

        @Test
        void goesWaveByWaveToARelease() {
            Operation operation =
                    world.deploy(7, stack().service("db").service("web", "db").port(8080));

            assertThat(operation.phase()).isEqualTo(Phase.REQUESTED);
            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.DEPLOYING);
            assertThat(world.environment(7).operation()).isEqualTo(operation.id());
            world.minutes(1);
            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
            assertThat(world.target.calls())
                    .containsExactly(
                            "check shop-staging-pr-7",
                            "prepare shop-staging-pr-7",
                            "apply shop-staging-pr-7 [db]",
                            "apply shop-staging-pr-7 [web]",
                            "prune shop-staging-pr-7",
                            "images shop-staging-pr-7");
        }

        @Test
        void recordsWhatReallyRuns() {
            Operation operation = world.deploy(7, stack().service("web").port(8080));
            world.minutes(1);

            Release release = world.lifecycle.releases(id(7)).get(0);
            assertThat(release.number()).isEqualTo(1);
            assertThat(release.images()).containsEntry("web", "web:1@" + Integer.toHexString("web:1".hashCode()));
            assertThat(release.configurationDigest()).hasSize(64);
            assertThat(world.now(operation).release()).isEqualTo(1);
            Environment environment = world.environment(7);
            assertThat(environment.state()).isEqualTo(EnvironmentState.READY);
            assertThat(environment.release()).isEqualTo(1);
            assertThat(environment.operation()).isNull();
            assertThat(environment.links()).extracting("url").containsExactly("http://web-pr-7.staging.localhost");
        }

        @Test
        void numbersReleasesInOrder() {
            for (int i = 1; i <= 3; i++) {
                world.deploy(7, stack().service("web").variable("N", String.valueOf(i)));
                world.minutes(1);
            }

            assertThat(world.lifecycle.releases(id(7)))
                    .extracting(Release::number)
                    .containsExactly(3, 2, 1);
            assertThat(world.environment(7).release()).isEqualTo(3);
        }

        @Test
        void keepsTheLastReleasesOnly() throws IOException {
            for (int i = 1; i <= 23; i++) {
                world.deploy(7, stack().service("web").variable("N", String.valueOf(i)));
                world.minutes(1);
            }

            assertThat(world.lifecycle.releases(id(7)))
                    .hasSize(20)
                    .first()
                    .extracting(Release::number)
                    .isEqualTo(23);
            assertThat(world.lifecycle.operations(id(7))).hasSize(20);
            assertThat(world.disk.list("environments/shop-staging-pr-7/releases"))
                    .hasSize(20);
        }

        @Test
        void removesAServiceThatIsNoLongerWanted() {
            world.deploy(7, stack().service("web").service("old"));
            world.minutes(1);
            world.deploy(7, stack().service("web"));
            world.minutes(1);

            assertThat(Objects.requireNonNull(world.target.place(id(7))).services)
                    .containsOnlyKeys("web");
        }

        @Test
        void bringsAStackWithoutServices() {
            Operation operation = world.deploy(7, stack());
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
        }

        @Test
        void needsNoEventsToGetOn() {
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                int eventCopies() {
                    return 0;
                }
            });
            Operation operation = world.deploy(7, stack().service("db").service("web", "db"));
            world.minutes(3);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
        }

        @Test
        void expiresAsTheStageSays() {
            var stage = AdmissionTest.stage("staging", null, Duration.ofDays(7), "{service}-{change}.{domain}");
            world.lifecycle.deploy(AdmissionTest.request(7, stage, stack().service("web")));
            world.minutes(1);

            Environment environment = world.environment(7);
            assertThat(environment.expiresAt())
                    .isEqualTo(Objects.requireNonNull(environment.deployedAt()).plus(Duration.ofDays(7)));
        }
    }

    @Nested
    @DisplayName("whose target has trouble")
    class Trouble {

        @Test
        void triesAgainWhatMayPass() {
            fail("apply", 4, failure(TargetException.Kind.TRANSIENT, "connection reset"));
            Operation operation = world.deploy(7, stack().service("web"));
            List<OperationEvent> events = world.follow(operation);
            world.minutes(5);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
            assertThat(events)
                    .filteredOn(OperationEvent.Retrying.class::isInstance)
                    .hasSize(4);
        }

        @Test
        void givesUpAtItsDeadlineWithTheLastTrouble() {
            fail("apply", 1_000, failure(TargetException.Kind.TRANSIENT, "connection reset"));
            Operation operation = world.deploy(7, stack().service("web"));
            world.minutes(9);
            assertThat(world.now(operation).phase()).isEqualTo(Phase.APPLYING);
            world.minutes(2);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.FAILED);
            assertThat(failureOf(operation).toString()).contains("did not end within 10m", "connection reset");
        }

        @Test
        void failsAtOnceWhenTheTargetSaysNo() {
            fail("prepare", 1, failure(TargetException.Kind.PERMANENT, "forbidden"));
            Operation operation = world.deploy(7, stack().service("web"));
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.FAILED);
            assertThat(failureOf(operation).why()).isEqualTo("forbidden");
            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.FAILED);
            assertThat(world.environment(7).failure()).isEqualTo(failureOf(operation));
        }

        @Test
        void failsWhenWhatIsThereBelongsToSomebodyElse() {
            world.target.plant(id(7), "somebody-else");
            Operation operation = world.deploy(7, stack().service("web"));
            world.minutes(1);

            assertThat(failureOf(operation).why()).contains("belongs to somebody-else");
        }

        @Test
        void showsNoWordsOfADefect() {
            fail("apply", 1, new IllegalStateException("password=hunter2"));
            Operation operation = world.deploy(7, stack().service("web"));
            world.minutes(1);

            assertThat(failureOf(operation).toString())
                    .contains("not foreseen", "IllegalStateException")
                    .doesNotContain("hunter2");
        }

        @Test
        void isToldWhenItsStageAsksForBackupsWhichNobodyMakes() {
            Stage stage = World.STAGING.toBuilder()
                    .backup(new Stage.Backup(Duration.ofHours(6), 28))
                    .build();
            Operation operation = world.lifecycle.deploy(World.request(
                    Change.request("shop", 7),
                    stage,
                    stack().service("web").reading(),
                    OnFailure.KEEP,
                    Origin.of("alice")));

            List<OperationEvent> events = world.follow(operation);
            world.minutes(1);

            assertThat(events).anySatisfy(event -> assertThat(event.toString())
                    .contains("Warned", "asks for backups, and none is made"));
        }

        @Test
        void isAcceptedThoughTheTargetCouldNotBeAskedBeforehand() {
            fail("check", 1, failure(TargetException.Kind.TRANSIENT, "connection refused"));
            Operation operation = world.deploy(7, stack().service("web"));
            List<OperationEvent> events = world.follow(operation);
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
            assertThat(events)
                    .anySatisfy(event -> assertThat(event.toString()).contains("Warned", "connection refused"));
        }
    }

    @Nested
    @DisplayName("of which a service does not become ready")
    class Unready {

        @Test
        void saysWhatTheTargetFindsOutAboutIt() {
            outcome(State.FAILED);
            Operation operation =
                    world.deploy(7, stack().service("db").service("web", "db").image("bad"));
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.FAILED);
            assertThat(failureOf(operation).what()).isEqualTo("service web did not become ready");
            assertThat(failureOf(operation).details()).containsExactly("line 1 of its log");
        }

        @Test
        void waitsUntilItsDeadline() {
            outcome(State.STARTING);
            Operation operation = world.deploy(7, stack().service("web").image("bad"));
            world.minutes(9);
            assertThat(world.now(operation).phase()).isEqualTo(Phase.WAITING);
            world.minutes(2);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.FAILED);
            assertThat(failureOf(operation).details()).startsWith("gave up after 10m");
        }

        @Test
        void saysWhatItSawWhenTheTargetCanNotTellMore() {
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                State outcome(EnvironmentId id, String service, String image) {
                    return State.FAILED;
                }

                @Override
                void before(String call, EnvironmentId id) {
                    if (call.equals("diagnose")) {
                        throw failure(TargetException.Kind.TRANSIENT, "connection reset");
                    }
                }
            });
            Operation operation = world.deploy(7, stack().service("web"));
            world.minutes(1);

            assertThat(failureOf(operation).why()).isEqualTo("failed, 0 of 1 ready");
            assertThat(failureOf(operation).details().toString()).contains("connection reset");
        }

        private void prints(String line) {
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                State outcome(EnvironmentId id, String service, String image) {
                    return State.FAILED;
                }

                @Override
                String log(String service) {
                    return line;
                }
            });
        }

        @Test
        void tellsNoSensitiveValueThatItPrinted() {
            prints("can't log in to db as shop with Tr0ub4dor");
            Operation operation = world.deploy(7, stack().service("web").secret("DB_PASSWORD", "Tr0ub4dor"));
            world.minutes(1);

            assertThat(failureOf(operation).details()).containsExactly("can't log in to db as shop with ****");
            assertThat(world.environment(7).failure()).isEqualTo(failureOf(operation));
        }

        @Test
        void tellsNothingThatItPrintedWhenNobodyKnowsWhatIsSensitive() {
            world.target.faults(new SimulatedTarget.Faults() {
                @Override
                State outcome(EnvironmentId id, String service, String image) {
                    return State.FAILED;
                }

                @Override
                String log(String service) {
                    return "can't log in to db as shop with Tr0ub4dor";
                }

                @Override
                void before(String call, EnvironmentId id) {
                    if (call.equals("values")) {
                        throw failure(TargetException.Kind.PERMANENT, "secrets is forbidden");
                    }
                }
            });
            Operation operation = world.deploy(7, stack().service("web").secret("DB_PASSWORD", "Tr0ub4dor"));
            world.minutes(1);

            assertThat(failureOf(operation).details()).isEmpty();
            assertThat(failureOf(operation).why()).contains("could not be searched", "secrets is forbidden");
        }

        @Test
        void neverBeginsTheNextWave() {
            outcome(State.STARTING);
            world.deploy(7, stack().service("db").image("bad").service("web", "db"));
            world.minutes(20);

            assertThat(applies()).containsExactly("apply shop-staging-pr-7 [db]");
        }
    }

    @Nested
    @DisplayName("that failed")
    class Failed {

        private Operation badAfterGood(OnFailure onFailure) {
            outcome(State.FAILED);
            world.deploy(7, stack().service("db").service("web", "db").image("good"));
            world.minutes(1);
            Operation operation =
                    world.deploy(7, stack().service("db").service("web", "db").image("bad"), onFailure);
            world.minutes(2);
            assertThat(world.now(operation).phase()).isEqualTo(Phase.FAILED);
            return operation;
        }

        @Test
        void bringsBackTheReleaseBefore() {
            Operation operation = badAfterGood(OnFailure.ROLLBACK);

            Environment environment = world.environment(7);
            assertThat(environment.state()).isEqualTo(EnvironmentState.READY);
            assertThat(environment.release()).isEqualTo(1);
            assertThat(environment.failure()).isEqualTo(failureOf(operation));
            assertThat(Objects.requireNonNull(world.target.place(id(7)))
                            .services
                            .get("web")
                            .image)
                    .startsWith("good@");
        }

        @Test
        void bringsBackTheImageThatRanByDigestAndStartsNothingElseAnew() {
            badAfterGood(OnFailure.ROLLBACK);

            var services = Objects.requireNonNull(world.target.place(id(7))).services;
            assertThat(services.get("db").generation).isEqualTo(1);
            assertThat(services.get("web").generation).isGreaterThan(2);
        }

        @Test
        void isKeptWhenItWasTheFirst() {
            outcome(State.FAILED);
            world.deploy(7, stack().service("web").image("bad"));
            world.minutes(1);

            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.FAILED);
            assertThat(Objects.requireNonNull(world.target.place(id(7))).services)
                    .containsOnlyKeys("web");
        }

        @Test
        void isKeptWhenThatWasAskedFor() {
            badAfterGood(OnFailure.KEEP);

            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.FAILED);
            assertThat(Objects.requireNonNull(world.target.place(id(7)))
                            .services
                            .get("web")
                            .image)
                    .startsWith("bad@");
        }

        @Test
        void isTakenAwayWhenThatWasAskedFor() {
            badAfterGood(OnFailure.DESTROY);

            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.GONE);
            assertThat(world.target.places()).isEmpty();
        }

        @Test
        void saysSoWhenTheWayBackFailsToo() {
            world.deploy(7, stack().service("web").image("good"));
            world.minutes(1);
            fail("apply", 2, failure(TargetException.Kind.PERMANENT, "quota exceeded"));
            Operation operation = world.deploy(7, stack().service("web").image("better"));
            world.minutes(2);

            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.FAILED);
            assertThat(failureOf(operation).details().toString())
                    .contains("the way back failed, too", "quota exceeded");
        }

        @Test
        void needsNoSecretFromElsewhereForTheWayBack() {
            outcome(State.FAILED);
            world.deploy(7, stack().service("web").secret("PASSWORD", "one"));
            world.minutes(1);
            world.deploy(7, stack().service("web").image("bad").secret("PASSWORD", "two"));
            world.minutes(2);

            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.READY);
        }
    }

    @Nested
    @DisplayName("that is told to stop")
    class Canceled {

        @Test
        void endsAtOnceWhenItStillWaits() {
            world.deploy(7, stack().service("web"));
            world.pass(Duration.ofSeconds(1));
            Operation waiting = world.deploy(7, stack().service("web").variable("N", "2"));
            world.lifecycle.cancel(waiting.id(), "carol");

            assertThat(world.now(waiting).phase()).isEqualTo(Phase.CANCELED);
            assertThat(world.now(waiting).canceledBy()).isEqualTo("carol");
        }

        @Test
        void leavesNoEnvironmentWhenNothingHadBegun() {
            Operation operation = world.deploy(7, stack().service("web"));
            world.lifecycle.cancel(operation.id(), "carol");
            world.minutes(1);

            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.GONE);
            assertThat(world.target.places()).isEmpty();
        }

        @Test
        void bringsBackTheReleaseBefore() {
            outcome(State.STARTING);
            world.deploy(7, stack().service("web").image("good"));
            world.minutes(1);
            Operation operation = world.deploy(7, stack().service("web").image("bad"));
            world.minutes(1);
            world.lifecycle.cancel(operation.id(), "carol");
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.CANCELED);
            assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.READY);
            assertThat(Objects.requireNonNull(world.target.place(id(7)))
                            .services
                            .get("web")
                            .image)
                    .startsWith("good@");
        }

        @Test
        void doesNotSitOutItsPauseFirst() {
            fail("apply", 1_000, failure(TargetException.Kind.TRANSIENT, "connection reset"));
            Operation operation = world.deploy(7, stack().service("web"), OnFailure.KEEP);
            world.minutes(5);
            world.lifecycle.cancel(operation.id(), "carol");
            world.pass(Duration.ZERO);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.CANCELED);
        }

        @Test
        void staysAsItIsWhenItHasEnded() {
            Operation operation = world.deploy(7, stack().service("web"));
            world.minutes(1);
            Operation ended = world.now(operation);
            world.lifecycle.cancel(operation.id(), "carol");

            assertThat(world.now(operation)).isEqualTo(ended);
        }

        @Test
        void isNothingForAnUnknownOperation() {
            world.lifecycle.cancel("20000101-000000-000-0000", "carol");

            assertThat(world.lifecycle.operation("20000101-000000-000-0000")).isEmpty();
        }
    }

    @Nested
    @DisplayName("whose controller is restarted")
    class Restarted {

        @Test
        void goesOnFromWhereItWas() {
            Operation operation = world.deploy(7, stack().service("db").service("web", "db"));
            world.pass(Duration.ofSeconds(1));
            assertThat(world.now(operation).phase()).isEqualTo(Phase.WAITING);
            world.crash();
            world.open();
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
            assertThat(applies())
                    .containsExactly(
                            "apply shop-staging-pr-7 [db]",
                            "apply shop-staging-pr-7 [db]",
                            "apply shop-staging-pr-7 [web]");
        }

        @Test
        void failsWithAPlainWordWhenTheSecretValuesWereLost() {
            fail("prepare", 3, failure(TargetException.Kind.TRANSIENT, "connection reset"));
            Operation operation = world.deploy(7, stack().service("web").secret("PASSWORD", "hunter2"));
            world.pass(Duration.ofSeconds(1));
            world.restart();
            world.minutes(5);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.FAILED);
            assertThat(failureOf(operation).why())
                    .isEqualTo("the controller stopped before the secret values had reached the target");
            assertThat(failureOf(operation).remedy()).isEqualTo("run the build again");
        }

        @Test
        void needsNoSecretValuesOnceTheTargetHasThem() {
            Operation operation = world.deploy(7, stack().service("web").secret("PASSWORD", "hunter2"));
            world.pass(Duration.ofSeconds(1));
            world.restart();
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
        }

        @Test
        void looksBeforeItGivesUpThoughItsDeadlinePassedMeanwhile() {
            Operation operation = world.deploy(7, stack().service("web"));
            world.pass(Duration.ofSeconds(1));
            world.kill();
            world.minutes(30);
            world.open();
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
        }

        @Test
        void stopsThoughItWasToldSoBefore() {
            outcome(State.STARTING);
            Operation operation = world.deploy(7, stack().service("web").image("bad"));
            world.minutes(1);
            world.lifecycle.cancel(operation.id(), "carol");
            world.crash();
            world.open();
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.CANCELED);
        }

        @Test
        void failsWhenItsTargetIsNoLongerConfigured() {
            Operation operation = world.deploy(7, stack().service("db").service("web", "db"));
            world.pass(Duration.ofSeconds(1));
            world.kill();
            world.takeTargetAway();
            world.open();
            world.minutes(1);

            assertThat(world.now(operation).phase()).isEqualTo(Phase.FAILED);
            assertThat(failureOf(operation).why()).contains("no target simulated");
        }
    }

    @Test
    void needsTheSecretValuesAgainWhenTheTargetLostThem() {
        Operation operation =
                world.deploy(7, stack().service("db").service("web", "db").secret("PASSWORD", "hunter2"));
        world.pass(Duration.ofSeconds(1));
        Objects.requireNonNull(world.target.place(id(7))).configurations.clear();
        world.minutes(1);

        assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
    }

    @Test
    void waitsForADiskThatIsFull() {
        Operation operation = world.deploy(7, stack().service("web"));
        world.disk.beforeEach(() -> {
            throw new Mishaps.DiskFault();
        });
        world.minutes(2);
        assertThat(world.target.calls()).containsExactly("check shop-staging-pr-7");
        world.disk.beforeEach(() -> {});
        world.minutes(2);

        assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
    }
}
