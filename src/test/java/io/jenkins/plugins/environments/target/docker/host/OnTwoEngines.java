package io.jenkins.plugins.environments.target.docker.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.lifecycle.ReconcileSettings;
import io.jenkins.plugins.environments.lifecycle.Soundness;
import io.jenkins.plugins.environments.lifecycle.Surroundings;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Environments on a second engine that is stopped, frozen and emptied, and on the engine that {@code DOCKER_HOST} names, which
 * nothing befalls, all of one lifecycle.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnTwoEngines {

    /** Whatever happens to an engine is to be seen within it. */
    static final Duration MINUTE = Duration.ofSeconds(60);

    static final Duration PATIENCE = Duration.ofSeconds(150);

    /** The targets: by name through the edge, by ports without one and by TLS, and an engine that nothing befalls. */
    static final String EDGE = "edge";

    static final String PORTS = "ports";
    static final String SAFE = "safe";

    /** Null where none can be started, and every test is skipped. */
    SecondEngine second;

    @TempDir
    Path folder;

    final String project = "ef" + UUID.randomUUID().toString().substring(0, 6);
    final Map<String, DockerTarget> targets = new HashMap<>();
    Engine engine;
    JournaledLifecycle lifecycle;

    @BeforeAll
    void start() {
        second = SecondEngine.up();
    }

    @AfterAll
    void end() {
        if (second != null) {
            second.close();
        }
    }

    @BeforeEach
    void open() {
        LocalPrograms programs = new LocalPrograms(null);
        DockerSettings edgeless = new DockerSettings("no-such-edge", "web", "websecure", null, false);
        targets.put(EDGE, DockerTarget.connect(EDGE, DockerSettings.DEFAULT, second.socket(), programs));
        targets.put(PORTS, DockerTarget.connect(PORTS, edgeless, second.tls(), programs));
        targets.put(SAFE, DockerTarget.connect(SAFE, DockerSettings.DEFAULT, RealEngine.connection(), programs));
        engine = Engine.connect(second.socket());
        lifecycle = JournaledLifecycle.open(folder.resolve("home"), targets::get, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        // Whatever a test left it in
        second.thaw();
        second.start();
        lifecycle
                .environments()
                .forEach(each -> lifecycle.destroy(
                        new DestroyRequest(each.id(), DataPolicy.DELETE, PATIENCE, Origin.of("test"))));
        until(PATIENCE, "nothing is left", () -> lifecycle.environments().isEmpty());
        lifecycle.close();
        targets.values().forEach(DockerTarget::close);
        engine.close();
    }

    static String shop() {
        return shop("info");
    }

    static String shop(String level) {
        return """
                services:
                  db:
                    image: %1$s
                    environment: { STAND_IN_PORTS: "5432", POSTGRES_PASSWORD: "${PASSWORD}" }
                    volumes: ["data:/data"]
                  web:
                    image: %1$s
                    depends_on: [db]
                    environment: { STAND_IN_PORTS: "8080", LEVEL: "%2$s" }
                    ports: ["8080"]
                volumes: { data: }
                """
                .formatted(RealEngine.IMAGE, level);
    }

    static String web() {
        return """
                services:
                  web:
                    image: %s
                    environment: { STAND_IN_PORTS: "8080" }
                """
                .formatted(RealEngine.IMAGE);
    }

    /** Its health check passes some seconds after it began. */
    static String starting() {
        return """
                services:
                  web:
                    image: %s
                    environment: { STAND_IN_PORTS: "8080", STAND_IN_DELAY: "8" }
                    healthcheck: { test: ["CMD", "healthcheck.sh"], interval: 1s, timeout: 5s, start_period: 5m }
                """
                .formatted(RealEngine.IMAGE);
    }

    /** Runs well until {@link #fail}. */
    static String failing(String then) {
        return """
                services:
                  web:
                    image: %s
                    entrypoint: ["sh", "-c", "while [ ! -e /broken ]; do sleep 0.1; done; %s"]
                """
                .formatted(RealEngine.IMAGE, then);
    }

    void fail(EnvironmentId id) {
        TarWriter tar = new TarWriter();
        tar.file("broken", new byte[0], 0644, 0, 0);
        engine.copyTo(container(id, "web").id(), "/", tar.stream());
    }

    void remove(EnvironmentId id, String service) {
        engine.removeContainer(container(id, service).id());
    }

    EngineContainer container(EnvironmentId id, String service) {
        return engine.containers(of(id), Labels.SERVICE + "=" + service).get(0);
    }

    static String of(EnvironmentId id) {
        return Labels.ENVIRONMENT + "=" + id;
    }

    List<String> ids() {
        return engine.containers(Labels.PROJECT + "=" + project).stream()
                .map(EngineContainer::id)
                .sorted()
                .toList();
    }

    Stage stage(String target) {
        return Stage.unconfigured("on-" + target, target);
    }

    Operation deploy(String target, int number, String file) {
        try {
            Path files = Files.createDirectories(folder.resolve("files"));
            Files.writeString(files.resolve("compose.yaml"), file);
            return lifecycle.deploy(new DeployRequest(
                    Change.request(project, number),
                    stage(target),
                    new StackReader(new KeyedDigest(lifecycle.digestKey()))
                            .read(new StackRequest(
                                    files,
                                    List.of(),
                                    List.of(),
                                    Set.of(),
                                    Map.of(),
                                    Map.of("PASSWORD", "hunter2"),
                                    false)),
                    Map.of(),
                    OnFailure.KEEP,
                    PATIENCE,
                    Origin.of("test")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EnvironmentId deployed(String target, int number, String file) {
        return released(deploy(target, number, file));
    }

    EnvironmentId released(Operation deploy) {
        assertThat(ended(deploy).phase()).as("%s", now(deploy).failure()).isEqualTo(Phase.RELEASED);
        return deploy.environment();
    }

    Operation destroy(EnvironmentId id) {
        return lifecycle.destroy(new DestroyRequest(id, DataPolicy.DELETE, Duration.ofSeconds(2), Origin.of("test")));
    }

    Operation ended(Operation operation) {
        until(PATIENCE, operation.kind() + " has ended", () -> phase(operation).isEnd());
        return now(operation);
    }

    Operation now(Operation operation) {
        return lifecycle.operation(operation.id()).orElseThrow();
    }

    Phase phase(Operation operation) {
        return now(operation).phase();
    }

    EnvironmentState state(EnvironmentId id) {
        return lifecycle.environment(id).map(Environment::state).orElseThrow();
    }

    List<Link> links(EnvironmentId id) {
        return lifecycle.environment(id).map(Environment::links).orElseThrow();
    }

    /** Only this one's change has come to its end. */
    KnownChanges merged(EnvironmentId id) {
        return environment ->
                environment.id().equals(id) ? ChangeStatus.of(ChangeStatus.State.MERGED) : ChangeStatus.UNKNOWN;
    }

    Surroundings around(EnvironmentId merged) {
        return new Surroundings() {
            @Override
            public List<Stage> stages() {
                return List.of(stage(EDGE), stage(SAFE));
            }

            @Override
            public Set<String> targets() {
                return Set.of(EDGE, SAFE);
            }

            @Override
            public KnownChanges changes() {
                return merged(merged);
            }

            @Override
            public ReconcileSettings settings() {
                return new ReconcileSettings(
                        Duration.ofSeconds(10),
                        0,
                        ReconcileSettings.Orphans.SHOW,
                        Duration.ofHours(1),
                        Duration.ofMinutes(1));
            }
        };
    }

    /** Within a minute it is shown as that, for this reason. */
    void sees(EnvironmentId id, Soundness.State state, String why) {
        until(MINUTE, id + " is seen as " + state + ", " + why, () -> {
            Soundness seen = lifecycle.soundness(id).orElseThrow();
            return seen.state() == state && String.valueOf(seen.problem()).contains(why);
        });
    }

    void stays(EnvironmentId id, Soundness.State state, Duration time) {
        for (Instant end = Instant.now().plus(time); Instant.now().isBefore(end); RealEngine.pause()) {
            assertThat(lifecycle.soundness(id).map(Soundness::state)).contains(state);
        }
    }

    void answers(EnvironmentId id) {
        assertThat(links(id)).isNotEmpty();
        for (Link link : links(id)) {
            URI url = URI.create(link.url());
            until(
                    MINUTE,
                    "an answer at " + url,
                    () -> url.getPort() > 0 ? answers(url, url.getAuthority()) : answers(second.edge(), url.getHost()));
        }
    }

    static boolean answers(URI address, String host) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }

    void until(Duration most, String what, BooleanSupplier condition) {
        Instant end = Instant.now().plus(most);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("in vain: " + what + "; seen are "
                        + lifecycle.environments().stream()
                                .map(each -> each.id() + " " + each.state() + " " + lifecycle.soundness(each.id()) + " "
                                        + each.failure())
                                .toList());
            }
            RealEngine.pause();
        }
    }
}
