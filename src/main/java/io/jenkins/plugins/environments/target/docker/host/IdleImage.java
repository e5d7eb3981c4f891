package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.target.docker.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An image with nothing in it, for containers that never run. Made on the engine, so that no registry is asked. */
final class IdleImage {

    static final String NAME = "environment-lifecycle/files:1";

    private IdleImage() {}

    static void make(Engine engine) {
        if (engine.imageId(NAME).isEmpty()) {
            engine.load(archive());
        }
    }

    /** In the form of {@code docker save}, always the same bytes. */
    private static InputStream archive() {
        TarWriter layer = new TarWriter();
        layer.folder("files", 0755);
        byte[] content = bytes(layer.stream());
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"created\":\"1970-01-01T00:00:00Z\",\"config\":{},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + digest(content) + "\"]},"
                        + "\"history\":[{\"created\":\"1970-01-01T00:00:00Z\"}]}";
        String manifest = "[{\"Config\":\"config.json\",\"RepoTags\":[\"" + NAME + "\"],\"Layers\":[\"layer.tar\"]}]";
        TarWriter tar = new TarWriter();
        tar.file("layer.tar", content, 0644, 0, 0);
        tar.file("config.json", config.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
        tar.file("manifest.json", manifest.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
        return tar.stream();
    }

    private static byte[] bytes(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be read", e);
        }
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
