package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.EnvironmentFolder;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Makes up for an environment's record that was lost or not yet written, from those of its operations. */
final class Recovery {

    private Recovery() {}

    /** Empty when nothing is left that tells what the environment was. */
    static Optional<EnvironmentRecord> environment(EnvironmentFolder folder, String owner) {
        int lastRelease = folder.releases().stream()
                .mapToInt(release -> release.release().number())
                .max()
                .orElse(0);
        EnvironmentRecord own = folder.environment();
        if (own != null) {
            return Optional.of(new EnvironmentRecord(
                    own.environment(), Math.max(own.lastRelease(), lastRelease), own.keptVolumes(), own.owner()));
        }
        return folder.operations().stream()
                .max(Comparator.comparing(each -> each.operation().id()))
                .map(OperationRecord::place)
                .map(place -> new EnvironmentRecord(place, lastRelease, List.of(), owner));
    }
}
