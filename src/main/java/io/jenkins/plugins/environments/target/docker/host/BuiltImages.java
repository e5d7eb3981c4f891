package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Change;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes away images that were built for an owner's environments and that nothing needs any more. Only what carries the
 * owner's mark is looked at, which nothing but a build of ours gets, or an image that is built from one.
 */
record BuiltImages(Engine engine, String owner) {

    /**
     * @param images all that are on the engine
     * @param living environments whose images stay under the names that they have
     * @param needed ids and names of images that stay, those that a container uses among them
     * @param before what was built later stays
     */
    Applied tidy(List<EngineImage> images, Set<EnvironmentId> living, Set<String> needed, Instant before) {
        Set<String> names = living.stream().map(EnvironmentId::value).collect(Collectors.toSet());
        List<Change> changes = new ArrayList<>();
        for (EngineImage image : images) {
            boolean ours = owner.equals(image.labels().get(Labels.OWNER));
            boolean wanted = image.references().anyMatch(needed::contains);
            if (ours && !wanted && image.created().isBefore(before) && mayGo(image, names) && remove(image)) {
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
