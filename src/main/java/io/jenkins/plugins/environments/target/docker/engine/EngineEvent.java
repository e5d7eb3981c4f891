package io.jenkins.plugins.environments.target.docker.engine;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to a container.
 *
 * @param action as the engine calls it, e.g. {@code die} or {@code health_status: unhealthy}
 * @param attributes the container's labels, its {@code name}, its {@code exitCode} when it ended
 */
public record EngineEvent(Instant at, String action, Map<String, String> attributes) {

    public EngineEvent {
        attributes = Map.copyOf(attributes);
    }
}
