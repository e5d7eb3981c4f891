package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/**
 * The acceptance of the Docker target: each of the five seed stacks by the terminal's commands on the engine that {@code
 * DOCKER_HOST} names, behind the edge at {@code ENGINE_EDGE}. The images are stand-ins under the real names.
 */
@Tag("engine")
@DisplayName("On a real engine, a seed stack")
class SeedStacksEngineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest(name = "{0}")
    @EnumSource(SeedStacks.class)
    void deploys_answers_on_its_links_stays_as_it_is_and_goes(SeedStacks seed) throws Exception {
        EngineConnection connection = EngineConnection.of(System.getenv("DOCKER_HOST"), null, "DOCKER_HOST");
        try (Engine engine = Engine.connect(connection)) {
            TreeSet<String> before = everything(engine);

            assertThat(deploy(seed)).as("%s%s", out, err).isZero();
            JsonNode environment = new ObjectMapper().readTree(out.toString());
            String id = environment.at("/id").asText();
            for (JsonNode link : environment.at("/links")) {
                answers(URI.create(link.asText()).getHost());
            }
            List<String> containers = containers(engine, id);

            assertThat(deploy(seed)).as("%s%s", out, err).isZero();
            assertThat(containers(engine, id)).as("no container is restarted").isEqualTo(containers);

            assertThat(timed(seed, "destroy", id)).as("%s%s", out, err).isZero();
            assertThat(everything(engine)).isEqualTo(before);
        }
    }

    private int deploy(SeedStacks seed) {
        List<String> arguments = new ArrayList<>(List.of(
                "deploy",
                "--output",
                "json",
                "--project",
                seed.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "--change",
                "77",
                "--on-failure",
                "keep",
                "--timeout",
                "4m",
                "--project-directory",
                seed.directory().toString()));
        seed.files()
                .forEach(file -> arguments.addAll(
                        List.of("--file", seed.directory().resolve(file).toString())));
        if (seed == SeedStacks.STUDYGIVEWAY) {
            arguments.addAll(List.of(
                    "--env-file", seed.directory().resolve(".env.sample").toString()));
        }
        if (seed == SeedStacks.CIVICTECHJOBS) {
            // Its own image would be built here, from one that only a registry has.
            arguments.addAll(List.of("--image", "django=civictechjobs/django:stage"));
        }
        return timed(seed, arguments.toArray(new String[0]));
    }

    private int timed(SeedStacks seed, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine commands =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        Instant begin = Instant.now();
        int status = commands.execute(Stream.concat(
                        Stream.of(arguments),
                        Stream.of("--docker-host", System.getenv("DOCKER_HOST"), "--home", home.toString()))
                .toArray(String[]::new));
        System.out.printf(
                "%s: %s took %.1f s%n",
                seed, arguments[0], Duration.between(begin, Instant.now()).toMillis() / 1000.0);
        return status;
    }

    private static void answers(String host) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        int status = request(host);
        while (status != 200 && Instant.now().isBefore(end)) {
            Thread.sleep(100);
            status = request(host);
        }
        assertThat(status).as(host).isEqualTo(200);
    }

    private static int request(String host) throws IOException {
        URI edge = URI.create(System.getenv("ENGINE_EDGE"));
        try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9)) : 0;
        }
    }

    private static List<String> containers(Engine engine, String id) {
        return engine.containers().stream()
                .filter(each -> each.name().startsWith(id))
                .map(EngineContainer::id)
                .sorted()
                .toList();
    }

    /** All that {@code docker ps -a}, {@code network ls} and {@code volume ls} show. */
    private static TreeSet<String> everything(Engine engine) {
        TreeSet<String> all = new TreeSet<>();
        engine.containers().forEach(each -> all.add("Container " + each.name()));
        Stream.concat(engine.networks().stream(), engine.volumes().stream())
                .forEach(each -> all.add(each.kind() + " " + each.name()));
        return all;
    }
}
