package io.jenkins.plugins.environments.target.docker.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Numbers of the Docker target. Run by {@code benchmarks/docker}, not with the tests. */
@Tag("engine")
@DisplayName("How long it takes on an engine")
@Timeout(1800)
class DockerBenchmark {

    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("ROUNDS", "5"));
    private static final int ENVIRONMENTS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Stage STAGE = Stage.unconfigured("staging", "real");

    @TempDir
    Path folder;

    private final RealEngine real = new RealEngine();
    private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
    private JournaledLifecycle lifecycle;

    @BeforeEach
    void open() {
        lifecycle = JournaledLifecycle.open(folder.resolve("home"), id -> real.target, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        lifecycle.close();
        real.close();
    }

    /** A database, a cache and six services that wait for them. */
    private Path file() throws IOException {
        StringBuilder text = new StringBuilder("services:\n");
        text.append(service("db", "5432", "    volumes: [\"data:/data\"]\n"));
        text.append(service("cache", "6379", ""));
        for (int i = 1; i <= 6; i++) {
            text.append(service(
                    "app" + i,
                    "8080",
                    "    depends_on: { db: { condition: service_healthy }, cache: { condition: service_healthy } }\n"));
        }
        text.append("volumes: { data: }\n");
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(project.resolve("compose.yaml"), text);
        return project;
    }

    private static String service(String name, String port, String more) {
        return "  " + name + ":\n    image: " + RealEngine.IMAGE + "\n    environment: { STAND_IN_PORTS: \"" + port
                + "\" }\n    healthcheck: { test: [\"CMD\", \"healthcheck.sh\"], interval: 1s, retries: 30 }\n" + more;
    }

    @Test
    @DisplayName("to deploy, deploy again and destroy, beside docker compose with the same file")
    void besideCompose() throws Exception {
        Path project = file();
        for (int round = 0; round <= ROUNDS; round++) {
            if (round % 2 == 0) {
                compose(project, round);
                ours(project, round);
            } else {
                ours(project, round);
                compose(project, round);
            }
            if (round == 0) {
                // The first one warms up.
                seconds.clear();
            }
        }
        seconds.forEach((what, times) ->
                System.out.printf(Locale.ROOT, "%-24s median %6.2f s of %s%n", what, median(what), rounded(times)));
        compare("deploy", 1.15);
        compare("deploy again", 1.0);
        compare("destroy", 0.8);
    }

    private void compare(String what, double most) {
        double ratio = median("ours, " + what) / median("compose, " + what);
        System.out.printf(Locale.ROOT, "%-24s %.2f times Compose's, at most %.2f%n", what, ratio, most);
        assertThat(ratio).as(what).isLessThanOrEqualTo(most);
    }

    private double median(String what) {
        double[] sorted =
                seconds.get(what).stream().mapToDouble(each -> each).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private static List<String> rounded(List<Double> times) {
        return times.stream()
                .map(each -> String.format(Locale.ROOT, "%.2f", each))
                .toList();
    }

    private <T> T timed(String what, Callable<T> task) throws Exception {
        long begin = System.nanoTime();
        T result = task.call();
        seconds.computeIfAbsent(what, key -> new ArrayList<>()).add((System.nanoTime() - begin) / 1e9);
        return result;
    }

    private void compose(Path project, int round) throws Exception {
        String name = real.project + "-compose-" + round;
        timed("compose, deploy", () -> compose(project, name, "up", "-d", "--wait"));
        timed("compose, deploy again", () -> compose(project, name, "up", "-d", "--wait"));
        timed("compose, destroy", () -> compose(project, name, "down", "-v"));
    }

    private int compose(Path project, String name, String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", name));
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return 0;
    }

    private void ours(Path project, int round) throws Exception {
        EnvironmentId id = timed("ours, deploy", () -> deploy(project, round));
        timed("ours, deploy again", () -> deploy(project, round));
        timed(
                "ours, destroy",
                () -> ended(
                        lifecycle.destroy(new DestroyRequest(id, null, PATIENCE, Origin.of("benchmark"))), Phase.GONE));
    }

    private EnvironmentId deploy(Path project, int round) throws InterruptedException {
        return ended(
                        lifecycle.deploy(new DeployRequest(
                                Change.request(real.project, round + 1),
                                STAGE,
                                new StackReader(new KeyedDigest(lifecycle.digestKey()))
                                        .read(new StackRequest(
                                                project, List.of(), List.of(), Set.of(), Map.of(), Map.of(), false)),
                                Map.of(),
                                OnFailure.KEEP,
                                PATIENCE,
                                Origin.of("benchmark"))),
                        Phase.RELEASED)
                .environment();
    }

    private Operation ended(Operation operation, Phase phase) throws InterruptedException {
        Operation now = operation;
        while (!now.phase().isEnd()) {
            Thread.sleep(5);
            now = lifecycle.operation(operation.id()).orElseThrow();
        }
        assertThat(now.phase()).as("%s", now.failure()).isEqualTo(phase);
        return now;
    }

    @Test
    @DisplayName("to look at 200 environments: one list of each kind, less than a second")
    void sweep() throws Exception {
        String owner = real.project;
        for (int i = 0; i < ENVIRONMENTS; i++) {
            environment(owner, i);
        }
        try (CountingDoor door = new CountingDoor(folder);
                DockerTarget target = DockerTarget.connect(
                        "real", DockerSettings.DEFAULT, door.connection(), new LocalPrograms(null))) {
            double[] times = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                door.forget();
                long begin = System.nanoTime();
                assertThat(target.discover(owner)).hasSize(ENVIRONMENTS);
                target.tidy(owner, Set.of(), Set.of(), Instant.now());
                times[round] = (System.nanoTime() - begin) / 1e9;
            }
            Map<String, Integer> asked = new TreeMap<>();
            door.requests().forEach(request -> asked.merge(request, 1, Integer::sum));
            System.out.printf(
                    Locale.ROOT, "a look at %d environments: %s s, by %s%n", ENVIRONMENTS, list(times), asked);
            assertThat(Arrays.stream(times).max().orElseThrow()).as("seconds").isLessThan(1);
            assertThat(asked)
                    .as("to discover; what may go needs images, and who uses them")
                    .isEqualTo(Map.of(
                            "GET /containers/json", 2, "GET /networks", 1, "GET /volumes", 1, "GET /images/json", 1));
        }
    }

    private static String list(double[] times) {
        return Arrays.stream(times)
                .mapToObj(time -> String.format(Locale.ROOT, "%.3f", time))
                .toList()
                .toString();
    }

    /** What an environment of one service leaves on an engine: a network, a volume, and a container. */
    private void environment(String owner, int number) throws IOException, InterruptedException {
        String id = real.project + "-staging-pr-" + number;
        Map<String, String> labels = Map.of(
                Labels.OWNER,
                owner,
                Labels.ENVIRONMENT,
                id,
                Labels.PROJECT,
                real.project,
                Labels.STAGE,
                "staging",
                Labels.CHANGE,
                "pr-" + number);
        List<String> network = new ArrayList<>(List.of("docker", "network", "create"));
        labels.forEach((key, value) -> network.addAll(List.of("--label", key + "=" + value)));
        network.add(id + "_default");
        Process process = new ProcessBuilder(network).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        real.engine.createVolume(id + "_data", labels);
        real.engine.createIdle(id + "-web-1", RealEngine.IMAGE, labels, id + "_data", "/data");
    }
}
