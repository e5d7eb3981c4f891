package io.jenkins.plugins.environments.target.kubernetes.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** Who we are to a cluster. None of these prints what is secret in it. */
public sealed interface Authentication {

    /** The value of the header {@code Authorization} for the next request; null when none is sent. */
    @CheckForNull
    String header();

    /** Nobody. */
    record Anonymous() implements Authentication {
        @Override
        public String header() {
            return null;
        }
    }

    /** A bearer token. */
    record Token(String token) implements Authentication {
        @Override
        public String header() {
            return "Bearer " + token.strip();
        }

        @Override
        public String toString() {
            return "token";
        }
    }

    /** A bearer token in a file that its owner renews; read again for each request, as it is small and rotates. */
    record TokenFile(Path file) implements Authentication {
        @Override
        public String header() {
            return "Bearer " + CredentialFiles.read(file, "the token file").strip();
        }
    }

    /** A user with a password, where an authenticating proxy or an old cluster asks for one. */
    record Password(String user, String password) implements Authentication {
        @Override
        public String header() {
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "user " + user;
        }
    }

    /**
     * A client certificate.
     *
     * @param certificates PEM, the client's first
     * @param key PEM: RSA or EC, PKCS#1, PKCS#8 or SEC 1
     */
    record Certificate(String certificates, String key) implements Authentication {
        @Override
        public String header() {
            return null;
        }

        @Override
        public String toString() {
            return "client certificate";
        }
    }
}
