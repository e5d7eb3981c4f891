package io.jenkins.plugins.environments.target.kubernetes.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.net.URI;
import java.net.URISyntaxException;

/** The address of an API server. */
final class ServerUrl {

    private ServerUrl() {}

    /** The address as it is, when it is one. */
    static String check(@CheckForNull String url) {
        try {
            URI uri = new URI(url == null ? "" : url.strip());
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri.toString();
            }
        } catch (URISyntaxException e) {
            // Said below, as for every other text that is no address.
        }
        throw new InvalidInputException(new Problem(
                null,
                "the address of the Kubernetes API server is missing or no http(s) address without user and query",
                "give it as https://host:port"));
    }
}
