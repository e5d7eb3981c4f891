package io.jenkins.plugins.environments.jenkins.credentials;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection.Tls;
import org.jenkinsci.plugins.docker.commons.credentials.DockerServerCredentials;

/** How an engine is reached, from its address and the id of credentials in Jenkins' own store. */
public final class EngineCredentials {

    /** The kind of credentials that an engine can be reached with: a client's key and certificate, and an authority. */
    public static final CredentialsMatcher KINDS = CredentialsMatchers.instanceOf(DockerServerCredentials.class);

    private EngineCredentials() {}

    /**
     * The connection.
     *
     * @param target the target's id, for messages
     * @param uri null: not filled in
     * @param credentialsId null: no TLS
     * @throws InvalidInputException when something is missing or does not go together
     */
    public static EngineConnection connection(
            String target, @CheckForNull String uri, @CheckForNull String credentialsId) {
        Position where = Position.of("target " + target);
        if (uri == null) {
            throw new InvalidInputException(
                    new Problem(where, "it has no address", "fill in the engine's address, e.g. tcp://10.0.0.2:2376"));
        }
        EngineConnection plain = EngineConnection.of(uri, null, "target " + target);
        if (credentialsId == null) {
            return plain;
        }
        if (!"tcp".equals(plain.uri().getScheme())) {
            throw new InvalidInputException(new Problem(
                    where,
                    "the credentials \"" + credentialsId + "\" are for TLS, which " + uri + " does not use",
                    "choose no credentials, or a tcp:// address"));
        }
        return new EngineConnection(plain.uri(), tls(credentialsId, where));
    }

    private static Tls tls(String credentialsId, Position where) {
        StandardCredentials found = CredentialTexts.find(credentialsId, where);
        if (!(found instanceof DockerServerCredentials server)) {
            throw CredentialTexts.wrongKind(
                    found, credentialsId, where, "Docker server credentials (X.509 client certificate)");
        }
        var secret = server.getClientKeySecret();
        String key = secret == null ? null : Util.fixEmptyAndTrim(secret.getPlainText());
        String certificate = Util.fixEmptyAndTrim(server.getClientCertificate());
        if ((key == null) != (certificate == null)) {
            throw new InvalidInputException(new Problem(
                    where,
                    "the credentials \"" + credentialsId + "\" have a client key or a certificate, but not both",
                    "fill in both, or none"));
        }
        return new Tls(lines(Util.fixEmptyAndTrim(server.getServerCaCertificate())), lines(certificate), lines(key));
    }

    /** PEM ends with its line. */
    @CheckForNull
    private static String lines(@CheckForNull String pem) {
        return pem == null ? null : pem + "\n";
    }
}
