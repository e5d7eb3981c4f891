package io.jenkins.plugins.environments.target.docker;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * How environments are made on a Docker engine, apart from how it is reached.
 *
 * @param edgeNetwork the network on which the edge (Traefik) reaches linked services; it must exist
 * @param entryPoint the edge's entry point for http
 * @param secureEntryPoint the edge's entry point for https
 * @param certificateResolver the edge's resolver of certificates for https links; null: the edge's default certificate
 * @param loopbackPorts published ports are opened on 127.0.0.1 under a free port, instead of not at all
 */
public record DockerSettings(
        String edgeNetwork,
        String entryPoint,
        String secureEntryPoint,
        @CheckForNull String certificateResolver,
        boolean loopbackPorts) {

    /** Network {@code edge}, entry points {@code web} and {@code websecure}, no open ports. */
    public static final DockerSettings DEFAULT = new DockerSettings("edge", "web", "websecure", null, false);
}
