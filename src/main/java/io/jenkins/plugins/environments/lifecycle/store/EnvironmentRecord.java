package io.jenkins.plugins.environments.lifecycle.store;

import io.jenkins.plugins.environments.model.Environment;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An environment as the journal keeps it.
 *
 * @param environment with the state that it is in when no operation is at work ({@code READY}, {@code FAILED} or
 *     {@code GONE}); what is at work now is in the operations' own records
 * @param lastRelease the highest number that a release of it ever had
 * @param keptVolumes volumes that stayed when it was taken away
 * @param owner the instance id under which its objects are marked
 */
public record EnvironmentRecord(Environment environment, int lastRelease, List<String> keptVolumes, String owner)
        implements Stored {

    public EnvironmentRecord {
        keptVolumes = List.copyOf(keptVolumes);
    }

    public EnvironmentRecord with(UnaryOperator<Environment> change) {
        return new EnvironmentRecord(change.apply(environment), lastRelease, keptVolumes, owner);
    }

    @Override
    public String path() {
        return Stored.folder(environment.id()) + "/environment.json";
    }
}
