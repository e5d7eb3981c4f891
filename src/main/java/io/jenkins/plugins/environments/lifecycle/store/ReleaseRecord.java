package io.jenkins.plugins.environments.lifecycle.store;

import io.jenkins.plugins.environments.model.Release;
import java.util.Map;

/**
 * A release as the journal keeps it.
 *
 * @param asked service to image reference as it was asked for; what really ran is in the release
 */
public record ReleaseRecord(Release release, Map<String, String> asked) implements Stored {

    public ReleaseRecord {
        asked = Map.copyOf(asked);
    }

    @Override
    public String path() {
        return Stored.folder(release.environment()) + "/releases/" + release.number() + ".json";
    }
}
