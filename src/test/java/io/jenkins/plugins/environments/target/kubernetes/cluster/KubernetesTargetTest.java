package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.published;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Target.Discovered;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.Waiting;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Kubernetes target, on the embedded API")
class KubernetesTargetTest {

    private EmbeddedKubernetes kubernetes;
    private KubernetesClient client;
    private KubernetesTarget target;
    private Waiting waiting;

    @BeforeEach
    void start() {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(20));
        client = Clients.connect(connection().resolve());
        target = target("me");
        waiting = new Waiting(target);
    }

    @AfterEach
    void stop() {
        waiting.close();
        target.close();
        client.close();
        kubernetes.close();
    }

    private KubernetesConnection connection() {
        return new KubernetesConnection.Kubeconfig("embedded", kubernetes.kubeconfig(), null, null, false);
    }

    private KubernetesTarget target(String holder) {
        return KubernetesTarget.connect("cluster-a", KubernetesSettings.DEFAULT, connection(), holder);
    }

    private static Stack shop(String level) {
        return stack(
                service("db").volume("data", "/data").secretEnv("DB_PASSWORD").expose(5432),
                service("web").port(published(80, 8080)).env("LEVEL", level).after("db", Condition.STARTED));
    }

    @Test
    void a_stack_becomes_ready_wave_by_wave_and_is_gone_after_destroy() {
        Desired desired = Wishes.wish("shop", shop("info"));

        Applied applied = waiting.deploy(desired, Wishes.values(desired.stack()));

        assertThat(applied.changes()).allMatch(change -> change.action() == Action.CREATED);
        assertThat(target.observe(desired.id(), applied).services().get("web").state())
                .isEqualTo(State.READY);
        assertThat(target.discover(Wishes.OWNER))
                .extracting(
                        Discovered::id, Discovered::owner, Discovered::project, Discovered::stage, Discovered::change)
                .containsExactly(tuple(desired.id(), Wishes.OWNER, "shop", "staging", "pr-42"));
        assertThat(waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE).kept())
                .isEmpty();
        assertThat(target.observe(desired.id(), Applied.NOTHING).exists()).isFalse();
        assertThat(target.discover(Wishes.OWNER)).isEmpty();
    }

    @Test
    void a_stack_that_did_not_change_is_left_alone_and_needs_no_values() {
        Desired desired = Wishes.wish("shop", shop("info"));
        waiting.deploy(desired, Wishes.values(desired.stack()));
        String before = versions();

        Applied again = waiting.deploy(desired, SecretValues.none());

        assertThat(again.nothingChanged()).isTrue();
        assertThat(versions()).isEqualTo(before);
    }

    @Test
    void without_values_a_first_deploy_says_which_are_missing() {
        Desired desired = Wishes.wish("shop", shop("info"));

        assertThatThrownBy(() -> target.prepare(desired, SecretValues.none()))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.VALUES_MISSING))
                .hasMessageContaining("db/DB_PASSWORD");
    }

    @Test
    void a_changed_variable_changes_only_the_service_that_uses_it() {
        Desired before = Wishes.wish("shop", shop("info"));
        waiting.deploy(before, Wishes.values(before.stack()));
        Desired after = Wishes.wish("shop", shop("debug"));

        Applied applied = waiting.deploy(after, SecretValues.none());

        assertThat(applied.changes())
                .filteredOn(change -> change.action() != Action.UNCHANGED)
                .allMatch(change -> change.service().equals("web"))
                .extracting(Applied.Change::action)
                .containsOnly(Action.CHANGED);
    }

    @Test
    void what_somebody_changed_by_hand_is_repaired() {
        Desired desired = Wishes.wish("shop", shop("info"));
        waiting.deploy(desired, Wishes.values(desired.stack()));
        client.apps()
                .deployments()
                .inNamespace(namespace(desired))
                .withName("web")
                .scale(3);

        Applied applied = waiting.deploy(desired, SecretValues.none());

        assertThat(applied.changes())
                .filteredOn(change -> change.action() != Action.UNCHANGED)
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.kind()).isEqualTo("Deployment");
                    assertThat(change.name()).isEqualTo("web");
                    assertThat(change.action()).isEqualTo(Action.REPAIRED);
                    assertThat(change.drift()).containsExactly(new Applied.Drift("spec.replicas", "3", "1"));
                });
        assertThat(deployment(desired, "web").getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void a_service_that_is_no_longer_named_is_pruned_and_its_volume_stays() {
        Desired before = Wishes.wish("shop", shop("info"));
        waiting.deploy(before, Wishes.values(before.stack()));
        Desired after = Wishes.wish(
                "shop", stack(service("web").port(published(80, 8080)).env("LEVEL", "info")));
        waiting.deploy(after, SecretValues.none());

        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace(before))
                        .withName("of-nobody")
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace(before))
                        .withName("of-another")
                        .withLabels(Map.of(Labels.OWNER, "another", Labels.ENVIRONMENT, "shop"))
                        .endMetadata()
                        .build())
                .create();

        Applied pruned = target.prune(after, List.of());

        assertThat(client.configMaps().inNamespace(namespace(before)).list().getItems())
                .extracting(map -> map.getMetadata().getName())
                .contains("of-nobody", "of-another");
        assertThat(pruned.changes()).extracting(Applied.Change::action).containsOnly(Action.REMOVED);
        assertThat(pruned.changes()).extracting(Applied.Change::kind).contains("Deployment", "Secret");
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(namespace(before))
                        .list()
                        .getItems())
                .extracting(deployment -> deployment.getMetadata().getName())
                .containsExactly("web");
        assertThat(client.persistentVolumeClaims()
                        .inNamespace(namespace(before))
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void configuration_of_an_earlier_release_is_kept_for_a_rollback() {
        Desired before = Wishes.wish("shop", shop("info"));
        waiting.deploy(before, Wishes.values(before.stack()));
        Desired after = Wishes.wish("shop", stack(service("web").env("LEVEL", "info")));
        waiting.deploy(after, SecretValues.none());

        target.prune(after, List.of(before));

        assertThat(client.secrets().inNamespace(namespace(before)).list().getItems())
                .hasSize(1);
        target.prepare(before, SecretValues.none());
    }

    @Test
    void a_namespace_without_our_mark_is_refused_and_left_alone() {
        Desired desired = Wishes.wish("shop", shop("info"));
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace(desired))
                        .endMetadata()
                        .build())
                .create();

        assertThatThrownBy(() -> target.prepare(desired, Wishes.values(desired.stack())))
                .isInstanceOfSatisfying(TargetException.class, KubernetesTargetTest::isNotOurs);
        assertThatThrownBy(() -> target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE))
                .isInstanceOfSatisfying(TargetException.class, KubernetesTargetTest::isNotOurs);
        assertThat(client.namespaces()
                        .withName(namespace(desired))
                        .get()
                        .getMetadata()
                        .getDeletionTimestamp())
                .isNull();
    }

    @Test
    void a_namespace_of_another_owner_is_refused_with_whose_it_is() {
        Stack stack = shop("info");
        Desired theirs = Wishes.wish("shop", "owner-b", stack, null);
        target.prepare(theirs, Wishes.values(stack));

        assertThatThrownBy(() -> target.prepare(Wishes.wish("shop", stack), Wishes.values(stack)))
                .isInstanceOfSatisfying(TargetException.class, KubernetesTargetTest::isNotOurs)
                .hasMessageContaining("it belongs to owner-b, we are owner-a");
    }

    private static void isNotOurs(TargetException e) {
        assertThat(e.kind()).isEqualTo(TargetException.Kind.NOT_OURS);
    }

    @Test
    void an_object_of_the_same_name_that_is_not_ours_is_not_taken_over() {
        Desired desired = Wishes.wish("shop", shop("info"));
        target.prepare(desired, Wishes.values(desired.stack()));
        client.resource(new io.fabric8.kubernetes.api.model.ServiceBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .withNamespace(namespace(desired))
                        .endMetadata()
                        .build())
                .create();

        assertThatThrownBy(() -> target.apply(desired, Set.of("web")))
                .isInstanceOfSatisfying(TargetException.class, KubernetesTargetTest::isNotOurs);
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(namespace(desired))
                        .list()
                        .getItems())
                .isEmpty();
    }

    @Test
    void another_controller_waits_while_the_lease_is_held() {
        Desired desired = Wishes.wish("shop", shop("info"));
        target.prepare(desired, Wishes.values(desired.stack()));

        try (KubernetesTarget other = target("other")) {
            assertThatThrownBy(() -> other.apply(desired, Set.of("web")))
                    .isInstanceOfSatisfying(
                            TargetException.class, e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.TRANSIENT))
                    .hasMessageContaining("held by me until");
        }
    }

    @Test
    void the_same_controller_goes_on_after_a_restart() {
        Desired desired = Wishes.wish("shop", shop("info"));
        target.prepare(desired, Wishes.values(desired.stack()));

        try (KubernetesTarget restarted = target("me")) {
            assertThat(restarted.apply(desired, Set.of("web")).changes()).isNotEmpty();
        }
    }

    @Test
    void volumes_outlive_the_environment_when_they_are_to_be_kept() {
        Desired desired = Wishes.wish("shop", shop("info"));
        waiting.deploy(desired, Wishes.values(desired.stack()));

        Teardown teardown = waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.KEEP);

        assertThat(teardown.kept())
                .singleElement()
                .asString()
                .startsWith("PersistentVolumeClaim " + namespace(desired));
        assertThat(client.apps()
                        .deployments()
                        .inNamespace(namespace(desired))
                        .list()
                        .getItems())
                .isEmpty();
        assertThat(client.secrets().inNamespace(namespace(desired)).list().getItems())
                .isEmpty();
        assertThat(target.discover(Wishes.OWNER)).singleElement().satisfies(found -> assertThat(found.kept())
                .isEqualTo(teardown.kept()));
        waiting.deploy(desired, Wishes.values(desired.stack()));
        assertThat(target.discover(Wishes.OWNER)).singleElement().satisfies(found -> assertThat(found.kept())
                .isEmpty());
        assertThat(client.namespaces()
                        .withName(namespace(desired))
                        .get()
                        .getMetadata()
                        .getLabels())
                .doesNotContainKey(Labels.KEPT);
    }

    private void hold(String namespace, String name) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withFinalizers("example.com/hold")
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void what_finalizers_hold_goes_when_it_is_forced() throws InterruptedException {
        Desired desired = Wishes.wish("shop", shop("info"));
        waiting.deploy(desired, Wishes.values(desired.stack()));
        hold(namespace(desired), "held");
        Teardown asked = target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE);
        Thread.sleep(200);
        assertThat(asked.gone()).isFalse();
        assertThat(target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE).gone())
                .isFalse();

        target.force(desired.id(), Wishes.OWNER, DataPolicy.DELETE);

        waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE);
        assertThat(client.namespaces().withName(namespace(desired)).get()).isNull();
    }

    @Test
    void what_another_owner_has_is_not_forced() {
        Desired desired = Wishes.wish("shop", shop("info"));
        waiting.deploy(desired, Wishes.values(desired.stack()));
        hold(namespace(desired), "held");

        assertThatThrownBy(() -> target.force(desired.id(), "somebody", DataPolicy.DELETE))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.NOT_OURS));
        assertThat(client.configMaps()
                        .inNamespace(namespace(desired))
                        .withName("held")
                        .get()
                        .getMetadata()
                        .getFinalizers())
                .containsExactly("example.com/hold");
    }

    @Test
    void forcing_keeps_the_volumes_that_are_to_stay_and_tells_their_size() {
        Desired desired = Wishes.wish("shop", shop("info"));
        waiting.deploy(desired, Wishes.values(desired.stack()));

        Teardown teardown = target.force(desired.id(), Wishes.OWNER, DataPolicy.KEEP);

        assertThat(teardown.kept()).singleElement().asString().matches("PersistentVolumeClaim \\S+/\\S+, \\d+\\w+");
        waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.KEEP);
        assertThat(client.persistentVolumeClaims()
                        .inNamespace(namespace(desired))
                        .list()
                        .getItems())
                .hasSize(1);
    }

    @Test
    void what_is_discovered_tells_whose_it_is_and_how_old() {
        Desired desired = Wishes.wish("shop", shop("info"));
        waiting.deploy(desired, Wishes.values(desired.stack()));

        assertThat(target.discover(Wishes.OWNER)).singleElement().satisfies(found -> {
            assertThat(found.project()).isEqualTo("shop");
            assertThat(found.commit()).isEqualTo(desired.change().commit());
            assertThat(found.branch()).isEqualTo(desired.change().branch());
            assertThat(found.since()).isBetween(Instant.now().minusSeconds(300), Instant.now());
        });
        assertThat(target.discover("somebody")).isEmpty();
    }

    @Test
    void an_image_that_can_not_be_pulled_is_a_failure_with_its_reason() {
        Desired desired = Wishes.wish(
                "shop",
                stack(service("web")
                        .image(EmbeddedKubernetes.NO_IMAGES + "/web:1")
                        .command("serve")));
        target.prepare(desired, SecretValues.none());
        Applied applied = target.apply(desired, Set.of("web"));

        String reason = waiting.until(desired.id(), applied, "web", State.FAILED, Duration.ofSeconds(20))
                .reason();

        assertThat(reason).isIn("ErrImagePull", "ImagePullBackOff");
        assertThat(target.diagnose(desired, "web").toString())
                .contains("service web did not become ready", EmbeddedKubernetes.NO_IMAGES);
    }

    @Test
    void health_names_the_version_and_what_is_missing() {
        TargetHealth health = target.health();

        assertThat(health.usable()).isTrue();
        assertThat(health.version()).startsWith("v1.");
    }

    private Deployment deployment(Desired desired, String name) {
        return client.apps()
                .deployments()
                .inNamespace(namespace(desired))
                .withName(name)
                .get();
    }

    /** Every object that we apply, with its resource version. */
    private String versions() {
        return String.join(
                "\n",
                client.apps().deployments().inAnyNamespace().list().getItems().stream()
                        .map(one ->
                                one.getMetadata().getName() + one.getMetadata().getGeneration())
                        .sorted()
                        .toList());
    }

    private static String namespace(Desired desired) {
        return "env-" + desired.id();
    }
}
