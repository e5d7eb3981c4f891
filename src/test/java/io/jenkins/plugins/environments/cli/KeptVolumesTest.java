package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.ReconcileReport.Orphan;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Volumes that were kept, and whose record was lost")
class KeptVolumesTest {

    private static final Stage STAGING = Stage.unconfigured("staging", "cluster");

    @TempDir
    Path folder;

    private EmbeddedKubernetes kubernetes;
    private OnEmbedded on;
    private EnvironmentId id;

    @BeforeEach
    void keepAndLose() throws IOException {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        on = new OnEmbedded(folder.resolve("home"), kubernetes);
        Files.createDirectories(folder.resolve("project"));
        Files.writeString(
                folder.resolve("project/compose.yaml"),
                """
                services:
                  db:
                    image: test.local/db:1
                    volumes: ["data:/data"]
                volumes: { data: }
                """);
        id = deployed();
        destroyed(DataPolicy.KEEP);
        assertThat(on.lifecycle().upkeep().kept()).hasSize(1);
        assertThat(on.lifecycle().upkeep().orphans("cluster"))
                .as("as its record knows of them")
                .isEmpty();
        on.loseRecordOf(id);
        assertThat(on.lifecycle().upkeep().kept()).isEmpty();
    }

    @AfterEach
    void close() {
        on.close();
        kubernetes.close();
    }

    private EnvironmentId deployed() {
        var deploy = on.deploy(
                Change.request("shop", 42),
                STAGING,
                on.read(new StackRequest(
                        folder.resolve("project"), List.of(), List.of(), Set.of(), Map.of(), Map.of(), false)),
                Map.of(),
                OnFailure.KEEP);
        assertThat(deploy.phase()).as(String.valueOf(deploy.failure())).isEqualTo(Phase.RELEASED);
        return deploy.environment();
    }

    private void destroyed(DataPolicy data) {
        assertThat(on.ended(on.lifecycle()
                                .destroy(new DestroyRequest(id, data, Duration.ofMinutes(5), Origin.of("test"))))
                        .phase())
                .isEqualTo(Phase.GONE);
    }

    private Environment adopted() {
        return on.lifecycle().upkeep().adopt("cluster", id, Origin.of("test"));
    }

    @Test
    void are_found_and_named() {
        assertThat(on.lifecycle().upkeep().orphans("cluster")).singleElement().satisfies(orphan -> {
            assertThat(orphan.id()).isEqualTo(id);
            assertThat(orphan.fate())
                    .matches("all that is left of it is what was kept, PersistentVolumeClaim env-" + id
                            + "/data, \\S+: a person decides: deploy it again, which takes that up, or adopt "
                            + "it, then destroy it with its data");
        });
    }

    @Test
    void are_shown_among_the_kept_ones_when_they_were_taken_up() {
        assertThat(adopted().state()).isEqualTo(EnvironmentState.GONE);

        assertThat(on.lifecycle().upkeep().kept())
                .singleElement()
                .satisfies(kept -> assertThat(kept.volumes().get(0)).startsWith("PersistentVolumeClaim env-" + id));
        assertThat(on.lifecycle().upkeep().orphans("cluster"))
                .extracting(Orphan::id)
                .isEmpty();
    }

    @Test
    void are_mounted_again_by_the_next_deploy_of_that_environment() {
        adopted();

        assertThat(deployed()).isEqualTo(id);

        assertThat(on.lifecycle().upkeep().kept()).isEmpty();
    }

    @Test
    void are_taken_up_by_a_deploy_though_nobody_adopted_them() {
        deployed();

        assertThat(on.lifecycle().upkeep().orphans("cluster")).isEmpty();
        assertThat(kubernetes.objects()).as("with its claim").isPositive();
        destroyed(DataPolicy.DELETE);
        assertThat(kubernetes.objects()).isZero();
    }

    @Test
    void go_when_that_is_said() {
        adopted();

        destroyed(DataPolicy.DELETE);

        assertThat(on.lifecycle().upkeep().kept()).isEmpty();
        assertThat(kubernetes.objects()).isZero();
    }
}
