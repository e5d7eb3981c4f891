package io.jenkins.plugins.environments.jenkins.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** How a cluster is reached, from a server's address and the id of credentials in Jenkins' own store. */
public final class ClusterCredentials {

    /** The kinds of credentials that a cluster can be reached with. */
    public static final CredentialsMatcher KINDS = CredentialsMatchers.anyOf(
            CredentialsMatchers.instanceOf(FileCredentials.class),
            CredentialsMatchers.instanceOf(StringCredentials.class),
            CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class),
            CredentialsMatchers.instanceOf(StandardCertificateCredentials.class));

    private static final Path SERVICE_ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    private ClusterCredentials() {}

    /**
     * The connection. With neither address nor credentials it is the service account of the pod that Jenkins runs in.
     *
     * @param target the target's id, for messages
     * @param serverUrl null: as the kubeconfig says
     * @param caCertificate PEM; null: the system's trust, or as the kubeconfig says
     * @param credentialsId null: nobody, or the pod's service account
     * @throws InvalidInputException when something is missing or does not go together
     */
    public static KubernetesConnection connection(
            String target,
            @CheckForNull String serverUrl,
            @CheckForNull String caCertificate,
            @CheckForNull String credentialsId) {
        Position where = Position.of("target " + target);
        if (credentialsId == null) {
            return serverUrl == null
                    ? inCluster(where, System.getenv())
                    : new KubernetesConnection.Server(serverUrl, caCertificate, new Authentication.Anonymous(), false);
        }
        StandardCredentials credentials = CredentialTexts.find(credentialsId, where);
        if (credentials instanceof FileCredentials file) {
            return kubeconfig(file, serverUrl, caCertificate, where);
        }
        if (serverUrl == null) {
            throw new InvalidInputException(new Problem(
                    where,
                    "there is no server address, and the credentials \"" + credentialsId + "\" name none",
                    "fill in the server's address, or use a secret file with a kubeconfig"));
        }
        return new KubernetesConnection.Server(serverUrl, caCertificate, authentication(credentials, where), false);
    }

    static KubernetesConnection inCluster(Position where, Map<String, String> environment) {
        String host = environment.get("KUBERNETES_SERVICE_HOST");
        if (host == null) {
            throw new InvalidInputException(new Problem(
                    where,
                    "it has neither an address nor credentials, and Jenkins does not run inside a cluster",
                    "choose credentials: a secret file with a kubeconfig, or an address with a token"));
        }
        return new KubernetesConnection.InCluster(
                SERVICE_ACCOUNT, host, environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443"));
    }

    private static KubernetesConnection kubeconfig(
            FileCredentials file, @CheckForNull String serverUrl, @CheckForNull String caCertificate, Position where) {
        if (serverUrl != null || caCertificate != null) {
            throw new InvalidInputException(new Problem(
                    where,
                    "the kubeconfig \"" + file.getId() + "\" names the server and its certificate already",
                    "leave the server's address and certificate empty, or use a token"));
        }
        return new KubernetesConnection.Kubeconfig(
                "credentials " + file.getId(), CredentialTexts.file(file, where), null, null, false);
    }

    private static Authentication authentication(StandardCredentials credentials, Position where) {
        if (credentials instanceof StringCredentials token) {
            return new Authentication.Token(token.getSecret().getPlainText());
        }
        if (credentials instanceof StandardUsernamePasswordCredentials user) {
            return new Authentication.Password(
                    user.getUsername(), user.getPassword().getPlainText());
        }
        if (credentials instanceof StandardCertificateCredentials certificate) {
            return certificate(certificate, where);
        }
        throw CredentialTexts.wrongKind(
                credentials,
                credentials.getId(),
                where,
                "secret text (a token), a certificate, username with password, or a secret file (a kubeconfig)");
    }

    private static Authentication certificate(StandardCertificateCredentials credentials, Position where) {
        try {
            KeyStore store = credentials.getKeyStore();
            char[] password = credentials.getPassword().getPlainText().toCharArray();
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.isKeyEntry(alias) ? store.getKey(alias, password) : null;
                if (key != null) {
                    StringBuilder chain = new StringBuilder();
                    for (Certificate each : store.getCertificateChain(alias)) {
                        chain.append(pem("CERTIFICATE", each.getEncoded()));
                    }
                    return new Authentication.Certificate(chain.toString(), pem("PRIVATE KEY", key.getEncoded()));
                }
            }
            throw new InvalidInputException(new Problem(
                    where,
                    "the certificate \"" + credentials.getId() + "\" has no private key",
                    "upload a key store with the certificate and its key"));
        } catch (GeneralSecurityException e) {
            throw new InvalidInputException(new Problem(
                    where,
                    "the certificate \"" + credentials.getId() + "\" can't be opened: "
                            + e.getClass().getSimpleName(),
                    "upload it again with its password"));
        }
    }

    private static String pem(String label, byte[] content) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
