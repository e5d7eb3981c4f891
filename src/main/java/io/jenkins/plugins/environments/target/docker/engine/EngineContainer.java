package io.jenkins.plugins.environments.target.docker.engine;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A container as the engine lists it.
 *
 * @param name without the slash
 * @param image as it was asked for
 * @param state {@code created}, {@code running}, {@code paused}, {@code restarting}, {@code removing}, {@code exited} or
 *     {@code dead}
 * @param status for people, e.g. {@code Up 3 seconds (healthy)} or {@code Exited (1) 2 minutes ago}
 * @param networks the names of those that it is connected to
 */
public record EngineContainer(
        String id,
        String name,
        String image,
        String imageId,
        String state,
        String status,
        Instant created,
        Map<String, String> labels,
        Set<String> networks) {

    public EngineContainer {
        networks = Set.copyOf(networks);
        labels = Map.copyOf(labels);
    }

    /** The label's value; empty when it has none. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }

    public boolean running() {
        return state.equals("running");
    }
}
