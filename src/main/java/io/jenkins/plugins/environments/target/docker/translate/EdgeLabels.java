package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels by which Traefik, 2.11 or 3, routes a link to its service. They are the same on every generation of a
 * service, because Traefik drops a router that containers define in different ways.
 */
public final class EdgeLabels {

    /** On every container that the edge routes to. */
    public static final String ENABLE = "traefik.enable";

    /** Connections that a container refuses go to another one: it may just be starting, or on its way out. */
    private static final String ATTEMPTS = "4";

    private final EnvironmentId environment;
    private final DockerSettings settings;

    EdgeLabels(EnvironmentId environment, DockerSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    Map<String, String> of(Link link) {
        String name = environment + "-" + link.service().replaceAll("[^A-Za-z0-9-]", "-");
        Map<String, String> labels = new TreeMap<>();
        labels.put(ENABLE, "true");
        labels.put("traefik.docker.network", settings.edgeNetwork());
        labels.put("traefik.http.services." + name + ".loadbalancer.server.port", String.valueOf(link.port()));
        labels.put("traefik.http.middlewares." + name + "-retry.retry.attempts", ATTEMPTS);
        labels.put("traefik.http.middlewares." + name + "-retry.retry.initialinterval", "100ms");
        if (!link.url().startsWith("https:")) {
            router(labels, name, link, settings.entryPoint(), name, name + "-retry");
            return labels;
        }
        router(labels, name, link, settings.secureEntryPoint(), name, name + "-retry");
        labels.put("traefik.http.routers." + name + ".tls", "true");
        String resolver = settings.certificateResolver();
        if (resolver != null) {
            labels.put("traefik.http.routers." + name + ".tls.certresolver", resolver);
        }
        router(labels, name + "-http", link, settings.entryPoint(), name, name + "-https");
        labels.put("traefik.http.middlewares." + name + "-https.redirectscheme.scheme", "https");
        return labels;
    }

    private static void router(
            Map<String, String> labels,
            String router,
            Link link,
            String entryPoint,
            String service,
            String middleware) {
        String prefix = "traefik.http.routers." + router + ".";
        labels.put(prefix + "rule", "Host(`" + link.host() + "`)");
        labels.put(prefix + "entrypoints", entryPoint);
        labels.put(prefix + "service", service);
        labels.put(prefix + "middlewares", middleware);
    }
}
