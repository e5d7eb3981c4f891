package io.jenkins.plugins.environments.target.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import io.jenkins.plugins.environments.model.TargetException;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
@DisplayName("An engine's socket on this machine")
class LocalHttpClientTest {

    private static final String VERSION = "{\"Version\":\"28.2.2\"}";

    @TempDir
    private Path folder;

    private static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\n" + headers + "\r\n\r\n" + body;
    }

    private static String whole(String body) {
        return answer("200 OK", "Content-Type: application/json\r\nContent-Length: " + body.length(), body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 20\r\n\r\n{\"Version\":\"28.2.2\"}",
                "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"Ve\r\n10\r\nrsion\":\"28.2.2\"}\r\n0\r\n\r\n",
                "Connection: close\r\n\r\n{\"Version\":\"28.2.2\"}"
            })
    void answers_in_each_way_that_HTTP_has(String rest) throws Exception {
        try (LocalEngine local =
                        new LocalEngine(folder, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + rest, true);
                Engine engine = Engine.connect(local.connection())) {
            assertThat(engine.version().getVersion()).isEqualTo("28.2.2");
            assertThat(local.requests())
                    .singleElement()
                    .asString()
                    .startsWith("GET /version HTTP/1.1\r\n")
                    .contains("Host: localhost\r\n");
        }
    }

    @Test
    void is_asked_often_without_leaving_connections_behind() throws Exception {
        try (LocalEngine local = new LocalEngine(folder, whole(VERSION), false);
                Engine engine = Engine.connect(local.connection())) {
            long before = descriptors();
            for (int i = 0; i < 200; i++) {
                engine.version();
            }
            // The stand-in keeps its own 200; ours are gone.
            assertThat(descriptors() - before).isLessThan(350);
        }
    }

    private static long descriptors() throws Exception {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    @Test
    void gets_what_is_sent_with_its_length_or_in_pieces() throws Exception {
        try (LocalEngine local = new LocalEngine(folder, whole("{}"), true);
                LocalHttpClient client = client(local, null)) {
            client.execute(Request.builder()
                            .method(Request.Method.POST)
                            .path("/volumes/create")
                            .putAllHeaders(Map.of("Content-Type", "application/json"))
                            .bodyBytes("{\"Name\":\"é\"}".getBytes(StandardCharsets.UTF_8))
                            .build())
                    .close();
            client.execute(Request.builder()
                            .method(Request.Method.PUT)
                            .path("/containers/a/archive?path=%2Ffiles")
                            .body(new ByteArrayInputStream("tar".getBytes(StandardCharsets.UTF_8)))
                            .build())
                    .close();
            client.execute(Request.builder()
                            .method(Request.Method.POST)
                            .path("/containers/a/stop")
                            .build())
                    .close();
            assertThat(local.requests()).hasSize(3);
            assertThat(local.requests().get(0))
                    .startsWith("POST /volumes/create HTTP/1.1\r\n")
                    .contains("Content-Type: application/json\r\n", "Content-Length: 13\r\n")
                    .endsWith("\r\n\r\n{\"Name\":\"é\"}");
            assertThat(local.requests().get(1))
                    .startsWith("PUT /containers/a/archive?path=%2Ffiles HTTP/1.1\r\n")
                    .endsWith("\r\n\r\n3\r\ntar\r\n0\r\n\r\n");
            assertThat(local.requests().get(2)).contains("Content-Length: 0\r\n");
        }
    }

    private static LocalHttpClient client(LocalEngine local, Duration answer) {
        return new LocalHttpClient(Path.of(local.connection().uri().getPath()), answer);
    }

    @Test
    void says_no_in_its_own_words() throws Exception {
        String words = "{\"message\":\"no such thing\"}";
        try (LocalEngine local = new LocalEngine(
                        folder, answer("409 Conflict", "Content-Length: " + words.length(), words), true);
                Engine engine = Engine.connect(local.connection())) {
            assertThatThrownBy(engine::version).isInstanceOfSatisfying(TargetException.class, e -> {
                assertThat(e.kind()).isEqualTo(TargetException.Kind.PERMANENT);
                assertThat(e).hasMessageContaining("no such thing");
            });
        }
    }

    @Test
    void that_stays_silent_is_given_up() throws Exception {
        try (LocalEngine local = new LocalEngine(folder, "", false);
                LocalHttpClient client = client(local, Duration.ofMillis(200))) {
            assertThatThrownBy(() -> client.execute(Request.builder()
                            .method(Request.Method.GET)
                            .path("/info")
                            .build()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no answer within")
                    .hasMessageContaining(folder.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what?\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"})
    void that_is_somebody_elses_is_told(String words) throws Exception {
        try (LocalEngine local = new LocalEngine(folder, words, true);
                Engine engine = Engine.connect(local.connection())) {
            assertThatThrownBy(engine::version).isInstanceOf(TargetException.class);
        }
    }

    @Test
    void that_nobody_listens_on_is_named() {
        Path nowhere = folder.resolve("none.sock");
        try (Engine engine = Engine.connect(EngineConnection.of("unix://" + nowhere, null, "test"))) {
            assertThatThrownBy(engine::version).isInstanceOfSatisfying(TargetException.class, e -> {
                assertThat(e.kind()).isEqualTo(TargetException.Kind.TRANSIENT);
                assertThat(e).hasMessageContaining("unix://" + nowhere);
            });
        }
    }

    @Test
    void tells_its_events_until_nobody_wants_them_any_more() throws Exception {
        String event = "{\"Type\":\"container\",\"Action\":\"die\",\"Actor\":{\"Attributes\":{\"a\":\"b\"}}}\n";
        try (LocalEngine local =
                        new LocalEngine(folder, answer("200 OK", "Content-Type: application/json", event), false);
                Engine engine = Engine.connect(local.connection())) {
            CountDownLatch heard = new CountDownLatch(1);
            AtomicInteger ended = new AtomicInteger();
            CountDownLatch over = new CountDownLatch(1);
            Closeable events = engine.follow(
                    "a",
                    labels -> {
                        assertThat(labels).isEqualTo(Map.of("a", "b"));
                        heard.countDown();
                    },
                    () -> {
                        ended.incrementAndGet();
                        over.countDown();
                    });
            assertThat(heard.await(60, TimeUnit.SECONDS)).as("heard").isTrue();
            assertThat(ended).hasValue(0);
            events.close();
            assertThat(over.await(60, TimeUnit.SECONDS)).as("over").isTrue();
        }
    }
}
