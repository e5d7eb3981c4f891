package io.jenkins.plugins.environments.target.docker.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An image as the engine lists it.
 *
 * @param tags the names that it has here, e.g. {@code shop-web:latest}; empty when another took them over
 * @param digests by which registries know it, e.g. {@code postgres@sha256:…}
 * @param created when it was built, wherever
 */
public record EngineImage(
        String id, List<String> tags, List<String> digests, Instant created, Map<String, String> labels) {

    public EngineImage {
        tags = List.copyOf(tags);
        digests = List.copyOf(digests);
        labels = Map.copyOf(labels);
    }

    /** All that it can be asked for by. */
    public Stream<String> references() {
        return Stream.of(Stream.of(id), tags.stream(), digests.stream()).flatMap(all -> all);
    }
}
