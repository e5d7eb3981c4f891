package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Change;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes away images that were built for an owner's environments and that nothing needs any more. Only what carries the
 * owner's mark is looked at, which nothing but a build of ours gets, or an image that is built from one. Images that were
 * pulled stay: an engine does not tell for whom.
 */
record BuiltImages(Engine engine, String owner) {

    /**
     * @param living environments whose images stay under the names that they have
     * @param needed ids and names of images that stay
     * @param before what was built later stays
     */
    Applied tidy(Set<EnvironmentId> living, Set<String> needed, Instant before) {
        List<EngineImage> ours = engine.images(Labels.OWNER + "=" + owner);
        if (ours.isEmpty()) {
            return Applied.NOTHING;
        }
        Set<String> used =
                engine.containers().stream().map(EngineContainer::imageId).collect(Collectors.toSet());
        Set<String> names = living.stream().map(EnvironmentId::value).collect(Collectors.toSet());
        List<Change> changes = new ArrayList<>();
        for (EngineImage image : ours) {
            boolean wanted = used.contains(image.id())
                    || needed.contains(image.id())
                    || image.tags().stream().anyMatch(needed::contains);
            if (!wanted && image.created().isBefore(before) && mayGo(image, names) && remove(image)) {
                changes.add(new Change("Image", name(image), "", Action.REMOVED, 0));
            }
        }
        return new Applied(changes);
    }

    /** One without a name was replaced by a later build; one with a name that is not ours is somebody's. */
    static boolean mayGo(EngineImage image, Set<String> living) {
        String environment = image.labels().getOrDefault(Labels.ENVIRONMENT, "");
        return image.tags().isEmpty()
                || !environment.isEmpty()
                        && !living.contains(environment)
                        && image.tags().stream().allMatch(tag -> tag.startsWith(environment + "-"));
    }

    /** By its names, so that one which somebody gave it meanwhile keeps it. */
    private boolean remove(EngineImage image) {
        return image.tags().isEmpty()
                ? engine.removeImage(image.id())
                : image.tags().stream().map(engine::removeImage).reduce(true, Boolean::logicalAnd);
    }

    private static String name(EngineImage image) {
        return image.tags().isEmpty() ? image.id() : image.tags().get(0);
    }
}
