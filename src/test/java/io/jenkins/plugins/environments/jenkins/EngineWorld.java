package io.jenkins.plugins.environments.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.util.Secret;
import io.jenkins.plugins.environments.jenkins.config.DockerTargetSettings;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jenkinsci.plugins.docker.commons.credentials.DockerServerCredentials;

/**
 * The engine that {@code DOCKER_HOST} names, a project of its own for one test, and a Jenkins that is configured to use
 * it, by TLS. {@code .ci/engine/up} starts one with all that is needed here.
 */
public final class EngineWorld implements AutoCloseable {

    /** Listens on STAND_IN_PORTS, ends with STAND_IN_FAIL. */
    public static final String IMAGE = System.getProperty("engine.image", "environment-lifecycle-tests/stand-in:1");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Engine engine = Engine.connect(EngineConnection.withCertificates(
            given("ENGINE_TLS_HOST"), Path.of(given("ENGINE_CERTS")), "ENGINE_TLS_HOST"));
    private final String project = "je" + UUID.randomUUID().toString().substring(0, 6);

    private static String given(String variable) {
        return Objects.requireNonNull(System.getenv(variable), variable + " is not set: run .ci/engine/up");
    }

    /** The name of the project, and so of its job. */
    public String project() {
        return project;
    }

    /** The id of its only environment. */
    public String id() {
        return project + "-staging-" + project;
    }

    /** The host of a service's link. */
    public String host(String service) {
        return service + "-" + project + ".staging." + project + ".example.com";
    }

    /** One target, and the stage {@code staging} on it that any job may use. */
    public DockerTargetSettings configure() throws IOException {
        DockerTargetSettings target = target("engine-a");
        StageSettings stage = new StageSettings("staging", "engine-a");
        stage.setDomain("staging." + project + ".example.com");
        EnvironmentsConfiguration.get().setStages(List.of(stage));
        return target;
    }

    /** The same, by the engine's socket on this machine, as where Jenkins runs beside it. */
    public DockerTargetSettings configureLocal() throws IOException {
        DockerTargetSettings target = configure();
        target.setUri(given("DOCKER_HOST"));
        target.setCredentialsId("");
        EnvironmentsConfiguration.get().setTargets(List.of(target));
        return target;
    }

    /** Only the target. */
    public static DockerTargetSettings target(String id) throws IOException {
        Path certificates = Path.of(given("ENGINE_CERTS"));
        TestWorld.add(new DockerServerCredentials(
                CredentialsScope.SYSTEM,
                "engine-tls",
                null,
                Secret.fromString(Files.readString(certificates.resolve("key.pem"))),
                Files.readString(certificates.resolve("cert.pem")),
                Files.readString(certificates.resolve("ca.pem"))));
        DockerTargetSettings target = new DockerTargetSettings(id);
        target.setUri(given("ENGINE_TLS_HOST"));
        target.setCredentialsId("engine-tls");
        EnvironmentsConfiguration.get().setTargets(List.of(target));
        return target;
    }

    /** The containers of a service, running or not. */
    public List<EngineContainer> containers(String service) {
        return engine.containers().stream()
                .filter(each -> each.name().startsWith(id() + "-" + service))
                .toList();
    }

    /** The containers that carry a label, running or not. */
    public List<EngineContainer> labelled(String label) {
        return engine.containers(label);
    }

    /** All of a container that inspecting it tells. */
    public String inspect(EngineContainer container) {
        return engine.inspect(container.id()).orElseThrow().getConfig().toString();
    }

    /** Runs a command in a container of the service. */
    public void inside(String service, String... command) throws IOException, InterruptedException {
        inside(containers(service).get(0), command);
    }

    /** Runs a command in a container. @return what it prints */
    public static String inside(EngineContainer container, String... command) throws IOException, InterruptedException {
        String id = container.id();
        Process process = new ProcessBuilder(Stream.concat(Stream.of("docker", "exec", id), Stream.of(command))
                        .toList())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** Names of all that the engine has of the project. */
    public List<String> everything() {
        return Stream.of(
                        engine.containers().stream().map(each -> "Container " + each.name()),
                        engine.networks().stream().map(each -> "Network " + each.name()),
                        engine.volumes().stream().map(each -> "Volume " + each.name()))
                .flatMap(each -> each)
                .filter(name -> name.contains(project))
                .toList();
    }

    /** What the edge answers for a host; empty: nothing that is HTTP. */
    public String answer(String host) {
        URI edge = URI.create(given("ENGINE_EDGE"));
        try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits for it, long. */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("in vain: " + what).isLessThan(end);
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        engine.containers().stream()
                .filter(each -> each.name().contains(project))
                .forEach(each -> engine.removeContainer(each.id()));
        Stream.concat(engine.networks().stream(), engine.volumes().stream())
                .filter(each -> each.name().contains(project))
                .forEach(engine::remove);
        engine.close();
    }
}
