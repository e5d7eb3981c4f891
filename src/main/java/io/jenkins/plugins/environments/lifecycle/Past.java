package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Desired;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What an environment was at a release, to be so again: after a deploy that failed, by a rollback, for a promotion. */
final class Past {

    private Past() {}

    /** As it was asked for then. */
    static Desired desired(ReleaseRecord record, String owner, String stage, Lifetime lifetime) {
        return of(record, record.asked(), owner, stage, lifetime, record.quota());
    }

    /**
     * As it ran, seen from what is to be left.
     *
     * @param ran images that run now, as far as they are known: one that is the same as then is asked for in the same
     *     words, so that it is not started anew
     */
    static Desired desired(
            ReleaseRecord record, Desired now, Map<String, String> ran, @CheckForNull Stage.Quota quota) {
        Release release = record.release();
        Map<String, String> images = new HashMap<>(record.asked());
        release.images().forEach((name, then) -> {
            // Of a unit of manifests each container has its own: unit/container.
            String part = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
            boolean same = Objects.equals(then, ran.getOrDefault(name, then))
                    && Fingerprint.same(release.stack(), record.asked(), now, part);
            if (release.stack().parts().contains(part) && !same) {
                images.put(name, then);
            }
        });
        return of(record, images, now.owner(), now.stage(), now.lifetime(), quota);
    }

    /** As it ran, every image by its digest as far as one is known. @param then as it was asked for then */
    static Desired byDigest(ReleaseRecord record, Desired then) {
        Map<String, String> images = new HashMap<>(then.images());
        images.putAll(record.release().images());
        images.keySet().retainAll(then.stack().services().keySet());
        return of(record, images, then.owner(), then.stage(), then.lifetime(), then.quota());
    }

    private static Desired of(
            ReleaseRecord record,
            Map<String, String> images,
            String owner,
            String stage,
            Lifetime lifetime,
            @CheckForNull Stage.Quota quota) {
        Release release = record.release();
        return new Desired(
                release.environment(),
                owner,
                stage,
                release.change(),
                lifetime,
                release.stack(),
                images,
                release.links(),
                quota);
    }
}
