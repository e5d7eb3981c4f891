package io.jenkins.plugins.environments.target.docker.host;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.healthcheck;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.target.docker.host.RealEngine.listening;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.EngineWishes;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import io.jenkins.plugins.environments.target.docker.engine.EngineObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("engine")
@DisplayName("A Docker target, on a real engine")
class DockerTargetEngineTest {

    private RealEngine engine;
    private DockerTarget target;

    @BeforeEach
    void connect() {
        engine = new RealEngine();
        target = engine.target;
    }

    @AfterEach
    void tidyUp() {
        engine.close();
    }

    private static ServiceFixture db() {
        return listening("db", 5432).volume("data", "/data").secretEnv("DB_PASSWORD");
    }

    private static ServiceFixture web(String level) {
        return listening("web", 8080).env("LEVEL", level).after("db", Condition.STARTED);
    }

    private static ServiceFixture migrate() {
        return listening("migrate", 1)
                .command("psql", "-c", "select 1")
                .restart("no")
                .after("db", Condition.STARTED);
    }

    private EngineWishes shop(String level) {
        return engine.wish(db(), migrate(), web(level).after("migrate", Condition.COMPLETED));
    }

    @Nested
    @DisplayName("a stack that runs")
    class Running {

        private Desired desired;

        @BeforeEach
        void deploy() {
            desired = shop("info").desired();
            engine.deploy(desired, EngineWishes.values(desired.stack()));
        }

        @Test
        void is_left_alone_by_a_second_deploy_that_needs_no_secret_and_no_Compose() {
            List<String> before = engine.containers();
            Applied again;
            try (DockerTarget withoutCompose =
                    DockerTarget.connect("real", DockerSettings.DEFAULT, RealEngine.connection(), command -> {
                        throw new IOException("no agent is connected");
                    })) {
                again = RealEngine.deploy(withoutCompose, desired, SecretValues.none());
            }

            assertThat(again.nothingChanged()).as("%s", again).isTrue();
            assertThat(engine.containers()).isEqualTo(before);
            assertThat(target.prune(desired, List.of()).changes()).isEmpty();
        }

        @Test
        void has_its_secrets_in_its_processes_and_nowhere_that_all_can_read() {
            assertThat(engine.engine.containers(Labels.PROJECT + "=" + engine.project))
                    .isNotEmpty()
                    .allSatisfy(each -> assertThat(each.labels().toString()).doesNotContain("hunter2"));
            String db = engine.engine.containers(Labels.SERVICE + "=db").get(0).id();
            assertThat(engine.engine.inspect(db).orElseThrow().getConfig().getEnv())
                    .contains("DB_PASSWORD=hunter2-db/DB_PASSWORD");
        }

        @Test
        void tells_which_images_run_by_an_id_where_no_registry_knows_them() {
            assertThat(target.runningImages(desired.id()))
                    .containsOnlyKeys("db", "web", "migrate")
                    .allSatisfy((service, image) -> assertThat(image).matches("sha256:[0-9a-f]{64}"));
            Desired again = shop("info")
                    .image("web", target.runningImages(desired.id()).get("web"))
                    .desired();

            assertThat(engine.deploy(again, SecretValues.none()).changes())
                    .extracting(change -> change.service() + " " + change.action())
                    .containsExactlyInAnyOrder("db UNCHANGED", "migrate UNCHANGED", "web CHANGED");
        }

        @Test
        void makes_anew_only_the_service_whose_variable_changed() {
            List<String> before = engine.containers();
            Desired changed = shop("debug").desired();

            engine.deploy(changed, SecretValues.none());
            target.prune(changed, List.of());

            assertThat(before).filteredOn(one -> !one.startsWith("web")).allMatch(engine.containers()::contains);
            assertThat(before).filteredOn(one -> one.startsWith("web")).noneMatch(engine.containers()::contains);
        }

        @Test
        void gets_back_a_container_that_somebody_removed_or_stopped() {
            engine.engine.containers(Labels.PROJECT + "=" + engine.project).forEach(each -> {
                if (each.label(Labels.SERVICE).equals("web")) {
                    engine.engine.removeContainer(each.id());
                } else if (each.label(Labels.SERVICE).equals("db")) {
                    engine.engine.stop(each.id());
                }
            });

            assertThat(engine.deploy(desired, SecretValues.none()).changes())
                    .extracting(change -> change.service() + " " + change.action())
                    .containsExactlyInAnyOrder("db REPAIRED", "migrate UNCHANGED", "web CREATED");
        }

        @Test
        void asks_for_a_secret_that_is_new() {
            Desired other = engine.wish(db().secretEnv("OTHER")).desired();

            assertThatThrownBy(() -> target.prepare(other, SecretValues.none()))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.VALUES_MISSING))
                    .hasMessageContaining("db/OTHER");
        }

        @Test
        void loses_a_service_that_is_no_longer_named_and_keeps_its_volume() {
            Desired smaller = engine.wish(listening("web", 8080)).desired();
            engine.deploy(smaller, SecretValues.none());

            assertThat(target.prune(smaller, List.of(desired)).changes())
                    .extracting(change -> change.kind() + " " + change.service())
                    .contains("Container db", "Container migrate");
            assertThat(engine.engine.volumes(Labels.NAME + "=data", Labels.PROJECT + "=" + engine.project))
                    .hasSize(1);
            assertThat(engine.deploy(desired, SecretValues.none()).changes()).isNotEmpty();
        }

        @Test
        void is_found_by_its_labels() {
            assertThat(target.discover(EngineWishes.OWNER))
                    .filteredOn(found -> found.project().equals(engine.project))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.id()).isEqualTo(desired.id());
                        assertThat(found.stage()).isEqualTo("staging");
                        assertThat(found.change()).isEqualTo("pr-42");
                    });
            assertThat(target.discover("somebody")).isEmpty();
        }

        @Test
        void is_gone_after_destroy_with_nothing_left_of_any_kind() {
            engine.gone(desired, DataPolicy.DELETE);

            assertThat(RealEngine.everything(engine.engine, engine.project)).isEmpty();
        }

        @Test
        void leaves_only_its_volumes_when_they_are_to_be_kept() {
            Teardown teardown = engine.gone(desired, DataPolicy.KEEP);

            assertThat(teardown.kept()).containsExactly("Volume " + desired.id() + "_data");
            assertThat(RealEngine.everything(engine.engine, engine.project))
                    .containsExactly("Volume " + desired.id() + "_data");
            assertThat(target.discover(EngineWishes.OWNER))
                    .as("so that they are found when the record is lost")
                    .filteredOn(found -> found.id().equals(desired.id()))
                    .singleElement()
                    .satisfies(found -> assertThat(found.kept()).containsExactlyElementsOf(teardown.kept()));
            engine.deploy(desired, EngineWishes.values(desired.stack()));
            assertThat(target.discover(EngineWishes.OWNER))
                    .as("taken up by a deploy")
                    .filteredOn(found -> found.id().equals(desired.id()))
                    .singleElement()
                    .satisfies(found -> assertThat(found.kept()).isEmpty());
        }

        @Test
        void is_not_destroyed_for_another_owner() {
            assertThatThrownBy(() -> target.destroy(desired.id(), "somebody", DataPolicy.DELETE))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_OURS));
            assertThat(engine.containers()).hasSize(3);
        }

        @Test
        void tells_what_holds_a_volume_that_does_not_go_and_goes_when_it_is_let_loose() {
            String volume = desired.id() + "_data";
            String foreign =
                    engine.engine.createIdle(engine.project + "-foreign", RealEngine.IMAGE, Map.of(), volume, "/data");
            Teardown teardown = target.destroy(desired.id(), desired.owner(), DataPolicy.DELETE);
            for (int i = 0;
                    i < 400
                            && (teardown.remaining().size() != 1
                                    || teardown.remaining().get(0).reason() == null);
                    i++) {
                RealEngine.pause();
                teardown = target.destroy(desired.id(), desired.owner(), DataPolicy.DELETE);
            }

            assertThat(teardown.remaining()).singleElement().satisfies(left -> {
                assertThat(left.kind() + " " + left.name()).isEqualTo("Volume " + volume);
                assertThat(left.reason()).contains("in use", foreign);
            });
            engine.engine.removeContainer(foreign);
            engine.gone(desired, DataPolicy.DELETE);
        }
    }

    @Nested
    @DisplayName("what is somebody else's")
    class Foreign {

        private Desired desired;

        @BeforeEach
        void wish() {
            desired = shop("info").desired();
        }

        private void refused(String what) {
            assertThatThrownBy(() -> target.prepare(desired, EngineWishes.values(desired.stack())))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_OURS))
                    .hasMessageContaining(what);
        }

        @Test
        void a_volume_under_our_name_is_an_error_and_never_touched() {
            engine.engine.createVolume(desired.id() + "_data", Map.of());

            refused("Volume " + desired.id() + "_data");

            assertThat(RealEngine.everything(engine.engine, engine.project))
                    .containsExactly("Volume " + desired.id() + "_data");
        }

        @Test
        void a_container_under_our_name_is_an_error_and_never_touched() {
            engine.engine.createVolume(engine.project + "-v", Map.of());
            engine.engine.createIdle(
                    desired.id() + "-web-1", RealEngine.IMAGE, Map.of(), engine.project + "-v", "/data");

            refused("Container " + desired.id() + "-web-1");
        }

        @Test
        void an_environment_of_another_owner_is_an_error() {
            Desired theirs = shop("info").of("owner-b").desired();
            engine.deploy(theirs, EngineWishes.values(theirs.stack()));

            refused("owner-b");
        }
    }

    @Nested
    @DisplayName("a service that does not become ready")
    class Failing {

        private Failure diagnosed(ServiceFixture service) {
            Desired desired = engine.wish(service).desired();
            target.prepare(desired, SecretValues.none());
            Applied applied = target.apply(desired, Set.of("web"));
            engine.until(desired, applied, "web", State.FAILED);
            return target.diagnose(desired, "web");
        }

        private Failure refused(ServiceFixture service) {
            Desired desired = engine.wish(service).desired();
            target.prepare(desired, SecretValues.none());
            try {
                target.apply(desired, Set.of("web"));
                throw new AssertionError("it was taken");
            } catch (TargetException e) {
                return e.failure();
            }
        }

        @Test
        void because_of_its_image() {
            assertThat(refused(listening("web", 8080).image("registry.invalid/none:1"))
                            .toString())
                    .contains("registry.invalid", "web");
        }

        @Test
        void because_its_program_is_not_there() {
            assertThat(refused(listening("web", 8080).process(process -> process.entrypoint(plain("/no/such"))))
                            .why())
                    .contains("no such file or directory");
        }

        @Test
        void because_it_crashes_with_the_last_lines_of_its_log() {
            Failure failure = diagnosed(listening("web", 8080).env("STAND_IN_FAIL", "1"));

            assertThat(failure.why()).contains("exit code 3");
            assertThat(failure.details()).contains("boom: database password rejected");
        }

        @Test
        void because_its_health_check_fails_with_what_that_says() {
            var check = healthcheck("sh", "-c", "echo not well; exit 1");
            Failure failure = diagnosed(listening("web", 8080)
                    .healthcheck(new io.jenkins.plugins.environments.model.stack.HealthCheck(
                            false,
                            false,
                            check.test(),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5),
                            Duration.ZERO,
                            check.startInterval(),
                            1,
                            check.position())));

            assertThat(failure.why()).contains("health check", "not well");
        }
    }

    @Nested
    @DisplayName("shows what a service wrote")
    class Recorded {

        private static final String TALKS = "echo \"connecting with $DB_PASSWORD\"; echo listening; "
                + "trap 'exit 0' TERM; while :; do sleep 0.1; done";

        private Desired talking(int replicas) {
            Desired desired = engine.wish(listening("web", 8080)
                            .secretEnv("DB_PASSWORD")
                            .replicas(replicas)
                            .process(process -> process.entrypoint(plain("sh"), plain("-c"), plain(TALKS))))
                    .desired();
            engine.deploy(desired, EngineWishes.values(desired.stack()));
            return desired;
        }

        private Insight look(Desired desired, String owner) {
            return target.insight(desired.id(), owner, "web", 1);
        }

        @Test
        void with_stars_for_its_secrets_and_with_what_happened_to_it() {
            Desired desired = talking(1);
            String container = engine.containers().get(0);

            Insight all = target.insight(desired.id(), desired.owner(), "web", 200);

            assertThat(all.logs())
                    .extracting(Insight.Log::lines)
                    .containsExactly(List.of("connecting with ****", "listening"));
            assertThat(look(desired, desired.owner()).logs().get(0).lines()).containsExactly("listening");
            assertThat(all.events())
                    .extracting(Insight.Event::reason)
                    .containsSubsequence("create", "start")
                    .doesNotContain("die");
            engine.engine.stop(container.substring("web ".length()));
            assertThat(look(desired, desired.owner()).events())
                    .filteredOn(event -> event.reason().equals("die"))
                    .extracting(Insight.Event::message)
                    .containsExactly("exit code 0");
        }

        @Test
        void of_each_of_its_containers_up_to_four() {
            assertThat(look(talking(5), EngineWishes.OWNER).logs()).hasSize(4);
        }

        @Test
        void to_nobody_but_its_owner() {
            Insight theirs = look(talking(1), "somebody-else");

            assertThat(theirs.logs()).isEmpty();
            assertThat(theirs.events()).isEmpty();
        }

        @Test
        void not_when_somebody_removed_what_keeps_the_secrets() {
            Desired desired = talking(1);
            engine.engine.removeContainer(EnvironmentFiles.name(desired.id().value()));

            assertThatThrownBy(() -> look(desired, desired.owner()))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.VALUES_MISSING))
                    .hasMessageContaining("could not be masked");
        }
    }

    @Test
    @Timeout(180)
    void without_an_edge_leads_links_to_ports_of_its_machine_and_says_how_to_start_one() throws Exception {
        Desired desired = engine.wish(
                        listening("web", 8080), listening("api", 8081).replicas(2))
                .link("web", "https://web.test", 8080)
                .link("api", "https://api.test", 8081)
                .desired();
        DockerSettings settings = new DockerSettings("no-such-edge", "web", "websecure", null, false);
        try (DockerTarget edgeless =
                DockerTarget.connect("real", settings, RealEngine.connection(), new LocalPrograms(null))) {
            assertThat(edgeless.check(desired))
                    .singleElement()
                    .asString()
                    .contains("no edge is on the engine", "no-such-edge", "docs/docker-edge/compose.yaml");
            RealEngine.deploy(edgeless, desired, SecretValues.none());

            List<Link> links = edgeless.links(desired);
            assertThat(links).extracting(Link::host).containsExactly("web.test", "api.test");
            for (Link link : links) {
                while (!answers(link.url())) {
                    RealEngine.pause();
                }
            }
            assertThat(engine.engine.containers(Labels.ENVIRONMENT + "=" + desired.id()))
                    .as("no route of the edge")
                    .allMatch(each -> !each.labels().containsKey("traefik.enable"));

            assertThat(RealEngine.deploy(edgeless, desired.withLinks(links), SecretValues.none())
                            .nothingChanged())
                    .as("the same ports, and nothing made anew")
                    .isTrue();
            assertThat(edgeless.links(desired)).isEqualTo(links);
            assertThat(edgeless.health().problems())
                    .singleElement()
                    .asString()
                    .contains("no-such-edge", "docs/docker-edge/compose.yaml");
        }
        assertThat(target.links(
                        desired.withLinks(List.of(new Link("web", "web.test", 8080, "http://127.0.0.1:20000")))))
                .as("with an edge")
                .extracting(Link::url)
                .containsExactly("http://web.test");
    }

    private static boolean answers(String url) {
        try {
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    @DisplayName("is reached")
    class Reached {

        @Test
        void by_TLS_with_certificates_which_Compose_gets_too() {
            Desired desired = shop("info").desired();
            try (DockerTarget tls =
                    DockerTarget.connect("real", DockerSettings.DEFAULT, RealEngine.tls(), new LocalPrograms(null))) {
                RealEngine.deploy(tls, desired, EngineWishes.values(desired.stack()));

                EngineHealth health = tls.health();
                assertThat(health.usable()).isTrue();
                assertThat(health.storageDriver()).isNotEmpty();
                assertThat(health.freeDisk())
                        .as("the engine is on this machine")
                        .isPositive();
            }
            engine.gone(desired, DataPolicy.DELETE);
        }

        @Test
        void with_the_old_Compose_where_that_is_all_there_is() {
            LocalPrograms programs = new LocalPrograms(null);
            Desired desired = shop("info").desired();
            try (DockerTarget old =
                    DockerTarget.connect("real", DockerSettings.DEFAULT, RealEngine.connection(), command -> {
                        if (command.arguments().get(0).equals("docker")) {
                            throw new IOException("there is no docker client");
                        }
                        return programs.run(command);
                    })) {
                assertThat(old.health().compose()).startsWith("docker-compose 1.29");
                RealEngine.deploy(old, desired, EngineWishes.values(desired.stack()));
                assertThat(RealEngine.deploy(old, desired, SecretValues.none()).nothingChanged())
                        .isTrue();
            }
            engine.gone(desired, DataPolicy.DELETE);
            assertThat(RealEngine.everything(engine.engine, engine.project)).isEmpty();
        }
    }

    @Nested
    @DisplayName("a standing environment's linked service without volumes")
    class SideBySide {

        private final String host = "blue-" + System.nanoTime() + ".test";

        private Desired release(String level) {
            return engine.wish(listening("web", 8080).env("LEVEL", level))
                    .standing()
                    .link("web", "http://" + host, 8080)
                    .desired();
        }

        @Test
        void is_replaced_without_a_request_that_fails() throws InterruptedException {
            Desired first = release("one");
            engine.deploy(first, SecretValues.none());
            RealEngine.answers(host);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger good = new AtomicInteger();
            AtomicInteger bad = new AtomicInteger();
            Thread client = new Thread(() -> {
                while (!over.get()) {
                    (RealEngine.request(host) == 200 ? good : bad).incrementAndGet();
                }
            });
            client.start();

            Desired second = release("two");
            Applied applied = engine.deploy(second, SecretValues.none());
            assertThat(engine.containers()).as("both generations").hasSize(2);
            Applied pruned = target.prune(second, List.of(first));
            Thread.sleep(1500);
            over.set(true);
            client.join();

            System.out.println("replaced under " + good + " good and " + bad + " failed requests");
            assertThat(applied.changes()).extracting(Applied.Change::action).containsExactly(Action.CHANGED);
            assertThat(pruned.changes()).extracting(Applied.Change::action).contains(Action.REMOVED);
            assertThat(engine.containers()).hasSize(1);
            assertThat(good.get()).isGreaterThan(20);
            assertThat(bad.get()).isZero();
        }

        @Test
        void goes_on_serving_when_its_new_generation_fails() {
            Desired first = release("one");
            engine.deploy(first, SecretValues.none());
            RealEngine.answers(host);
            List<String> serving = engine.containers();
            Desired broken = engine.wish(listening("web", 8080).env("STAND_IN_FAIL", "1"))
                    .standing()
                    .link("web", "http://" + host, 8080)
                    .desired();
            target.prepare(broken, SecretValues.none());
            Applied applied = target.apply(broken, Set.of("web"));
            engine.until(broken, applied, "web", State.FAILED);

            assertThat(engine.containers()).containsAll(serving);
            assertThat(engine.deploy(first, SecretValues.none()).nothingChanged())
                    .isTrue();
            target.prune(first, List.of());

            assertThat(engine.containers()).isEqualTo(serving);
            RealEngine.answers(host);
        }
    }

    @Test
    void scales_out_and_in() {
        Desired three = engine.wish(listening("web", 8080).replicas(3)).desired();
        engine.deploy(three, SecretValues.none());
        assertThat(engine.containers()).hasSize(3);

        Desired one = engine.wish(listening("web", 8080)).desired();
        engine.deploy(one, SecretValues.none());
        target.prune(one, List.of());

        assertThat(engine.containers()).hasSize(1);
        Desired none = engine.wish(listening("web", 8080).replicas(0)).desired();
        engine.deploy(none, SecretValues.none());
        target.prune(none, List.of());
        assertThat(engine.containers()).isEmpty();
    }

    @Test
    void keeps_networks_that_no_service_uses_any_more_only_until_the_next_prune() {
        Desired two = engine.wish(listening("web", 8080).network("front").network("back"))
                .desired();
        engine.deploy(two, SecretValues.none());
        Desired one = engine.wish(listening("web", 8080).network("front")).desired();
        engine.deploy(one, SecretValues.none());
        target.prune(one, List.of());

        assertThat(engine.engine.networks(Labels.PROJECT + "=" + engine.project))
                .extracting(EngineObject::name)
                .containsExactly(one.id() + "_front");
    }
}
