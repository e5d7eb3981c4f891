package io.jenkins.plugins.environments.target.docker.host;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * How well an engine suits us.
 *
 * @param reachable whether it answers us
 * @param version e.g. {@code 28.2.2}; null when not reachable
 * @param storageDriver e.g. {@code overlay2}; null when not reachable
 * @param freeDisk bytes that are free where the engine keeps its data; null when that can't be known from here
 * @param compose which Compose is there, e.g. {@code docker compose 2.40.3}; null: none
 * @param edge whether the edge's network is there
 * @param problems what a person should know, each with what to do
 */
public record EngineHealth(
        boolean reachable,
        @CheckForNull String version,
        @CheckForNull String storageDriver,
        @CheckForNull Long freeDisk,
        @CheckForNull String compose,
        boolean edge,
        List<String> problems) {

    public EngineHealth {
        problems = List.copyOf(problems);
    }

    /** Whether environments can be made. */
    public boolean usable() {
        return reachable && compose != null;
    }
}
