package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Link;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A link that a page may show: an address of the web, nothing that a browser would run. */
@ExportedBean(defaultVisibility = 3)
public final class WebLink {

    private final String service;
    private final String url;

    private WebLink(String service, String url) {
        this.service = service;
        this.url = url;
    }

    /** Empty when the address is not one of the web. */
    static Optional<WebLink> of(Link link) {
        return Optional.ofNullable(safe(link.url())).map(url -> new WebLink(link.service(), url));
    }

    /** The address; null when there is none, or it is neither http nor https. */
    @CheckForNull
    static String safe(@CheckForNull String address) {
        if (address == null) {
            return null;
        }
        try {
            URI uri = new URI(address);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? address : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    @Exported
    public String getService() {
        return service;
    }

    @Exported
    public String getUrl() {
        return url;
    }
}
