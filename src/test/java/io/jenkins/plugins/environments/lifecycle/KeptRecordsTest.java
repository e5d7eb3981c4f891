package io.jenkins.plugins.environments.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.InstantTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The files beside this class are never written anew: every later version must read them. */
@DisplayName("The folder environments that an older version wrote")
@Timeout(300)
class KeptRecordsTest {

    private static final Path KEPT =
            Path.of("src/test/resources/io/jenkins/plugins/environments/lifecycle/records-of-the-first-version");
    private static final EnvironmentId READY = World.id(7);
    private static final EnvironmentId UNDER_WAY = World.id(8);

    /** When they were written: what was under way has a deadline. */
    private static final Instant THEN = Instant.parse("2026-11-21T20:24:30Z");

    @TempDir
    private Path home;

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(each, copy);
            }
        }
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new HashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each :
                    all.filter(file -> file.toString().endsWith(".json")).toList()) {
                texts.put(folder.relativize(each).toString(), Files.readString(each));
            }
        }
        return texts;
    }

    @Test
    void is_read_whole_and_its_operations_go_on() throws Exception {
        copy(KEPT, home);
        Map<String, String> before = texts(KEPT.resolve("environments/" + READY));
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), THEN));
        InstantTarget target = new InstantTarget(SimulatedTarget.ID, true);
        // What the operation that goes on had made there.
        target.ready(false);
        try (JournaledLifecycle lifecycle = JournaledLifecycle.open(home, id -> target, clock)) {
            assertThat(lifecycle.problems()).isEmpty();
            Environment ready = lifecycle.environment(READY).orElseThrow();
            assertThat(ready.state()).isEqualTo(EnvironmentState.READY);
            assertThat(ready.release()).isEqualTo(2);
            assertThat(ready.stage()).isEqualTo("staging");
            assertThat(ready.links()).isNotEmpty();
            List<Release> releases = lifecycle.releases(READY);
            assertThat(releases).hasSize(2).allSatisfy(each -> assertThat(each.images())
                    .containsEntry("web", "web@sha256:0"));
            assertThat(lifecycle.operations(READY).stream().map(Operation::phase))
                    .containsExactly(Phase.RELEASED, Phase.RELEASED);
            assertThat(texts(home.resolve("environments/" + READY))).isEqualTo(before);

            Operation underWay = lifecycle.operations(UNDER_WAY).get(0);
            assertThat(underWay.phase().isEnd()).isFalse();
            target.ready(true);
            while (!lifecycle.operation(underWay.id()).orElseThrow().phase().isEnd()) {
                target.tell(UNDER_WAY);
                Thread.sleep(5);
            }
            assertThat(lifecycle.operation(underWay.id()).orElseThrow().phase()).isEqualTo(Phase.RELEASED);
        }
    }
}
