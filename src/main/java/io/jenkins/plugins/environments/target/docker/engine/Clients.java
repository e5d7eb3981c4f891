package io.jenkins.plugins.environments.target.docker.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.SSLConfig;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Makes clients of the Engine API. Nothing of the machine's own Docker configuration gets into them. */
final class Clients {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 32;
    /** Of key stores that are in memory only. */
    private static final char[] NO_PASSWORD = new char[0];

    private Clients() {}

    /**
     * @param uri {@code unix} or {@code tcp}
     * @param answer the longest time without an answer; null: for ever
     */
    static DockerClient connect(URI uri, @CheckForNull Tls tls, @CheckForNull Duration answer) {
        DockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(uri.toString())
                .withDockerTlsVerify(false)
                .build();
        return DockerClientImpl.getInstance(
                config,
                uri.getScheme().equals("unix")
                        ? new LocalHttpClient(Path.of(uri.getPath()), answer)
                        : remote(uri, tls, answer));
    }

    private static DockerHttpClient remote(URI uri, @CheckForNull Tls tls, @CheckForNull Duration answer) {
        SSLContext context = tls == null ? null : context(tls);
        SSLConfig ssl = context == null ? null : () -> context;
        ApacheDockerHttpClient.Builder http = new ApacheDockerHttpClient.Builder()
                .dockerHost(uri)
                .sslConfig(ssl)
                .maxConnections(CONNECTIONS)
                .connectionTimeout(CONNECT);
        if (answer != null) {
            http.responseTimeout(answer);
        }
        return http.build();
    }

    private static SSLContext context(Tls tls) {
        try {
            KeyManager[] keys = null;
            String certificate = tls.certificate();
            String key = tls.key();
            if (certificate != null && key != null) {
                KeyStore own = empty();
                own.setKeyEntry("client", key(key), NO_PASSWORD, certificates(certificate));
                KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                factory.init(own, NO_PASSWORD);
                keys = factory.getKeyManagers();
            }
            String ca = tls.ca();
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(ca == null ? null : trusted(ca));
            TrustManager[] trusted = trust.getTrustManagers();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            // Never the message: it may quote the key.
            throw unusable();
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static KeyStore trusted(String pem) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (Certificate certificate : certificates(pem)) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        return store;
    }

    private static Certificate[] certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .toArray(new Certificate[0]);
    }

    /** PKCS#1, PKCS#8 or SEC1, without a password. */
    private static PrivateKey key(String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object found = parser.readObject();
            // An elliptic curve's parameters may come first.
            while (found != null && !(found instanceof PEMKeyPair) && !(found instanceof PrivateKeyInfo)) {
                found = parser.readObject();
            }
            if (found instanceof PEMKeyPair pair) {
                return new JcaPEMKeyConverter().getKeyPair(pair).getPrivate();
            }
            if (found instanceof PrivateKeyInfo info) {
                return new JcaPEMKeyConverter().getPrivateKey(info);
            }
            throw new IOException("there is no private key");
        }
    }

    private static InvalidInputException unusable() {
        return new InvalidInputException(new Problem(
                Position.of("the engine's certificates"),
                "the client's key, its certificate or the authority's certificate is no PEM that can be used",
                "give key.pem (unencrypted), cert.pem and ca.pem as the engine's administrator made them"));
    }
}
