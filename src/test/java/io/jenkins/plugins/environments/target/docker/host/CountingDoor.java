package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another socket of the engine that {@code DOCKER_HOST} names, which keeps what it is asked for. */
final class CountingDoor implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Path socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    CountingDoor(Path folder) {
        socket = folder.resolve("door.sock");
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    EngineConnection connection() {
        return EngineConnection.of("unix://" + socket, null, "the door");
    }

    /** Method and path of each request, without its query. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    void forget() {
        requests.clear();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "counting-door");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel near = server.accept();
                SocketChannel far = SocketChannel.open(
                        UnixDomainSocketAddress.of(RealEngine.connection().uri().getPath()));
                start(() -> pump(near, far, true));
                start(() -> pump(far, near, false));
            } catch (IOException e) {
                return;
            }
        }
    }

    /** Each connection carries one request: its first line tells which. */
    private void pump(SocketChannel from, SocketChannel to, boolean asks) {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        boolean first = asks;
        try (from;
                to) {
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                if (first) {
                    requests.add(StandardCharsets.US_ASCII
                            .decode(buffer.duplicate())
                            .toString()
                            .replaceFirst("(?s)^(\\S+ [^ ?]+).*", "$1"));
                    first = false;
                }
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
        } catch (IOException e) {
            // One side has gone: so has the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
