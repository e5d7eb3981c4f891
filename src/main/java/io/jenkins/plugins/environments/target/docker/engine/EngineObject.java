package io.jenkins.plugins.environments.target.docker.engine;

import java.util.Map;

/**
 * A network or volume as the engine lists it.
 *
 * @param id what it is removed by: a network's id, a volume's name
 */
public record EngineObject(String kind, String id, String name, Map<String, String> labels) {

    public static final String NETWORK = "Network";
    public static final String VOLUME = "Volume";

    public EngineObject {
        labels = Map.copyOf(labels);
    }

    /** The label's value; empty when it has none. */
    public String label(String key) {
        return labels.getOrDefault(key, "");
    }
}
