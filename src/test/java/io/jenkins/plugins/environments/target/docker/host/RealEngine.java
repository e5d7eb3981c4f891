package io.jenkins.plugins.environments.target.docker.host;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;

import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.stack.Waves;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.EngineWishes;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import io.jenkins.plugins.environments.target.docker.compose.Programs;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The engine that {@code DOCKER_HOST} names, for one test: a target, a look behind it, and tidying up. {@code
 * .ci/engine/up} starts one with all that is needed here.
 */
final class RealEngine implements AutoCloseable {

    /** Listens on STAND_IN_PORTS, ends with STAND_IN_FAIL. */
    static final String IMAGE = System.getProperty("engine.image", "environment-lifecycle-tests/stand-in:1");

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final EngineConnection connection = connection();
    final Engine engine = Engine.connect(connection);
    final String project = "et" + UUID.randomUUID().toString().substring(0, 6);
    final DockerTarget target;

    RealEngine() {
        this(new LocalPrograms(null));
    }

    RealEngine(Programs programs) {
        target = DockerTarget.connect("real", DockerSettings.DEFAULT, connection, programs);
    }

    static EngineConnection connection() {
        return EngineConnection.of(
                Objects.requireNonNull(System.getenv("DOCKER_HOST"), "DOCKER_HOST names no engine"),
                null,
                "DOCKER_HOST");
    }

    /** The same engine by TLS, as {@code .ci/engine/up} tells. */
    static EngineConnection tls() {
        return EngineConnection.withCertificates(
                System.getenv("ENGINE_TLS_HOST"), Path.of(System.getenv("ENGINE_CERTS")), "ENGINE_TLS_HOST");
    }

    EngineWishes wish(ServiceFixture... services) {
        return EngineWishes.wish(project, services);
    }

    /** A service that listens on this port and stops at once. */
    static ServiceFixture listening(String name, int port) {
        return service(name)
                .image(IMAGE)
                .env("STAND_IN_PORTS", String.valueOf(port))
                .expose(port);
    }

    /** Brings it up wave by wave and waits until every service is ready. */
    Applied deploy(Desired desired, SecretValues values) {
        return deploy(target, desired, values);
    }

    static Applied deploy(DockerTarget target, Desired desired, SecretValues values) {
        target.prepare(desired, values);
        Applied applied = Applied.NOTHING;
        for (Set<String> wave : Waves.of(desired.stack())) {
            Applied marks = applied.and(target.apply(desired, wave));
            applied = marks;
            until(target, desired, marks, seen -> wave.stream()
                    .map(seen.services()::get)
                    .allMatch(status -> status != null && status.done()));
        }
        return applied;
    }

    ServiceStatus until(Desired desired, Applied applied, String service, Observation.State state) {
        return until(
                        target,
                        desired,
                        applied,
                        seen -> seen.services().get(service) != null
                                && seen.services().get(service).state() == state)
                .services()
                .get(service);
    }

    private static Observation until(
            DockerTarget target, Desired desired, Applied applied, Predicate<Observation> condition) {
        Instant end = Instant.now().plus(PATIENCE);
        Observation seen = target.observe(desired.id(), applied);
        while (!seen.connected() || !condition.test(seen)) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("in vain, last seen: " + seen);
            }
            pause();
            seen = target.observe(desired.id(), applied);
        }
        return seen;
    }

    Teardown gone(Desired desired, DataPolicy data) {
        Instant end = Instant.now().plus(PATIENCE);
        Teardown teardown = target.destroy(desired.id(), desired.owner(), data);
        while (!teardown.gone()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("still there: " + teardown);
            }
            pause();
            teardown = target.destroy(desired.id(), desired.owner(), data);
        }
        return teardown;
    }

    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Service and id of each container of the project's environments that runs or ran, in order. */
    List<String> containers() {
        return engine.containers(Labels.PROJECT + "=" + project).stream()
                .filter(each -> !each.label(Labels.SERVICE).isEmpty())
                .map(each -> each.label(Labels.SERVICE) + " " + each.id())
                .sorted()
                .toList();
    }

    /** Names of all that is on the engine. */
    static List<String> everything(Engine engine, String project) {
        List<String> all = new ArrayList<>();
        engine.containers().forEach(each -> all.add("Container " + each.name()));
        Stream.concat(engine.networks().stream(), engine.volumes().stream())
                .forEach(each -> all.add(each.kind() + " " + each.name()));
        return all.stream().filter(name -> name.contains(project)).toList();
    }

    /** What the edge answers for a host; 0: nothing. */
    static int request(String host) {
        URI edge = URI.create(System.getenv("ENGINE_EDGE"));
        try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Until the edge answers for that host. */
    static void answers(String host) {
        Instant end = Instant.now().plus(PATIENCE);
        while (request(host) != HttpURLConnection.HTTP_OK) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("the edge answers " + request(host) + " for " + host);
            }
            pause();
        }
    }

    static Map<String, String> mark(Desired desired) {
        return Map.of(
                Labels.OWNER, desired.owner(), Labels.ENVIRONMENT, desired.id().value());
    }

    @Override
    public void close() {
        String label = Labels.PROJECT + "=" + project;
        engine.containers().stream()
                .filter(each -> each.label(Labels.PROJECT).equals(project)
                        || each.name().startsWith(project))
                .forEach(each -> engine.removeContainer(each.id()));
        engine.networks(label).forEach(engine::remove);
        engine.volumes().stream()
                .filter(each -> each.name().startsWith(project))
                .forEach(engine::remove);
        target.close();
        engine.close();
    }
}
