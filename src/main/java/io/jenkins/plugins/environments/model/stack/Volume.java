package io.jenkins.plugins.environments.model.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.Map;

/**
 * A named volume.
 *
 * @param name its key in the file
 * @param external the name of a volume that exists already and is not ours; null: ours
 * @param driverOptions {@code driver_opts}, as given; {@code size} is understood by targets that can
 */
public record Volume(
        String name,
        @CheckForNull String external,
        Map<String, String> driverOptions,
        Map<String, String> labels,
        Position position) {

    public Volume {
        driverOptions = Stack.ordered(driverOptions);
        labels = Stack.ordered(labels);
    }
}
