package io.jenkins.plugins.environments.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A watch of the embedded Kubernetes API")
class EmbeddedWatchTest {

    private EmbeddedKubernetes kubernetes;
    private KubernetesClient client;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("env-x")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void stop() {
        client.close();
        kubernetes.close();
    }

    @Test
    @DisplayName("from the version of a list gets what went away and came between the two, and nothing older")
    void from_a_version() throws Exception {
        create("old", "a");
        create("goes", "a");
        String version =
                client.configMaps().inNamespace("env-x").list().getMetadata().getResourceVersion();
        client.configMaps().inNamespace("env-x").withName("goes").delete();
        create("comes", "a");

        watch(new ListOptionsBuilder().withResourceVersion(version).build());
        assertThat(next()).isEqualTo("DELETED goes");
        assertThat(next()).isEqualTo("ADDED comes");
        create("later", "a");
        assertThat(next()).isEqualTo("ADDED later");
    }

    @Test
    @DisplayName("without a version begins with what is there")
    void without_a_version() throws Exception {
        create("goes", "a");
        create("stays", "a");
        client.configMaps().inNamespace("env-x").withName("goes").delete();

        watch(new ListOptions());
        assertThat(next()).isEqualTo("ADDED stays");
        client.configMaps().inNamespace("env-x").withName("stays").edit(live -> new ConfigMapBuilder(live)
                .addToData("a", "1")
                .build());
        assertThat(next()).isEqualTo("MODIFIED stays");
    }

    @Test
    @DisplayName("of a label sees an object that loses it go")
    void of_a_label() throws Exception {
        create("one", "a");
        create("two", "b");

        client.configMaps().inNamespace("env-x").withLabel("of", "a").watch(new ListOptions(), new Seeing());
        assertThat(next()).isEqualTo("ADDED one");
        client.configMaps().inNamespace("env-x").withName("one").edit(live -> new ConfigMapBuilder(live)
                .editMetadata()
                .addToLabels("of", "b")
                .endMetadata()
                .build());
        assertThat(next()).isEqualTo("DELETED one");
    }

    @Test
    @DisplayName("of a name sees that object alone")
    void of_a_name() throws Exception {
        create("one", "a");
        create("two", "a");

        configMaps().inNamespace("env-x").withName("two").watch(new Seeing());
        assertThat(next()).isEqualTo("ADDED two");
        create("three", "a");
        client.configMaps().inNamespace("env-x").withName("two").delete();
        assertThat(next()).isEqualTo("DELETED two");
    }

    private Watch watch(ListOptions options) {
        return configMaps().inNamespace("env-x").watch(options, new Seeing());
    }

    private MixedOperation<ConfigMap, ?, Resource<ConfigMap>> configMaps() {
        return client.configMaps();
    }

    private String next() throws InterruptedException {
        return seen.poll(10, TimeUnit.SECONDS);
    }

    private void create(String name, String label) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("env-x")
                        .withLabels(Map.of("of", label))
                        .endMetadata()
                        .build())
                .create();
    }

    private final class Seeing implements Watcher<ConfigMap> {
        @Override
        public void eventReceived(Action action, ConfigMap object) {
            seen.add(action + " " + object.getMetadata().getName());
        }

        @Override
        public void onClose(WatcherException cause) {
            seen.add("closed: " + cause.getMessage());
        }
    }
}
