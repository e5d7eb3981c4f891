package io.jenkins.plugins.environments.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The embedded Kubernetes API")
class EmbeddedKubernetesTest {

    private EmbeddedKubernetes kubernetes;
    private KubernetesClient client;

    @BeforeEach
    void start() {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build();
        client.resource(namespace()).create();
    }

    @AfterEach
    void stop() {
        // The client's own close and an informer that has just met its condition wait for each other for ever.
        client.getHttpClient().close();
        kubernetes.close();
    }

    @Test
    void server_side_apply_creates_an_object_that_is_not_there() {
        ConfigMap made = apply(config(Map.of("a", "1")));

        assertThat(made.getMetadata().getUid()).isNotEmpty();
        assertThat(made.getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void server_side_apply_of_the_same_again_changes_nothing() {
        ConfigMap made = apply(config(Map.of("a", "1")));
        ConfigMap again = apply(config(Map.of("a", "1")));

        assertThat(again.getMetadata().getResourceVersion())
                .isEqualTo(made.getMetadata().getResourceVersion());
    }

    @Test
    void server_side_apply_removes_what_it_named_before_and_leaves_what_others_set() {
        apply(config(Map.of("a", "1", "b", "2")));
        client.configMaps().inNamespace("env-x").withName("settings").edit(live -> new ConfigMapBuilder(live)
                .addToData("theirs", "3")
                .build());

        ConfigMap changed = apply(config(Map.of("a", "9")));

        assertThat(changed.getData()).isEqualTo(Map.of("a", "9", "theirs", "3"));
        assertThat(changed.getMetadata().getGeneration()).isGreaterThan(1);
    }

    @Test
    void an_immutable_object_keeps_its_content() {
        ConfigMap immutable = config(Map.of("a", "1"));
        immutable.setImmutable(true);
        apply(immutable);
        ConfigMap other = config(Map.of("a", "2"));
        other.setImmutable(true);

        assertThatThrownBy(() -> apply(other))
                .isInstanceOfSatisfying(KubernetesClientException.class, e -> assertThat(e.getCode())
                        .isEqualTo(422));
    }

    @Test
    void nothing_can_be_made_in_a_namespace_that_does_not_exist() {
        ConfigMap homeless = config(Map.of("a", "1"));
        homeless.getMetadata().setNamespace("nowhere");

        assertThatThrownBy(() -> apply(homeless)).hasMessageContaining("namespaces \"nowhere\" not found");
    }

    @Test
    void a_delete_with_another_uid_is_refused() {
        apply(config(Map.of("a", "1")));

        assertThatThrownBy(() -> client.raw(
                        "/api/v1/namespaces/env-x/configmaps/settings",
                        "DELETE",
                        "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":\"other\"}}"))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(client.configMaps().inNamespace("env-x").withName("settings").get())
                .isNotNull();
    }

    @Test
    void a_deployment_gets_pods_that_become_ready_and_says_so() {
        client.resource(deployment("test.local/web:1", 2)).patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));

        Deployment ready =
                client.apps().deployments().inNamespace("env-x").withName("web").waitUntilReady(5, TimeUnit.SECONDS);

        assertThat(ready.getStatus().getObservedGeneration())
                .isEqualTo(ready.getMetadata().getGeneration());
        List<Pod> pods = client.pods()
                .inNamespace("env-x")
                .withLabel("app", "web")
                .list()
                .getItems();
        assertThat(pods).hasSize(2).allMatch(pod -> pod.getStatus().getPhase().equals("Running"));
    }

    @Test
    void a_new_image_replaces_the_pods() {
        client.resource(deployment("test.local/web:1", 1)).patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));
        client.apps().deployments().inNamespace("env-x").withName("web").waitUntilReady(5, TimeUnit.SECONDS);
        client.resource(deployment("test.local/web:2", 1)).patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));

        client.pods()
                .inNamespace("env-x")
                .withLabel("app", "web")
                .informOnCondition(pods -> pods.size() == 1
                        && pods.get(0)
                                .getSpec()
                                .getContainers()
                                .get(0)
                                .getImage()
                                .equals("test.local/web:2"))
                .orTimeout(5, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void an_image_that_is_missing_shows_as_on_a_real_node() {
        client.resource(deployment(EmbeddedKubernetes.NO_IMAGES + "/web:1", 1))
                .patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));

        List<Pod> pods = client.pods()
                .inNamespace("env-x")
                .withLabel("app", "web")
                .informOnCondition(found -> found.size() == 1)
                .orTimeout(5, TimeUnit.SECONDS)
                .join();

        assertThat(pods.get(0)
                        .getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getState()
                        .getWaiting()
                        .getReason())
                .isEqualTo("ImagePullBackOff");
    }

    @Test
    void a_claim_is_bound() {
        PersistentVolumeClaim claim = new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .withNamespace("env-x")
                .endMetadata()
                .build();
        client.resource(claim).patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));

        client.resource(claim)
                .waitUntilCondition(
                        live -> live != null
                                && live.getStatus() != null
                                && "Bound".equals(live.getStatus().getPhase()),
                        5,
                        TimeUnit.SECONDS);
    }

    @Test
    void a_namespace_goes_with_all_that_is_in_it() {
        apply(config(Map.of("a", "1")));
        client.resource(deployment("test.local/web:1", 1)).patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));

        client.namespaces().withName("env-x").delete();
        client.namespaces().withName("env-x").waitUntilCondition(gone -> gone == null, 5, TimeUnit.SECONDS);

        assertThat(kubernetes.objects()).isZero();
    }

    @Test
    void a_finalizer_holds_a_namespace_which_says_so() {
        ConfigMap held = config(Map.of("a", "1"));
        held.getMetadata().setFinalizers(List.of("example.com/keep"));
        apply(held);

        client.namespaces().withName("env-x").delete();
        Namespace stuck = client.namespaces()
                .withName("env-x")
                .waitUntilCondition(
                        live -> live != null
                                && live.getStatus() != null
                                && !live.getStatus().getConditions().isEmpty(),
                        5,
                        TimeUnit.SECONDS);

        assertThat(stuck.getStatus().getConditions().get(0).getMessage()).contains("ConfigMap settings");
    }

    @Test
    void it_tells_which_kinds_it_serves() {
        assertThat(client.getApiGroups().getGroups())
                .extracting(group -> group.getName())
                .contains("apps", "networking.k8s.io")
                .doesNotContain("route.openshift.io");
        assertThat(client.supports(Deployment.class)).isTrue();
    }

    private ConfigMap apply(ConfigMap config) {
        return client.resource(config).patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));
    }

    private static Namespace namespace() {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName("env-x")
                .endMetadata()
                .build();
    }

    private static ConfigMap config(Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace("env-x")
                .endMetadata()
                .withData(data)
                .build();
    }

    private static Deployment deployment(String image, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("env-x")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels("app", "web")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "web")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("web")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}
