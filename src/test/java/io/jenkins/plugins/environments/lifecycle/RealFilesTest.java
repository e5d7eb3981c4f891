package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.target.InstantTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Over real files, with real threads")
@Timeout(300)
class RealFilesTest {

    private static final EnvironmentId ID = World.id(7);
    private static final String FOLDER = "environments/" + ID;

    @TempDir
    private Path home;

    private final InstantTarget target = new InstantTarget(SimulatedTarget.ID, true);
    private final List<JournaledLifecycle> opened = new ArrayList<>();

    private JournaledLifecycle open() {
        JournaledLifecycle lifecycle = JournaledLifecycle.open(home, id -> target, Clock.systemUTC());
        opened.add(lifecycle);
        return lifecycle;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(JournaledLifecycle::close);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    private static void ended(JournaledLifecycle lifecycle, Operation operation) throws InterruptedException {
        until(() -> lifecycle
                .operation(operation.id())
                .filter(now -> now.phase().isEnd())
                .isPresent());
    }

    private void released(JournaledLifecycle lifecycle) throws InterruptedException {
        Operation operation = lifecycle.deploy(World.request(
                7, stack().service("web").port(80).secret("PASSWORD", "hunter2").reading()));
        ended(lifecycle, operation);
        assertThat(lifecycle.operation(operation.id()).orElseThrow().phase()).isEqualTo(Phase.RELEASED);
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWasIsKnownAgainAfterARestart() throws Exception {
        JournaledLifecycle first = open();
        released(first);
        first.close();
        JournaledLifecycle second = open();

        assertThat(second.environment(ID)).isEqualTo(first.environment(ID));
        assertThat(second.releases(ID)).isEqualTo(first.releases(ID));
        assertThat(second.operations(ID)).isEqualTo(first.operations(ID));
        assertThat(second.instanceId()).isEqualTo(first.instanceId()).hasSizeLessThanOrEqualTo(63);
        assertThat(second.digestKey()).isEqualTo(first.digestKey()).hasSize(32);
        assertThat(second.problems()).isEmpty();
    }

    @Test
    void anOperationThatHadNotEndedGoesOn() throws Exception {
        target.ready(false);
        JournaledLifecycle first = open();
        Operation operation =
                first.deploy(World.request(7, stack().service("web").reading()));
        until(() -> first.operation(operation.id()).orElseThrow().phase() == Phase.WAITING);
        first.close();
        target.ready(true);
        JournaledLifecycle second = open();
        ended(second, operation);

        assertThat(second.environment(ID).orElseThrow().state()).isEqualTo(EnvironmentState.READY);
    }

    @Test
    void theFilesArePlainAndHoldNoSecret() throws Exception {
        released(open());

        assertThat(files().stream().map(file -> home.relativize(file).toString()))
                .anyMatch(name -> name.equals(FOLDER + "/environment.json"))
                .anyMatch(name -> name.equals(FOLDER + "/releases/1.json"))
                .anyMatch(name -> name.startsWith(FOLDER + "/operations/"))
                .noneMatch(name -> name.endsWith(".tmp"));
        for (Path file : files()) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(text).as(file.toString()).doesNotContain("hunter2");
            if (file.toString().endsWith(".json")) {
                assertThat(text).startsWith("{\n  \"format\" : 1,");
            }
        }
    }

    @Test
    void theKeyIsForTheOwnerOnly() throws Exception {
        open();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void unreadableRecordsAreSetAsideAndReported() throws Exception {
        JournaledLifecycle first = open();
        released(first);
        first.close();
        Files.writeString(home.resolve(FOLDER + "/environment.json"), "{ \"format\" : 1, \"environ");
        Files.writeString(home.resolve(FOLDER + "/releases/2.json"), "");
        Files.writeString(home.resolve(FOLDER + "/releases/3.json"), "{\"format\":99}");
        Files.copy(home.resolve(FOLDER + "/releases/1.json"), home.resolve(FOLDER + "/releases/4.json"));
        JournaledLifecycle second = open();

        assertThat(second.problems()).hasSize(4);
        assertThat(second.problems().toString())
                .contains(
                        "environment.json.unreadable-",
                        "it is no record of ours",
                        "it has the form 99, this version reads up to 1",
                        "it is the record of something else");
        assertThat(files().stream().filter(file -> file.toString().contains(".unreadable-")))
                .hasSize(4);
        assertThat(second.environment(ID)).as("made up from its operations").isPresent();
        assertThat(second.releases(ID)).hasSize(1);
        released(second);
        assertThat(second.environment(ID).orElseThrow().release()).isEqualTo(2);
    }

    @Test
    void aLostIdentityIsTakenFromWhatItMarked() throws Exception {
        JournaledLifecycle first = open();
        released(first);
        first.close();
        Files.writeString(home.resolve("instance.json"), "garbage");
        Files.writeString(home.resolve("key"), "short");
        JournaledLifecycle second = open();

        assertThat(second.instanceId()).isEqualTo(first.instanceId());
        assertThat(second.digestKey()).hasSize(32).isNotEqualTo(first.digestKey());
        assertThat(second.problems()).hasSize(2);
    }

    @Test
    void aWriteThatWasCutOffIsForgotten() throws Exception {
        JournaledLifecycle first = open();
        released(first);
        first.close();
        Path torn = home.resolve(FOLDER + "/operations/20990101-000000-000-0000.json.tmp");
        Files.writeString(torn, "{ \"format\" :");
        JournaledLifecycle second = open();

        assertThat(torn).doesNotExist();
        assertThat(second.problems()).isEmpty();
        assertThat(second.operations(ID)).hasSize(1);
    }

    @Test
    void twoProcessesDoNotShareAHome() {
        open();

        assertThatThrownBy(this::open)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("in use by another process");
    }

    @Test
    void aHomeThatIsNoFolderIsABadInput() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");

        assertThatThrownBy(() -> JournaledLifecycle.open(file, id -> target, Clock.systemUTC()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the home can't be used");
    }

    @Test
    void aThousandOperationsThatWaitHoldNoThreads() throws Exception {
        target.ready(false);
        Set<Thread> before = new TreeSet<>((a, b) -> Long.compare(a.getId(), b.getId()));
        before.addAll(Thread.getAllStackTraces().keySet());
        JournaledLifecycle lifecycle = open();
        List<Operation> operations = new ArrayList<>();
        for (int i = 1; i <= 1_000; i++) {
            operations.add(
                    lifecycle.deploy(World.request(i, stack().service("web").reading())));
        }
        until(() -> operations.stream()
                .allMatch(each -> lifecycle.operation(each.id()).orElseThrow().phase() == Phase.WAITING));

        Set<Thread> now = new TreeSet<>((a, b) -> Long.compare(a.getId(), b.getId()));
        now.addAll(Thread.getAllStackTraces().keySet());
        now.removeAll(before);
        assertThat(now).hasSizeLessThanOrEqualTo(12);

        target.ready(true);
        operations.forEach(each -> target.tell(each.environment()));
        until(() -> operations.stream()
                .allMatch(each -> lifecycle.operation(each.id()).orElseThrow().phase() == Phase.RELEASED));
        assertThat(lifecycle.environments()).hasSize(1_000);
    }

    @Test
    void manyPeopleAtOnceLeaveEveryEnvironmentSettled() throws Exception {
        JournaledLifecycle lifecycle = open();
        List<Thread> people = new ArrayList<>();
        List<Operation> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 6; i++) {
            int person = i;
            people.add(new Thread(() -> {
                for (int j = 0; j < 20; j++) {
                    int number = 1 + (person + j) % 4;
                    asked.add(lifecycle.deploy(World.request(
                            number,
                            stack().service("web")
                                    .variable("N", person + "-" + j)
                                    .reading())));
                    if (j % 5 == person % 5) {
                        asked.add(lifecycle.destroy(
                                new DestroyRequest(World.id(number), null, Duration.ofMinutes(1), Origin.of("bob"))));
                    }
                    if (j % 3 == 0) {
                        lifecycle.cancel(asked.get(asked.size() - 1).id(), "carol");
                    }
                }
            }));
        }
        people.forEach(Thread::start);
        for (Thread each : people) {
            each.join();
        }
        for (Operation each : asked) {
            until(() -> lifecycle
                    .operation(each.id())
                    .map(now -> now.phase().isEnd())
                    .orElse(true));
        }

        for (int number = 1; number <= 4; number++) {
            EnvironmentState state =
                    lifecycle.environment(World.id(number)).orElseThrow().state();
            assertThat(state).isIn(EnvironmentState.READY, EnvironmentState.FAILED, EnvironmentState.GONE);
            assertThat(target.there(World.id(number))).isEqualTo(state != EnvironmentState.GONE);
        }
    }
}
