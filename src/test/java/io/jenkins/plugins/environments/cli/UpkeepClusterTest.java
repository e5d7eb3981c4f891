package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.ForceRequest;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.lifecycle.ReconcileReport.Orphan;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the cluster that {@code KUBECONFIG} names. */
@Tag("cluster")
@DisplayName("On a real cluster, an environment")
class UpkeepClusterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Stage STAGING = Stage.unconfigured("staging", "cluster");

    @TempDir
    Path folder;

    private final String project = "up" + UUID.randomUUID().toString().substring(0, 6);
    private final KubernetesConnection connection =
            KubernetesConnection.Kubeconfig.file(Path.of(System.getenv("KUBECONFIG")), null);
    private final KubernetesClient client = Clients.connect(connection.resolve());
    private KubernetesTarget target;
    private JournaledLifecycle lifecycle;

    @BeforeEach
    void open() {
        target = KubernetesTarget.connect("cluster", KubernetesSettings.DEFAULT, connection, "upkeep-" + project);
        lifecycle = JournaledLifecycle.open(folder.resolve("home"), id -> target, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        lifecycle.close();
        target.close();
        client.namespaces().withLabel(Labels.PROJECT, project).delete();
        client.close();
    }

    private void reopen() {
        lifecycle.close();
        target.close();
        open();
    }

    private EnvironmentId deployed() throws IOException {
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(
                project.resolve("compose.yaml"),
                """
                services:
                  web:
                    image: test.local/stand-in:1
                    environment: { STAND_IN_PORTS: "8080" }
                    volumes: ["data:/data"]
                volumes: { data: }
                """);
        Operation deploy = ended(lifecycle.deploy(new DeployRequest(
                Change.request(this.project, 42),
                STAGING,
                new StackReader(new KeyedDigest(lifecycle.digestKey()))
                        .read(new StackRequest(project, List.of(), List.of(), Set.of(), Map.of(), Map.of(), false)),
                Map.of(),
                OnFailure.KEEP,
                PATIENCE,
                Origin.of("test"))));
        assertThat(deploy.phase()).as(String.valueOf(deploy.failure())).isEqualTo(Phase.RELEASED);
        return deploy.environment();
    }

    private Operation ended(Operation operation) {
        until(() -> now(operation).phase().isEnd());
        return now(operation);
    }

    private Operation now(Operation operation) {
        return lifecycle.operation(operation.id()).orElseThrow();
    }

    private static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String namespace(EnvironmentId id) {
        return "env-" + id;
    }

    private boolean exists(EnvironmentId id) {
        return client.namespaces().withName(namespace(id)).get() != null;
    }

    @Test
    void that_a_finalizer_holds_is_stuck_and_names_it_and_goes_when_it_is_forced() throws IOException {
        EnvironmentId id = deployed();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace(id))
                        .withName("stubborn")
                        .withFinalizers("example.com/holds-it")
                        .endMetadata()
                        .build())
                .create();
        Operation removal =
                lifecycle.destroy(new DestroyRequest(id, DataPolicy.DELETE, Duration.ofSeconds(15), Origin.of("test")));
        until(() -> {
            var failure = now(removal).failure();
            return now(removal).phase() == Phase.STUCK
                    && failure != null
                    && failure.details().toString().contains("ConfigMap stubborn, held by example.com/holds-it");
        });

        lifecycle.upkeep().force(new ForceRequest(id, id.value(), Origin.of("test")));

        assertThat(ended(removal).phase()).isEqualTo(Phase.GONE);
        assertThat(exists(id)).isFalse();
    }

    @Test
    void whose_namespace_was_given_to_somebody_else_is_left_alone_with_a_word() throws IOException {
        EnvironmentId id = deployed();
        client.namespaces().withName(namespace(id)).edit(namespace -> {
            namespace.getMetadata().getLabels().put(Labels.OWNER, "somebody-else");
            return namespace;
        });

        Operation removal =
                ended(lifecycle.destroy(new DestroyRequest(id, DataPolicy.DELETE, PATIENCE, Origin.of("test"))));

        assertThat(removal.phase()).isEqualTo(Phase.GONE);
        assertThat(lifecycle.environment(id).orElseThrow().failure())
                .asString()
                .contains("what is there now was left alone", "somebody-else");
        assertThat(exists(id)).isTrue();
        assertThat(client.pods().inNamespace(namespace(id)).list().getItems()).isNotEmpty();
        assertThat(lifecycle.upkeep().orphans("cluster")).isEmpty();
    }

    @Test
    void whose_record_was_lost_is_found_taken_up_again_and_deployed_in_place() throws IOException {
        EnvironmentId id = deployed();
        String uid =
                client.namespaces().withName(namespace(id)).get().getMetadata().getUid();
        lifecycle.close();
        try (Stream<Path> all = Files.walk(folder.resolve("home/environments/" + id))) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        target.close();
        open();

        List<Orphan> orphans = lifecycle.upkeep().orphans("cluster");
        assertThat(orphans).extracting(Orphan::id).containsExactly(id);
        assertThat(orphans.get(0).project()).isEqualTo(project);
        assertThat(orphans.get(0).since()).isNotNull();
        Environment adopted = lifecycle.upkeep().adopt("cluster", id, Origin.of("test"));
        assertThat(adopted.state()).isEqualTo(EnvironmentState.FAILED);
        assertThat(EnvironmentLifecycle.idOf(adopted.change(), STAGING)).isEqualTo(id);
        assertThat(deployed()).isEqualTo(id);
        assertThat(client.namespaces()
                        .withName(namespace(id))
                        .get()
                        .getMetadata()
                        .getUid())
                .isEqualTo(uid);

        ended(lifecycle.destroy(new DestroyRequest(id, DataPolicy.DELETE, PATIENCE, Origin.of("test"))));
        assertThat(exists(id)).isFalse();
    }

    @Test
    void keeps_its_volumes_where_it_shall_and_shows_them_with_their_size() throws IOException {
        EnvironmentId id = deployed();
        ended(lifecycle.destroy(new DestroyRequest(id, DataPolicy.KEEP, PATIENCE, Origin.of("test"))));

        assertThat(lifecycle.upkeep().kept()).singleElement().satisfies(kept -> assertThat(
                        kept.volumes().get(0))
                .matches("PersistentVolumeClaim " + namespace(id) + "/data, \\d+\\w+"));
        reopen();
        assertThat(lifecycle.upkeep().kept()).hasSize(1);
        deployed();
        assertThat(lifecycle.upkeep().kept()).isEmpty();
        ended(lifecycle.destroy(new DestroyRequest(id, DataPolicy.DELETE, PATIENCE, Origin.of("test"))));
        assertThat(exists(id)).isFalse();
    }
}
