package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.target.Applied;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has targets remove what environments left that are gone, when that has been so for a while. */
record Leftovers(JournaledUpkeep.House house) {

    /** So long what is left stays, counted from the environment's end, in case it comes back. */
    static final Duration GRACE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    void tidy(String target, Instant now) {
        Instant before = now.minus(GRACE);
        Set<EnvironmentId> living = new HashSet<>();
        Set<String> needed = new HashSet<>();
        for (Lane lane : house.lanes()) {
            if (lane.environment().state() == EnvironmentState.GONE
                    && lane.open().isEmpty()
                    && Inspection.touched(lane).isBefore(before)) {
                continue;
            }
            living.add(lane.environment().id());
            lane.releases().values().forEach(release -> {
                needed.addAll(release.asked().values());
                needed.addAll(release.release().images().values());
            });
            lane.open().forEach(operation -> {
                if (operation.work() instanceof Work.Deploy deploy) {
                    needed.addAll(deploy.desired().images().values());
                    deploy.desired().stack().services().values().stream()
                            .map(Service::image)
                            .filter(Objects::nonNull)
                            .forEach(image -> needed.add(image.reference()));
                }
            });
        }
        Applied removed = house.tidy(target, living, needed, before);
        removed.changes()
                .forEach(each ->
                        LOG.info("{} {} of target {} was left over and is gone", each.kind(), each.name(), target));
    }
}
