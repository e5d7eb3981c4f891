package io.jenkins.plugins.environments.target.docker.engine;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How an engine is reached.
 *
 * @param uri {@code unix:///path} or {@code tcp://host:port}
 * @param tls null: none
 */
public record EngineConnection(URI uri, @CheckForNull Tls tls) {

    /**
     * PEM texts.
     *
     * @param ca null: the authorities that the machine trusts
     * @param certificate null: none is asked for
     * @param key of the certificate; null exactly when there is none
     */
    public record Tls(@CheckForNull String ca, @CheckForNull String certificate, @CheckForNull String key) {
        /** Never the key. */
        @Override
        public String toString() {
            return "Tls";
        }
    }

    /**
     * @param uri as people write it
     * @param source where it was given, e.g. {@code --docker-host}
     * @throws InvalidInputException when it has another form
     */
    public static EngineConnection of(String uri, @CheckForNull Tls tls, String source) {
        try {
            URI parsed = new URI(uri.strip());
            String scheme = parsed.getScheme() == null ? "" : parsed.getScheme();
            if (scheme.equals("ssh")) {
                throw notBySsh(uri.strip(), source);
            }
            boolean path = scheme.equals("unix") && !parsed.getPath().isEmpty();
            boolean host = scheme.equals("tcp") && parsed.getHost() != null && parsed.getPort() > 0;
            if (path || host) {
                return new EngineConnection(parsed, tls);
            }
        } catch (java.net.URISyntaxException e) {
            throw invalid(uri, source);
        }
        throw invalid(uri, source);
    }

    /** With {@code ca.pem}, {@code cert.pem} and {@code key.pem} of a folder, as the Docker client has them. */
    public static EngineConnection withCertificates(String uri, Path folder, String source) {
        return of(uri, new Tls(read(folder, "ca.pem"), read(folder, "cert.pem"), read(folder, "key.pem")), source);
    }

    private static String read(Path folder, String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new InvalidInputException(new Problem(
                    Position.of(folder.resolve(file).toString()),
                    "can't be read: " + e,
                    "put ca.pem, cert.pem and key.pem into that folder"));
        }
    }

    private static InvalidInputException invalid(String uri, String source) {
        return new InvalidInputException(new Problem(
                Position.of(source),
                "\"" + uri + "\" is no address of an engine",
                "write unix:///var/run/docker.sock or tcp://host:2376"));
    }

    /** Compose could, the client of the Engine API can't; and half a target would be none. */
    private static InvalidInputException notBySsh(String uri, String source) {
        return new InvalidInputException(new Problem(
                Position.of(source),
                "\"" + uri + "\" can't be used: the client of the Engine API speaks no ssh",
                "forward the socket with ssh -N -L /tmp/engine.sock:/var/run/docker.sock "
                        + uri.replaceFirst("^ssh://", "")
                        + " and write unix:///tmp/engine.sock, or use tcp:// with TLS"));
    }
}
