package io.jenkins.plugins.environments.target.kubernetes.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Certificates and keys made for tests with OpenSSL; they open nothing. */
final class TestFiles {

    private TestFiles() {}

    static String read(String name) {
        try (InputStream file = Objects.requireNonNull(TestFiles.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
