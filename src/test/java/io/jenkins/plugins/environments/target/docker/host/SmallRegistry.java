package io.jenkins.plugins.environments.target.docker.host;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;

/** A registry on this machine, from which engines pull. Its images are a shell and nothing else. */
final class SmallRegistry implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final HttpServer server;
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    /** By the digest and by {@code name:tag}. */
    private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();

    SmallRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v2/", this::answer);
        server.start();
    }

    /** An image that runs until it is stopped; another text, another image. */
    String push(String name, String text) {
        byte[] layer = layer(text);
        byte[] config =
                ("{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"StopSignal\":\"SIGKILL\",\"Cmd\":[\"/busybox\",\"sleep\",\"3600\"]},"
                                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"" + digest(layer) + "\"]}}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] packed = gzip(layer);
        blobs.put(digest(config), config);
        blobs.put(digest(packed), packed);
        byte[] manifest =
                """
                {"schemaVersion":2,"mediaType":"%s",
                "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%d,"digest":"%s"},
                "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":%d,"digest":"%s"}]}
                """
                        .formatted(MANIFEST, config.length, digest(config), packed.length, digest(packed))
                        .getBytes(StandardCharsets.UTF_8);
        manifests.put(digest(manifest), manifest);
        manifests.put(name, manifest);
        return "127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    private static byte[] layer(String text) {
        TarWriter tar = new TarWriter();
        try {
            tar.file("busybox", Files.readAllBytes(Path.of("/bin/busybox")), 0755, 0, 0);
            tar.file("text", text.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
            return tar.stream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/v2/".length());
            byte[] found = path.isEmpty() ? new byte[0] : found(path);
            if (found == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            exchange.getResponseHeaders().set("Docker-Distribution-Api-Version", "registry/2.0");
            exchange.getResponseHeaders().set("Docker-Content-Digest", digest(found));
            exchange.getResponseHeaders()
                    .set("Content-Type", path.contains("/manifests/") ? MANIFEST : "application/octet-stream");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (head) {
                exchange.getResponseHeaders().set("Content-Length", String.valueOf(found.length));
            }
            exchange.sendResponseHeaders(200, head || found.length == 0 ? -1 : found.length);
            if (!head) {
                exchange.getResponseBody().write(found);
            }
        }
    }

    private byte[] found(String path) {
        String[] parts = path.split("/(manifests|blobs)/", 2);
        return path.contains("/blobs/")
                ? blobs.get(parts[1])
                : manifests.get(parts[1].startsWith("sha256:") ? parts[1] : parts[0] + ":" + parts[1]);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
