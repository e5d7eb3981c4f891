package io.jenkins.plugins.environments.jenkins.story;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who asks for a page through an edge, again and again, each time on a new connection. */
final class Visitor implements AutoCloseable {

    private static final int MORE = 50;

    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean done;

    Visitor(URI edge, String host) {
        Thread thread = new Thread(
                () -> {
                    while (!done) {
                        String failure = request(edge, host);
                        if (failure != null) {
                            failures.add(Instant.now() + " " + failure);
                        }
                        requests.incrementAndGet();
                    }
                },
                "visitor");
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks once. @return why that failed; null: the page is there */
    @CheckForNull
    static String request(URI edge, String host) {
        try (Socket socket = new Socket(edge.getHost(), edge.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            return answer.endsWith(" 200") ? null : "answer " + answer;
        } catch (IOException e) {
            return e.toString();
        }
    }

    int requests() {
        return requests.get();
    }

    /** When and why. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Goes on until it has asked often enough to see also what comes a moment later. */
    void someMore() throws InterruptedException {
        int enough = requests() + MORE;
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (requests() < enough) {
            assertThat(Instant.now()).as("%s requests", requests()).isBefore(end);
            Thread.sleep(50);
        }
    }

    @Override
    public void close() {
        done = true;
    }
}
