package io.jenkins.plugins.environments.target.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.util.CertificateUtils;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection.Tls;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes clients of the Engine API. Nothing of the machine's own Docker configuration gets into them. */
final class Clients {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 32;
    /** The password of the key stores that the library makes in memory. */
    private static final String IN_MEMORY = "docker";

    private Clients() {}

    /**
     * @param uri {@code unix} or {@code tcp}
     * @param answer the longest time without an answer; null: for ever
     */
    static DockerClient connect(URI uri, @CheckForNull Tls tls, @CheckForNull Duration answer) {
        SSLContext context = tls == null ? null : context(tls);
        SSLConfig ssl = context == null ? null : () -> context;
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(uri.toString())
                .withDockerTlsVerify(false)
                .build();
        ApacheDockerHttpClient.Builder http = new ApacheDockerHttpClient.Builder()
                .dockerHost(uri)
                .sslConfig(ssl)
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT);
        if (answer != null) {
            http.responseTimeout(answer);
        }
        return DockerClientImpl.getInstance(config, http.build());
    }

    private static SSLContext context(Tls tls) {
        try {
            KeyManager[] keys = null;
            String certificate = tls.certificate();
            String key = tls.key();
            if (certificate != null && key != null) {
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(CertificateUtils.createKeyStore(key, certificate), IN_MEMORY.toCharArray());
                keys = factory.getKeyManagers();
            }
            String ca = tls.ca();
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(ca == null ? (KeyStore) null : CertificateUtils.createTrustStore(ca));
            TrustManager[] trusted = trust.getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // Never the message: it may quote the key.
            throw unusable();
        }
    }

    private static InvalidInputException unusable() {
        return new InvalidInputException(new Problem(
                Position.of("the engine's certificates"),
                "the client's key, its certificate or the authority's certificate is no PEM that can be used",
                "give key.pem (unencrypted), cert.pem and ca.pem as the engine's administrator made them"));
    }
}
