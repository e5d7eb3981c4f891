package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.StackRequest;
import io.jenkins.plugins.environments.target.Target;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A lifecycle over one target, with what a test does by hand there. Each kind of target has its own. */
abstract class OnTarget implements AutoCloseable {

    /** So much time has whatever must happen. How long it takes is never what is tested. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path home;
    private final Supplier<? extends Target> connect;
    private Target target;
    private JournaledLifecycle lifecycle;

    OnTarget(Path home, Supplier<? extends Target> connect) {
        this.home = home;
        this.connect = connect;
        open();
    }

    private void open() {
        target = connect.get();
        lifecycle = JournaledLifecycle.open(home, id -> target, Clock.systemUTC());
    }

    JournaledLifecycle lifecycle() {
        return lifecycle;
    }

    Path home() {
        return home;
    }

    /** A new process takes over. @param meanwhile what happens to the home while nobody has it */
    void reopen(Runnable meanwhile) {
        lifecycle.close();
        target.close();
        meanwhile.run();
        open();
    }

    /** The disk loses all records of an environment, while nobody has the home. */
    void loseRecordOf(EnvironmentId id) {
        reopen(() -> {
            try (Stream<Path> all = Files.walk(home.resolve("environments/" + id))) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    StackReading read(StackRequest request) {
        return new StackReader(new KeyedDigest(lifecycle.digestKey())).read(request);
    }

    Operation deploy(
            Change change, Stage stage, StackReading reading, Map<String, String> images, OnFailure onFailure) {
        return ended(lifecycle.deploy(
                new DeployRequest(change, stage, reading, images, onFailure, PATIENCE, Origin.of("test"))));
    }

    /** The operation as it ended. */
    Operation ended(Operation operation) {
        until(() -> now(operation).phase().isEnd());
        return now(operation);
    }

    Operation now(Operation operation) {
        return lifecycle.operation(operation.id()).orElseThrow();
    }

    static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited for %s", PATIENCE).isBefore(end);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** An image that can't be had. */
    abstract String noImage();

    /** Whether the edge answers a request for the link with 200. */
    abstract boolean answers(Link link);

    /** Ends what runs of a service, as an accident would. */
    abstract void kill(EnvironmentId id, String service);

    /** All that is there of an environment, of every kind. */
    abstract List<String> everythingOf(EnvironmentId id);

    /** The status of a request through an edge; 0: none. */
    static int status(URI edge, String host) {
        try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.matches("HTTP/1\\.1 \\d{3}") ? Integer.parseInt(answer.substring(9)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        lifecycle.close();
        target.close();
    }
}
