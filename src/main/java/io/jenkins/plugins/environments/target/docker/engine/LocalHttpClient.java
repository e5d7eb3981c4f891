package io.jenkins.plugins.environments.target.docker.engine;

import com.github.dockerjava.transport.DockerHttpClient;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * Speaks with an engine through its socket on this machine. The library's own way there fails where Apache HttpClient is
 * 5.4 or newer, as in Jenkins: that connects by names and addresses, of which such a socket has none. A connection for
 * each request: it costs less than keeping them in order.
 */
final class LocalHttpClient implements DockerHttpClient {

    private final Path socket;
    private final int limit;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param answer the longest time without an answer; null: for ever */
    LocalHttpClient(Path socket, @CheckForNull Duration answer) {
        this.socket = socket;
        this.limit = answer == null ? 0 : Math.toIntExact(answer.toMillis());
    }

    @Override
    public Response execute(Request request) {
        if (request.hijackedInput() != null) {
            throw new UnsupportedOperationException("input for a process in a container is never sent");
        }
        try {
            LocalSocket connection = LocalSocket.connect(socket);
            open.add(connection);
            try {
                return answer(request, connection);
            } catch (IOException | RuntimeException | HttpException e) {
                end(connection);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(named(e));
        } catch (HttpException e) {
            throw new UncheckedIOException(new IOException("what answers at " + socket + " speaks no HTTP", e));
        }
    }

    /** The runtime says only what happened, e.g. {@code No such file or directory}; its words are all there is to it. */
    private IOException named(IOException e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        IOException named = new IOException(what + ": unix://" + socket);
        named.setStackTrace(e.getStackTrace());
        return named;
    }

    private Response answer(Request request, LocalSocket connection) throws IOException, HttpException {
        if (closed) {
            throw new IOException("the connection was closed");
        }
        connection.setSoTimeout(limit);
        // Not closed here: it goes with the answer's body.
        @SuppressWarnings("resource")
        DefaultBHttpClientConnection http = new DefaultBHttpClientConnection(Http1Config.DEFAULT);
        http.bind(connection);
        ClassicHttpResponse response =
                new HttpRequestExecutor().execute(message(request), http, HttpCoreContext.create());
        return new Answer(response, body(response, connection), () -> end(connection));
    }

    private static BasicClassicHttpRequest message(Request request) {
        BasicClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), request.path());
        request.headers().forEach(message::setHeader);
        message.setHeader(HttpHeaders.HOST, "localhost");
        message.setHeader(HttpHeaders.CONNECTION, "close");
        byte[] bytes = request.bodyBytes();
        InputStream stream = request.body();
        if (bytes != null) {
            message.setEntity(new ByteArrayEntity(bytes, null));
            message.setHeader(HttpHeaders.CONTENT_LENGTH, bytes.length);
        } else if (stream != null) {
            message.setEntity(new InputStreamEntity(stream, null));
            message.setHeader(HttpHeaders.TRANSFER_ENCODING, "chunked");
        } else if (!request.method().equals("GET")) {
            message.setHeader(HttpHeaders.CONTENT_LENGTH, 0);
        }
        return message;
    }

    private InputStream body(ClassicHttpResponse response, LocalSocket connection) throws IOException {
        HttpEntity entity = response.getEntity();
        InputStream content = entity == null ? InputStream.nullInputStream() : entity.getContent();
        return new FilterInputStream(content) {
            /** Without reading on: what follows for ever has no end. */
            @Override
            public void close() {
                end(connection);
            }
        };
    }

    private void end(Socket connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (IOException e) {
            // It is of no use any more, whatever it says.
            return;
        }
    }

    /** Ends what is being read, too. */
    @Override
    public void close() {
        closed = true;
        Set.copyOf(open).forEach(this::end);
    }

    /** What the engine said. */
    private record Answer(ClassicHttpResponse response, InputStream body, Runnable end) implements Response {

        @Override
        public int getStatusCode() {
            return response.getCode();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return Stream.of(response.getHeaders())
                    .collect(Collectors.groupingBy(
                            Header::getName, Collectors.mapping(Header::getValue, Collectors.toList())));
        }

        @Override
        public InputStream getBody() {
            return body;
        }

        @Override
        public void close() {
            end.run();
        }
    }
}
