package io.jenkins.plugins.environments.lifecycle.store;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.util.Map;

/**
 * A release as the journal keeps it.
 *
 * @param asked service to image reference as it was asked for; what really ran is in the release
 * @param quota what the stage said when the release was made; null: none
 * @param expireAfter what the stage said when the release was made; null: never
 */
public record ReleaseRecord(
        Release release, Map<String, String> asked, @CheckForNull Stage.Quota quota, @CheckForNull Duration expireAfter)
        implements Stored {

    public ReleaseRecord {
        asked = Map.copyOf(asked);
    }

    @Override
    public String path() {
        return Stored.folder(release.environment()) + "/releases/" + release.number() + ".json";
    }
}
