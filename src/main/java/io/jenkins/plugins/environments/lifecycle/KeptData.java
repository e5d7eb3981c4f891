package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.EnvironmentId;
import java.time.Instant;
import java.util.List;

/**
 * Volumes that stayed when their environment was taken away. They are taken up again by the next deploy of it, and go
 * with {@code destroy} and {@code data: delete}.
 *
 * @param volumes as the target names them, with their size where it tells one
 * @param since when the environment was gone
 */
public record KeptData(EnvironmentId environment, String target, List<String> volumes, Instant since) {

    public KeptData {
        volumes = List.copyOf(volumes);
    }
}
