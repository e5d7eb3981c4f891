package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels by which Traefik, 2.11 or 3, routes a link to its service. Each generation of a service has a route of its
 * own, which goes before those of older generations: as soon as the edge knows the new one, no request goes to the old
 * one any more, and what that still answers ends in peace. One route for both would not do: Traefik drops a router that
 * containers define in different ways.
 */
public final class EdgeLabels {

    /** On every container that the edge routes to. */
    public static final String ENABLE = "traefik.enable";

    /** What a router's priority ends with in its label's name. */
    public static final String PRIORITY = ".priority";

    /** Above any that Traefik makes up by itself, which is the length of a rule. */
    public static final int FIRST = 10_000;

    /** A connection that is refused is tried again for some seconds: the container may just be starting. */
    private static final String ATTEMPTS = "20";

    private final EnvironmentId environment;
    private final DockerSettings settings;

    EdgeLabels(EnvironmentId environment, DockerSettings settings) {
        this.environment = environment;
        this.settings = settings;
    }

    /**
     * @param generation told apart from others of the service by it
     * @param priority a younger generation's is higher
     */
    Map<String, String> of(Link link, String generation, int priority) {
        String name = environment + "-" + link.service().replaceAll("[^A-Za-z0-9-]", "-") + "-" + generation;
        Map<String, String> labels = new TreeMap<>();
        labels.put(ENABLE, "true");
        labels.put("traefik.docker.network", settings.edgeNetwork());
        labels.put("traefik.http.services." + name + ".loadbalancer.server.port", String.valueOf(link.port()));
        labels.put("traefik.http.middlewares." + name + "-retry.retry.attempts", ATTEMPTS);
        labels.put("traefik.http.middlewares." + name + "-retry.retry.initialinterval", "100ms");
        if (!link.url().startsWith("https:")) {
            router(labels, name, link, settings.entryPoint(), name + "-retry", priority);
            return labels;
        }
        router(labels, name, link, settings.secureEntryPoint(), name + "-retry", priority);
        labels.put("traefik.http.routers." + name + ".tls", "true");
        String resolver = settings.certificateResolver();
        if (resolver != null) {
            labels.put("traefik.http.routers." + name + ".tls.certresolver", resolver);
        }
        router(labels, name + "-http", link, settings.entryPoint(), name + "-https", priority);
        labels.put("traefik.http.routers." + name + "-http.service", name);
        labels.put("traefik.http.middlewares." + name + "-https.redirectscheme.scheme", "https");
        return labels;
    }

    private static void router(
            Map<String, String> labels, String router, Link link, String entryPoint, String middleware, int priority) {
        String prefix = "traefik.http.routers." + router;
        labels.put(prefix + ".rule", "Host(`" + link.host() + "`)");
        labels.put(prefix + ".entrypoints", entryPoint);
        labels.put(prefix + ".service", router);
        labels.put(prefix + ".middlewares", middleware);
        labels.put(prefix + PRIORITY, String.valueOf(priority));
    }
}
