package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.healthcheck;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static io.jenkins.plugins.environments.target.kubernetes.cluster.RealCluster.listening;
import static io.jenkins.plugins.environments.target.kubernetes.cluster.RealCluster.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.Waiting;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.ClusterAccess;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("cluster")
@DisplayName("A Kubernetes target, on a real cluster")
class KubernetesTargetClusterTest {

    private static final Duration SOON = Duration.ofSeconds(150);

    private RealCluster cluster;
    private KubernetesTarget target;
    private Waiting waiting;

    @BeforeEach
    void connect() {
        cluster = new RealCluster();
        target = cluster.target;
        waiting = cluster.waiting;
    }

    @AfterEach
    void tidyUp() {
        cluster.close();
    }

    private static ServiceFixture db() {
        return listening("db", 5432)
                .volume("data", "/data")
                .secretEnv("DB_PASSWORD")
                .healthcheck(healthcheck("pg_isready"));
    }

    private static ServiceFixture web(String level) {
        return listening("web", 8080).env("LEVEL", level).after("db", Condition.HEALTHY);
    }

    private static ServiceFixture migrate() {
        return listening("migrate", 1)
                .command("psql", "-c", "select 1")
                .restart("no")
                .after("db", Condition.HEALTHY);
    }

    @Test
    void runs_a_job_that_failed_again_when_it_is_deployed_again() {
        String script = "[ -e /data/ran ] || { touch /data/ran; exit 1; }";
        Desired desired = cluster.wish(service("migrate")
                .image(RealCluster.IMAGE)
                .process(p -> p.entrypoint(plain("/bin/sh"), plain("-c"), plain(script)))
                .volume("data", "/data")
                .restart("no"));
        target.prepare(desired, SecretValues.none());
        Applied first = target.apply(desired, Set.of("migrate"));
        waiting.until(desired.id(), first, "migrate", State.FAILED, SOON);

        Applied again = target.apply(desired, Set.of("migrate"));

        assertThat(again.summary()).containsEntry(Action.REPAIRED, 1L);
        waiting.until(desired.id(), again, "migrate", State.COMPLETED, SOON);
        assertThat(target.apply(desired, Set.of("migrate")).nothingChanged())
                .as("what has completed is kept, for its log")
                .isTrue();
    }

    @Nested
    @DisplayName("a stack that runs")
    class Running {

        private Desired desired;

        @BeforeEach
        void deploy() {
            desired = cluster.wish(db(), migrate(), web("info").after("migrate", Condition.COMPLETED));
            waiting.deploy(desired, Wishes.values(desired.stack()));
        }

        @Test
        void is_left_alone_by_a_second_deploy_and_no_pod_restarts() {
            List<String> pods = cluster.pods(desired);

            Applied again = waiting.deploy(desired, SecretValues.none());

            assertThat(again.nothingChanged()).as("%s", again).isTrue();
            assertThat(cluster.pods(desired)).isEqualTo(pods);
            assertThat(target.prune(desired, List.of()).changes()).isEmpty();
        }

        @Test
        void tells_which_images_run() {
            assertThat(target.runningImages(desired.id()))
                    .containsOnlyKeys("db", "web", "migrate")
                    .allSatisfy((service, image) -> assertThat(image).startsWith("test.local/stand-in"));
        }

        @Test
        void is_repaired_when_somebody_scales_it_by_hand() {
            cluster.client
                    .apps()
                    .deployments()
                    .inNamespace(namespace(desired))
                    .withName("web")
                    .scale(3);

            Applied applied = waiting.deploy(desired, SecretValues.none());

            assertThat(applied.changes())
                    .filteredOn(change -> change.action() != Action.UNCHANGED)
                    .singleElement()
                    .satisfies(change -> {
                        assertThat(change.action()).isEqualTo(Action.REPAIRED);
                        assertThat(change.sentences())
                                .containsExactly("Deployment web: spec.replicas was 3, is 1 again");
                    });
            waiting.until(
                    desired.id(),
                    applied,
                    SOON,
                    seen -> cluster.pods(desired).stream()
                                    .filter(pod -> pod.startsWith("web-"))
                                    .count()
                            == 1);
        }

        @Test
        void rolls_only_the_service_whose_variable_changed() {
            List<String> before = cluster.pods(desired);
            Desired changed = cluster.wish(db(), migrate(), web("debug").after("migrate", Condition.COMPLETED));

            waiting.deploy(changed, SecretValues.none());
            target.prune(changed, List.of());

            assertThat(before).filteredOn(pod -> !pod.startsWith("web-")).allMatch(cluster.pods(changed)::contains);
            assertThat(before).filteredOn(pod -> pod.startsWith("web-")).noneMatch(cluster.pods(changed)::contains);
        }

        @Test
        void loses_a_service_that_is_no_longer_named_and_keeps_its_volume() {
            Desired smaller = cluster.wish(listening("web", 8080).env("LEVEL", "info"));
            waiting.deploy(smaller, SecretValues.none());

            Applied pruned = target.prune(smaller, List.of(desired));

            assertThat(pruned.changes())
                    .extracting(change -> change.kind() + " " + change.service())
                    .contains("Deployment db", "Job migrate");
            assertThat(cluster.client
                            .persistentVolumeClaims()
                            .inNamespace(namespace(desired))
                            .list()
                            .getItems())
                    .hasSize(1);
            assertThat(target.prune(smaller, List.of(desired)).changes()).isEmpty();
            assertThat(waiting.deploy(desired, SecretValues.none()).changes()).isNotEmpty();
        }

        @Test
        void is_gone_after_destroy_with_nothing_left_of_any_kind() {
            waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE);

            assertThat(cluster.everythingIn(namespace(desired))).isEmpty();
        }

        @Test
        void leaves_only_its_volumes_when_they_are_to_be_kept() {
            Teardown teardown = waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.KEEP);

            assertThat(teardown.kept()).hasSize(1);
            assertThat(cluster.pods(desired)).isEmpty();
            waiting.deploy(desired, Wishes.values(desired.stack()));
            assertThat(cluster.client
                            .persistentVolumeClaims()
                            .inNamespace(namespace(desired))
                            .list()
                            .getItems())
                    .hasSize(1);
        }

        @Test
        void is_not_destroyed_for_another_owner() {
            assertThatThrownBy(() -> target.destroy(desired.id(), "somebody", DataPolicy.DELETE))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.NOT_OURS));
            assertThat(cluster.pods(desired)).isNotEmpty();
        }

        @Test
        void names_what_holds_its_namespace_until_that_is_removed() {
            cluster.client
                    .resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withName("held")
                            .withNamespace(namespace(desired))
                            .withFinalizers("example.com/hold")
                            .endMetadata()
                            .build())
                    .create();
            target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE);

            Teardown teardown = untilNamed("held");

            assertThat(teardown.remaining())
                    .anySatisfy(remaining -> {
                        assertThat(remaining.kind()).isEqualTo("Namespace");
                        assertThat(remaining.reason()).contains("example.com/hold in 1 resource instances");
                    })
                    .anySatisfy(remaining -> {
                        assertThat(remaining.kind()).isEqualTo("ConfigMap");
                        assertThat(remaining.finalizers()).containsExactly("example.com/hold");
                    });
            cluster.client
                    .configMaps()
                    .inNamespace(namespace(desired))
                    .withName("held")
                    .edit(held -> {
                        held.getMetadata().setFinalizers(List.of());
                        return held;
                    });
            waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE);
        }

        private Teardown untilNamed(String name) {
            Instant end = Instant.now().plus(SOON);
            while (Instant.now().isBefore(end)) {
                Teardown teardown = target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE);
                List<Teardown.Remaining> remaining = teardown.remaining();
                // The namespace's own words come when its controller has been through all kinds.
                if (remaining.stream().anyMatch(one -> one.name().equals(name))
                        && remaining.stream().anyMatch(one -> one.reason() != null)) {
                    return teardown;
                }
            }
            throw new AssertionError(name + " was never named");
        }
    }

    @Nested
    @DisplayName("a service that does not become ready")
    class Failing {

        private Failure diagnosed(ServiceFixture service, State state) {
            return diagnosed(cluster.wish(service), service.build().name(), state);
        }

        private Failure diagnosed(Desired desired, String name, State state) {
            target.prepare(desired, SecretValues.none());
            Applied applied = target.apply(desired, Set.of(name));
            waiting.until(desired.id(), applied, name, state, SOON);
            Failure failure = target.diagnose(desired, name);
            System.out.println(failure + "\n  " + String.join("\n  ", failure.details()));
            return failure;
        }

        @Test
        void because_of_its_image() {
            Failure failure = diagnosed(listening("web", 8080).image("registry.invalid/none:1"), State.FAILED);

            assertThat(failure.why()).contains("registry.invalid/none:1");
            assertThat(failure.remedy()).contains("image");
        }

        @Test
        void because_it_crashes_with_the_last_lines_of_its_log() {
            Failure failure = diagnosed(listening("web", 8080).env("STAND_IN_FAIL", "1"), State.FAILED);

            assertThat(failure.why()).contains("exit code 3");
            assertThat(failure.details()).contains("boom: database password rejected");
        }

        @Test
        void because_its_program_is_not_there() {
            Failure failure = diagnosed(
                    listening("web", 8080)
                            .process(process -> process.entrypoint(
                                    io.jenkins.plugins.environments.model.stack.StackFixtures.plain("/no/such"))),
                    State.FAILED);

            assertThat(failure.why()).contains("no such file or directory");
        }

        @Test
        void because_its_health_check_fails() {
            Desired desired =
                    cluster.wish(listening("web", 8080).healthcheck(healthcheck("sh", "-c", "echo not well; exit 1")));
            target.prepare(desired, SecretValues.none());
            Applied applied = target.apply(desired, Set.of("web"));
            waiting.until(desired.id(), applied, "web", State.STARTING, SOON);

            waiting.until(desired.id(), applied, SOON, seen -> target.diagnose(desired, "web")
                    .why()
                    .contains("not well"));
        }

        @Test
        void because_its_volume_has_no_storage() {
            KubernetesSettings settings = new KubernetesSettings(
                    "kt-", KubernetesSettings.Exposure.AUTO, null, null, null, "no-such-class", null);
            try (KubernetesTarget other =
                            KubernetesTarget.connect("real", settings, cluster.connection(), "cluster-tests");
                    Waiting there = new Waiting(other)) {
                Desired desired = cluster.wish(listening("db", 5432).volume("data", "/data"));
                other.prepare(desired, SecretValues.none());
                Applied applied = other.apply(desired, Set.of("db"));
                there.until(desired.id(), applied, "db", State.PENDING, SOON);
                there.until(desired.id(), applied, SOON, seen -> other.diagnose(desired, "db")
                        .why()
                        .contains("no-such-class"));
            }
        }

        @Test
        void because_the_quota_is_used_up() {
            Desired desired = cluster.wish(listening("web", 8080));
            target.prepare(desired, SecretValues.none());
            // A quota of the stage that is too small is refused before; this one is somebody else's.
            cluster.client
                    .resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("no-pods")
                            .withNamespace(namespace(desired))
                            .endMetadata()
                            .withNewSpec()
                            .addToHard("pods", new Quantity("0"))
                            .endSpec()
                            .build())
                    .create();

            Failure failure = diagnosed(desired, "web", State.FAILED);

            assertThat(failure.why()).contains("exceeded quota");
            assertThat(failure.remedy()).contains("quota");
        }
    }

    @Test
    void a_namespace_of_somebody_else_is_refused() {
        Desired desired = cluster.wish(web("info"));
        cluster.client
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace(desired))
                        .endMetadata()
                        .build())
                .create();

        assertThatThrownBy(() -> target.prepare(desired, SecretValues.none()))
                .hasMessageContaining("it carries no mark of ours");
        assertThatThrownBy(() -> target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE))
                .hasMessageContaining("it carries no mark of ours");
    }

    @Test
    void an_account_without_rights_is_told_which_it_lacks() {
        ClusterAccess access = cluster.connection().resolve();
        KubernetesConnection limited = new KubernetesConnection.Server(
                access.url(), access.caCertificate(), new Authentication.Token("test-token"), false);
        try (KubernetesTarget poor = KubernetesTarget.connect("poor", RealCluster.SETTINGS, limited, "cluster-tests")) {
            assertThatThrownBy(() -> poor.prepare(cluster.wish(web("info")), SecretValues.none()))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.PERMANENT))
                    .hasMessageContaining("cannot get resource \"namespaces\"");
            TargetHealth health = poor.health();
            assertThat(health.usable()).isFalse();
            assertThat(health.missing()).contains("create namespaces", "patch deployments.apps");
            assertThat(health.problems())
                    .as("what it may not see is not said to be missing")
                    .anySatisfy(problem -> assertThat(problem).contains("may not list ingressclasses"))
                    .anySatisfy(problem -> assertThat(problem).contains("may not list storageclasses"));
        }
    }

    @Test
    void health_of_a_cluster_that_suits_us() {
        TargetHealth health = target.health();
        System.out.println(health);

        assertThat(health.usable()).isTrue();
        assertThat(health.version()).startsWith("v1.");
        assertThat(health.defaultStorageClass()).isNotEmpty();
    }

    @Test
    void sixteen_services_how_long_it_takes() {
        List<ServiceFixture> services = new ArrayList<>();
        IntStream.range(0, 16)
                .forEach(i -> services.add(
                        listening("s" + i, 8080 + i).env("N", "" + i).secretEnv("TOKEN")));
        Desired desired = Wishes.wish(cluster.project(), stack(services.toArray(new ServiceFixture[0])));
        SecretValues values = Wishes.values(desired.stack());
        Set<String> all = desired.stack().services().keySet();

        Instant begin = Instant.now();
        target.prepare(desired, values);
        Applied first = target.apply(desired, all);
        Instant applied = Instant.now();
        waiting.untilDone(desired.id(), first, all);
        Instant ready = Instant.now();
        target.prepare(desired, SecretValues.none());
        Applied again = target.apply(desired, all);
        Instant repeated = Instant.now();
        target.prune(desired, List.of());
        Instant pruned = Instant.now();
        waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE);
        System.out.printf(
                "16 services: applied in %d ms, ready after %d ms, applied again in %d ms, pruned in %d ms, gone after %d ms%n",
                Duration.between(begin, applied).toMillis(),
                Duration.between(begin, ready).toMillis(),
                Duration.between(ready, repeated).toMillis(),
                Duration.between(repeated, pruned).toMillis(),
                Duration.between(pruned, Instant.now()).toMillis());
        assertThat(again.nothingChanged()).isTrue();
    }
}
