package io.jenkins.plugins.environments.target.docker.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens on a socket of this machine, and gives each request the same answer, to the letter. */
final class LocalEngine implements AutoCloseable {

    private final ServerSocketChannel server;
    private final Path socket;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final String answer;
    private final boolean thenEnd;

    /** @param thenEnd whether a connection ends with its answer, and does not just stay silent */
    LocalEngine(Path folder, String answer, boolean thenEnd) throws IOException {
        this.answer = answer;
        this.thenEnd = thenEnd;
        this.socket = folder.resolve("engine.sock");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(this::serve, "local-engine");
        thread.setDaemon(true);
        thread.start();
    }

    EngineConnection connection() {
        return EngineConnection.of("unix://" + socket, null, "test");
    }

    /** What came, each with head and body. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                open.add(client);
                requests.add(read(client));
                client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                if (thenEnd) {
                    client.close();
                }
            }
        } catch (ClosedChannelException e) {
            return;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(SocketChannel client) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        var stream = Channels.newInputStream(client);
        int next = 0;
        // A character for each byte, as lengths are in bytes.
        while (next >= 0 && !isWhole(bytes.toString(StandardCharsets.ISO_8859_1))) {
            next = stream.read();
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isWhole(String request) {
        int head = request.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        if (request.contains("Transfer-Encoding: chunked")) {
            return request.endsWith("\r\n0\r\n\r\n");
        }
        var length = java.util.regex.Pattern.compile("Content-Length: (\\d+)").matcher(request);
        return request.length() == head + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel each : open) {
            each.close();
        }
    }
}
