package io.jenkins.plugins.environments.target.kubernetes.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * A connection, complete: all that a client needs.
 *
 * @param caCertificate PEM; null: the system's trust
 * @param insecure no certificate is checked
 * @param proxy an HTTP proxy; null: none
 * @param certificate null when there is none; may come with another authentication, as kubeconfig files allow both
 */
public record ClusterAccess(
        String url,
        @CheckForNull String caCertificate,
        boolean insecure,
        @CheckForNull String proxy,
        @CheckForNull Authentication.Certificate certificate,
        Authentication authentication) {

    public ClusterAccess {
        if (authentication instanceof Authentication.Certificate only) {
            certificate = only;
            authentication = new Authentication.Anonymous();
        }
    }

    @Override
    public String toString() {
        return url + " as " + (certificate == null ? authentication : certificate);
    }
}
