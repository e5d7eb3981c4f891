package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.ForceRequest;
import io.jenkins.plugins.environments.lifecycle.ReconcileReport.Orphan;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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

    private static final Stage STAGING = Stage.unconfigured("staging", "cluster");

    @TempDir
    Path folder;

    private final String project = "up" + UUID.randomUUID().toString().substring(0, 6);
    private OnCluster on;

    @BeforeEach
    void open() {
        on = OnCluster.of(folder.resolve("home"), project);
    }

    @AfterEach
    void close() {
        on.close();
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
        Operation deploy = on.deploy(
                Change.request(this.project, 42),
                STAGING,
                on.read(new StackRequest(project, List.of(), List.of(), Set.of(), Map.of(), Map.of(), false)),
                Map.of(),
                OnFailure.KEEP);
        assertThat(deploy.phase()).as(String.valueOf(deploy.failure())).isEqualTo(Phase.RELEASED);
        return deploy.environment();
    }

    @Test
    void that_a_finalizer_holds_is_stuck_and_names_it_and_goes_when_it_is_forced() throws IOException {
        EnvironmentId id = deployed();
        on.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(OnCluster.namespace(id))
                        .withName("stubborn")
                        .withFinalizers("example.com/holds-it")
                        .endMetadata()
                        .build())
                .create();
        Operation removal = on.lifecycle()
                .destroy(new DestroyRequest(id, DataPolicy.DELETE, Duration.ofSeconds(15), Origin.of("test")));
        OnTarget.until(() -> {
            var failure = on.now(removal).failure();
            return on.now(removal).phase() == Phase.STUCK
                    && failure != null
                    && failure.details().toString().contains("ConfigMap stubborn, held by example.com/holds-it");
        });

        on.lifecycle().upkeep().force(new ForceRequest(id, id.value(), Origin.of("test")));

        assertThat(on.ended(removal).phase()).isEqualTo(Phase.GONE);
        assertThat(on.exists(id)).isFalse();
    }

    @Test
    void whose_namespace_was_given_to_somebody_else_is_left_alone_with_a_word() throws IOException {
        EnvironmentId id = deployed();
        on.client().namespaces().withName(OnCluster.namespace(id)).edit(namespace -> {
            namespace.getMetadata().getLabels().put(Labels.OWNER, "somebody-else");
            return namespace;
        });

        Operation removal = on.ended(on.lifecycle()
                .destroy(new DestroyRequest(id, DataPolicy.DELETE, OnTarget.PATIENCE, Origin.of("test"))));

        assertThat(removal.phase()).isEqualTo(Phase.GONE);
        assertThat(on.lifecycle().environment(id).orElseThrow().failure())
                .asString()
                .contains("what is there now was left alone", "somebody-else");
        assertThat(on.exists(id)).isTrue();
        assertThat(on.client()
                        .pods()
                        .inNamespace(OnCluster.namespace(id))
                        .list()
                        .getItems())
                .isNotEmpty();
        assertThat(on.lifecycle().upkeep().orphans("cluster")).isEmpty();
    }

    @Test
    void whose_record_was_lost_is_found_taken_up_again_and_deployed_in_place() throws IOException {
        EnvironmentId id = deployed();
        String uid = on.client()
                .namespaces()
                .withName(OnCluster.namespace(id))
                .get()
                .getMetadata()
                .getUid();
        on.loseRecordOf(id);

        List<Orphan> orphans = on.lifecycle().upkeep().orphans("cluster");
        assertThat(orphans).extracting(Orphan::id).containsExactly(id);
        assertThat(orphans.get(0).project()).isEqualTo(project);
        assertThat(orphans.get(0).since()).isNotNull();
        Environment adopted = on.lifecycle().upkeep().adopt("cluster", id, Origin.of("test"));
        assertThat(adopted.state()).isEqualTo(EnvironmentState.FAILED);
        assertThat(EnvironmentLifecycle.idOf(adopted.change(), STAGING)).isEqualTo(id);
        assertThat(deployed()).isEqualTo(id);
        assertThat(on.client()
                        .namespaces()
                        .withName(OnCluster.namespace(id))
                        .get()
                        .getMetadata()
                        .getUid())
                .isEqualTo(uid);

        on.ended(on.lifecycle()
                .destroy(new DestroyRequest(id, DataPolicy.DELETE, OnTarget.PATIENCE, Origin.of("test"))));
        assertThat(on.exists(id)).isFalse();
    }

    @Test
    void keeps_its_volumes_where_it_shall_and_shows_them_with_their_size() throws IOException {
        EnvironmentId id = deployed();
        on.ended(on.lifecycle().destroy(new DestroyRequest(id, DataPolicy.KEEP, OnTarget.PATIENCE, Origin.of("test"))));

        assertThat(on.lifecycle().upkeep().kept()).singleElement().satisfies(kept -> assertThat(
                        kept.volumes().get(0))
                .matches("PersistentVolumeClaim " + OnCluster.namespace(id) + "/data, \\d+\\w+"));
        on.loseRecordOf(id);
        assertThat(on.lifecycle().upkeep().kept()).isEmpty();
        assertThat(on.lifecycle().upkeep().orphans("cluster")).singleElement().satisfies(orphan -> assertThat(
                        orphan.fate())
                .startsWith("all that is left of it is what was kept, PersistentVolumeClaim " + OnCluster.namespace(id)
                        + "/data, "));
        on.lifecycle().upkeep().adopt("cluster", id, Origin.of("test"));
        assertThat(on.lifecycle().upkeep().kept()).hasSize(1);
        deployed();
        assertThat(on.lifecycle().upkeep().kept()).isEmpty();
        on.ended(on.lifecycle()
                .destroy(new DestroyRequest(id, DataPolicy.DELETE, OnTarget.PATIENCE, Origin.of("test"))));
        assertThat(on.exists(id)).isFalse();
    }
}
