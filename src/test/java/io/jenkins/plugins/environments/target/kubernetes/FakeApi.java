package io.jenkins.plugins.environments.target.kubernetes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** An API server that answers every request as a test says, and remembers who asked for what. */
public class FakeApi implements AutoCloseable {

    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile BiFunction<String, String, Answer> answers;

    /** @param status 0: the connection is cut */
    public record Answer(int status, String body) {

        /** An error as an API server says it. */
        public static Answer error(int status, String reason, String message) {
            return new Answer(
                    status,
                    "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"reason\":\"%s\",\"message\":\"%s\"}"
                            .formatted(status, reason, message));
        }
    }

    public FakeApi(Answer answer) {
        this(answer, newServer());
    }

    protected FakeApi(Answer answer, HttpServer server) {
        this.answers = (method, path) -> answer;
        this.server = server;
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void answers(Answer next) {
        answers = (method, path) -> next;
    }

    /** @param next method and path, without the query, to what is answered */
    public void answers(BiFunction<String, String, Answer> next) {
        answers = next;
    }

    /** {@code GET /api/v1/namespaces/x}, without the query. */
    public List<String> requests() {
        return requests;
    }

    /** The body of each request; empty where there was none. */
    public List<String> bodies() {
        return bodies;
    }

    /** The header of each request; empty where there was none. */
    public List<String> authorizations() {
        return authorizations;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(authorization == null ? "" : authorization);
            Answer now = answers.apply(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath());
            if (now.status() == 0) {
                return;
            }
            byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(now.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
