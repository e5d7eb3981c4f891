package io.jenkins.plugins.environments.lifecycle.store;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import java.util.List;

/**
 * What was readable in the folder of an environment.
 *
 * @param environment null when its file is missing or was set aside
 */
public record EnvironmentFolder(
        EnvironmentId id,
        @CheckForNull EnvironmentRecord environment,
        List<ReleaseRecord> releases,
        List<OperationRecord> operations) {

    public EnvironmentFolder {
        releases = List.copyOf(releases);
        operations = List.copyOf(operations);
    }
}
