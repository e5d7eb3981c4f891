package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest.Authority;
import io.jenkins.plugins.environments.lifecycle.RollbackRequest;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import io.jenkins.plugins.environments.target.docker.compose.Programs;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.host.DockerTarget;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to production on the engine that {@code DOCKER_HOST} names, with an image that is built on it. */
@Tag("engine")
@DisplayName("On a real engine, on the way to production")
class PromotionEngineTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String BASE = System.getProperty("engine.image", "environment-lifecycle-tests/stand-in:1");

    @TempDir
    Path folder;

    private final String project = "pe" + UUID.randomUUID().toString().substring(0, 6);
    private final Change change = Change.request(project, 42);
    private final EngineConnection connection = EngineConnection.of(System.getenv("DOCKER_HOST"), null, "DOCKER_HOST");
    private final Engine engine = Engine.connect(connection);
    private final AtomicInteger builds = new AtomicInteger();
    private final EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(20));
    private Path files;
    private DockerTarget target;
    private KubernetesTarget cluster;
    private JournaledLifecycle lifecycle;

    @BeforeEach
    void open() throws IOException {
        files = Files.createDirectories(folder.resolve("project"));
        LocalPrograms here = new LocalPrograms(files);
        Programs counting = command -> {
            if (command.arguments().contains("build")) {
                builds.incrementAndGet();
            }
            return here.run(command);
        };
        target = DockerTarget.connect("engine", DockerSettings.DEFAULT, connection, counting);
        cluster = KubernetesTarget.connect(
                "cluster",
                KubernetesSettings.DEFAULT,
                new KubernetesConnection.Server(kubernetes.url(), null, new Authentication.Anonymous(), false),
                "test");
        lifecycle = JournaledLifecycle.open(folder.resolve("home"), this::target, Clock.systemUTC());
    }

    private Target target(String id) {
        return id.equals("engine") ? target : cluster;
    }

    @AfterEach
    void close() {
        lifecycle.close();
        target.close();
        cluster.close();
        kubernetes.close();
        String label = Labels.PROJECT + "=" + project;
        engine.containers(label).forEach(each -> engine.removeContainer(each.id()));
        engine.networks(label).forEach(engine::remove);
        engine.volumes(label).forEach(engine::remove);
        engine.images(label).forEach(each -> each.tags().forEach(engine::removeImage));
        engine.images(label).forEach(each -> engine.removeImage(each.id()));
        engine.close();
    }

    @Test
    @DisplayName(
            "the very image that was built and ran in staging runs in qa, with staging's secret, and none is built")
    void promotion() throws IOException {
        Stage staging = Stage.unconfigured("staging", "engine");
        Stage qa = Stage.unconfigured("qa", "engine");
        EnvironmentId source = deploy(staging, 1, Map.of());
        EngineContainer ran = web(source);
        assertThat(lifecycle.releases(source).get(0).images()).containsEntry("web", ran.imageId());

        Operation promotion = ended(lifecycle.promote(promote(staging, qa)));

        assertThat(promotion.phase()).as("%s", promotion.failure()).isEqualTo(Phase.RELEASED);
        EngineContainer runs = web(promotion.environment());
        assertThat(runs.imageId()).isEqualTo(ran.imageId());
        assertThat(lifecycle.releases(promotion.environment()).get(0).images()).containsEntry("web", ran.imageId());
        assertThat(engine.inspect(runs.id()).orElseThrow().getConfig().getEnv())
                .as("the secret that staging ran with, and what the built image says")
                .contains("API_PASSWORD=hunter2", "BUILT=1");
        assertThat(builds).hasValue(1);
        until(() -> engine.containers(Labels.ENVIRONMENT + "=" + source).isEmpty());
        until(() ->
                lifecycle.environments().stream().noneMatch(each -> each.id().equals(source)));
    }

    @Test
    @DisplayName("a rollback starts the image that ran before, and one that is gone is told, with what to do")
    void rollback() throws IOException {
        Stage staging = Stage.unconfigured("staging", "engine");
        EnvironmentId id = deploy(staging, 1, Map.of());
        String first = web(id).imageId();
        deploy(staging, 2, Map.of());
        String second = web(id).imageId();
        assertThat(second).isNotEqualTo(first);

        Operation rollback = ended(rollback(id));

        assertThat(rollback.phase()).as("%s", rollback.failure()).isEqualTo(Phase.RELEASED);
        assertThat(web(id).imageId()).isEqualTo(first);
        assertThat(builds).as("a rollback needs no workspace").hasValue(2);

        assertThat(engine.removeImage(second)).isTrue();
        Operation forth = ended(
                lifecycle.rollback(new RollbackRequest(id, 2, "the second was better", PATIENCE, Origin.of("test"))));
        assertThat(forth.phase()).isEqualTo(Phase.FAILED);
        assertThat(String.valueOf(forth.failure()))
                .contains(
                        "the image of service web is not on this engine", second, "removed here", "deploy the change");
        assertThat(web(id).imageId()).as("what ran goes on").isEqualTo(first);
    }

    @Test
    @DisplayName("to a cluster it says that the image exists on the engine alone, and nothing happens there")
    void toAnotherTarget() throws IOException {
        Stage staging = Stage.unconfigured("staging", "engine");
        EnvironmentId source = deploy(staging, 1, Map.of());

        assertThatThrownBy(() -> lifecycle.promote(promote(staging, Stage.unconfigured("qa", "cluster"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the image of service web")
                .hasMessageContaining("exists only on the Docker engine on which it was built")
                .hasMessageContaining("push it to a registry");

        assertThat(lifecycle.environments()).singleElement().satisfies(each -> assertThat(each.id())
                .isEqualTo(source));
    }

    @Test
    @DisplayName("a service with build runs the image that is given, and nothing is built")
    void given() throws IOException {
        EnvironmentId id = deploy(Stage.unconfigured("staging", "engine"), 1, Map.of("web", BASE));

        assertThat(web(id).imageId()).isEqualTo(engine.imageId(BASE).orElseThrow());
        assertThat(builds).hasValue(0);
    }

    @Test
    @DisplayName("images that were built here go when no container, no release and no living environment needs them")
    void leftovers() throws IOException {
        EnvironmentId id = deploy(Stage.unconfigured("staging", "engine"), 1, Map.of());
        String first = web(id).imageId();
        deploy(Stage.unconfigured("staging", "engine"), 2, Map.of());
        String second = web(id).imageId();
        String owner = lifecycle.instanceId();
        Instant later = Instant.now().plusSeconds(3600);
        Set<String> released = Set.of(first, second);

        assertThat(target.tidy(owner, Set.of(id), released, later).changes())
                .as("a rollback may need them")
                .isEmpty();
        assertThat(target.tidy("somebody", Set.of(), Set.of(), later).changes())
                .as("what is another owner's stays")
                .isEmpty();
        assertThat(target.tidy(owner, Set.of(), Set.of(), later).changes())
                .as("of what runs nothing goes, and what a later build replaced does")
                .extracting(Applied.Change::name)
                .containsExactly(first);
        Operation removal = ended(lifecycle.destroy(new DestroyRequest(id, null, PATIENCE, Origin.of("test"))));
        assertThat(removal.phase()).isEqualTo(Phase.GONE);
        assertThat(target.tidy(owner, Set.of(id), Set.of(), later).changes())
                .as("its environment has not been gone for long enough")
                .isEmpty();
        assertThat(target.tidy(owner, Set.of(), Set.of(), Instant.EPOCH).changes())
                .as("it is too young")
                .isEmpty();

        assertThat(target.tidy(owner, Set.of(), Set.of(), later).changes())
                .extracting(Applied.Change::name)
                .containsExactly(id + "-web:latest");
        assertThat(engine.images(Labels.PROJECT + "=" + project)).isEmpty();
        assertThat(engine.imageId(BASE)).isPresent();
    }

    private PromoteRequest promote(Stage from, Stage to) {
        return new PromoteRequest(
                project,
                change,
                from,
                to,
                List.of("staging", "qa"),
                null,
                Map.of(),
                Map.of(),
                true,
                Authority.GRANTED,
                PATIENCE,
                Origin.of("test"));
    }

    private Operation rollback(EnvironmentId id) {
        return lifecycle.rollback(new RollbackRequest(id, null, "the second is slow", PATIENCE, Origin.of("test")));
    }

    private EnvironmentId deploy(Stage stage, int version, Map<String, String> images) throws IOException {
        Files.writeString(
                files.resolve("Dockerfile"),
                "FROM " + BASE + "\nARG VERSION\nENV BUILT=$VERSION STAND_IN_PORTS=8080\n");
        Files.writeString(
                files.resolve("compose.yaml"),
                """
                services:
                  web:
                    build: { context: ., args: { VERSION: "%d" } }
                    expose: ["8080"]
                    environment: { STAND_IN_PORTS: "8080", API_PASSWORD: "${API_PASSWORD}" }
                """
                        .formatted(version));
        Operation deploy = ended(lifecycle.deploy(new DeployRequest(
                change,
                stage,
                new StackReader(new KeyedDigest(lifecycle.digestKey()))
                        .read(new StackRequest(
                                files,
                                List.of(),
                                List.of(),
                                Set.of(),
                                Map.of(),
                                Map.of("API_PASSWORD", "hunter2"),
                                false)),
                images,
                OnFailure.KEEP,
                PATIENCE,
                Origin.of("test"))));
        assertThat(deploy.phase()).as("%s", deploy.failure()).isEqualTo(Phase.RELEASED);
        return EnvironmentLifecycle.idOf(change, stage);
    }

    private EngineContainer web(EnvironmentId id) {
        List<EngineContainer> found = engine.containers(Labels.ENVIRONMENT + "=" + id, Labels.SERVICE + "=web");
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private Operation ended(Operation operation) {
        until(() -> lifecycle.operation(operation.id()).orElseThrow().phase().isEnd());
        return lifecycle.operation(operation.id()).orElseThrow();
    }

    private static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
