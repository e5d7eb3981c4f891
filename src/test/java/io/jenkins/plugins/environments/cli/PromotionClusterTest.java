package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest.Authority;
import io.jenkins.plugins.environments.lifecycle.RollbackRequest;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way to production on the cluster that {@code KUBECONFIG} names; {@code EDGE} is the address of its edge where
 * that is not {@code 10.125.0.80}.
 */
@Tag("cluster")
@DisplayName("On a real cluster, on the way to production")
class PromotionClusterTest {

    @TempDir
    Path folder;

    private final String project = "way" + UUID.randomUUID().toString().substring(0, 6);
    private OnCluster on;

    @BeforeEach
    void open() {
        on = OnCluster.of(folder.resolve("home"), project);
    }

    @AfterEach
    void close() {
        on.close();
    }

    @Test
    @DisplayName("the images that ran in staging run in qa, and staging's environment goes")
    void promotion() throws IOException {
        Stage staging = Stage.unconfigured("staging", "cluster");
        Stage qa = Stage.unconfigured("qa", "cluster");
        Change change = Change.request(project, 42);
        EnvironmentId source = EnvironmentLifecycle.idOf(change, staging);
        deploy(change, staging, 1);
        Map<String, String> ran = on.lifecycle().releases(source).get(0).images();

        Operation promotion = on.ended(on.lifecycle()
                .promote(new PromoteRequest(
                        project,
                        change,
                        staging,
                        qa,
                        List.of("staging", "qa"),
                        null,
                        Map.of(),
                        Map.of(),
                        true,
                        Authority.GRANTED,
                        OnTarget.PATIENCE,
                        Origin.of("test"))));

        assertThat(promotion.failure()).isNull();
        assertThat(promotion.phase()).isEqualTo(Phase.RELEASED);
        assertThat(ran).hasSize(2).allSatisfy((service, image) -> assertThat(image)
                .contains("@sha256:"));
        assertThat(on.lifecycle().releases(promotion.environment()).get(0).images())
                .isEqualTo(ran);
        OnTarget.until(() -> on.client().namespaces().withName("env-" + source).get() == null);
        OnTarget.until(() -> on.lifecycle().environments().stream()
                .noneMatch(each -> each.id().equals(source)));
    }

    @Test
    @DisplayName("a standing environment is updated and rolled back in place: no request fails, its data stays")
    void standing() throws IOException {
        Stage production = production();
        Change change = Change.branch(project, "PROD");
        EnvironmentId id = EnvironmentLifecycle.idOf(change, production);
        deploy(change, production, 1);
        String volume = volume(id);
        String host =
                on.lifecycle().environment(id).orElseThrow().links().get(0).host();
        OnTarget.until(() -> OnCluster.answers(host));

        try (Client visitor = new Client(host)) {
            deploy(change, production, 2);
            assertThat(on.lifecycle().releases(id)).hasSize(2);
            Operation rollback = on.ended(on.lifecycle()
                    .rollback(
                            new RollbackRequest(id, null, "the second is slow", OnTarget.PATIENCE, Origin.of("test"))));
            assertThat(rollback.phase()).as(String.valueOf(rollback.failure())).isEqualTo(Phase.RELEASED);

            assertThat(visitor.failures()).isZero();
            assertThat(visitor.requests()).isGreaterThan(50);
            System.out.println("requests through the edge: " + visitor.requests() + ", failed: " + visitor.failures());
        }
        assertThat(volume(id)).isEqualTo(volume);
        assertThat(on.lifecycle().environment(id).orElseThrow().hold().reason()).contains("the second is slow");
        assertThat(on.lifecycle().releases(id).get(0).stack())
                .isEqualTo(on.lifecycle().releases(id).get(2).stack());
    }

    private Stage production() {
        return Stage.of("prod", "cluster")
                .branch("PROD")
                .lifetime(Lifetime.STANDING)
                .linkRules(new Stage.LinkRules(project + ".localhost", "{service}.{domain}", Map.of()))
                .isProtected(true)
                .build();
    }

    private void deploy(Change change, Stage stage, int version) throws IOException {
        Path files = Files.createDirectories(folder.resolve("project"));
        Files.writeString(
                files.resolve("compose.yaml"),
                """
                services:
                  web:
                    image: nginx:1.23.4-alpine
                    ports: ["80:8080"]
                    environment: { STAND_IN_PORTS: "8080", VERSION: "%d" }
                    depends_on: [db]
                  db:
                    image: postgres:16.1-alpine
                    volumes: ["data:/data"]
                volumes: { data: }
                """
                        .formatted(version));
        Operation deploy = on.deploy(
                change,
                stage,
                on.read(new StackRequest(files, List.of(), List.of(), Set.of(), Map.of(), Map.of(), false)),
                Map.of(),
                OnFailure.KEEP);
        assertThat(deploy.phase()).as(String.valueOf(deploy.failure())).isEqualTo(Phase.RELEASED);
    }

    private String volume(EnvironmentId id) {
        return on.client()
                .persistentVolumeClaims()
                .inNamespace("env-" + id)
                .list()
                .getItems()
                .get(0)
                .getMetadata()
                .getUid();
    }

    /** Somebody who asks for a page through the edge, again and again. */
    private static final class Client implements AutoCloseable {

        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger failures = new AtomicInteger();
        private final Thread thread;
        private volatile boolean done;

        Client(String host) {
            thread = new Thread(() -> {
                while (!done) {
                    if (!OnCluster.answers(host)) {
                        failures.incrementAndGet();
                    }
                    requests.incrementAndGet();
                }
            });
            thread.start();
        }

        int requests() {
            return requests.get();
        }

        int failures() {
            return failures.get();
        }

        @Override
        public void close() {
            done = true;
        }
    }
}
