package io.jenkins.plugins.environments.target.docker.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An image as the engine lists it.
 *
 * @param tags the names that it has here, e.g. {@code shop-web:latest}; empty when another took them over
 * @param created when it was built, wherever
 */
public record EngineImage(String id, List<String> tags, Instant created, Map<String, String> labels) {

    public EngineImage {
        tags = List.copyOf(tags);
        labels = Map.copyOf(labels);
    }
}
