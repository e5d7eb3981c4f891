package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Release.Ancestry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who comes from whom: which releases others name, and which environment has been moved on. */
final class Lineage {

    private Lineage() {}

    /** The numbers of an environment's releases that a release or an operation names, wherever that is. */
    static Set<Integer> named(EnvironmentId environment, Collection<Lane> lanes) {
        return lanes.stream()
                .flatMap(lane -> Stream.concat(
                        lane.releases().values().stream().map(Lineage::ancestry),
                        lane.open().stream().map(Lineage::ancestry)))
                .filter(Objects::nonNull)
                .filter(ancestry -> ancestry.environment().equals(environment))
                .map(Ancestry::release)
                .collect(Collectors.toSet());
    }

    /**
     * What was moved on by promotions: environment to the last release of it that was, and where to. Of a change that was
     * promoted further, every environment on its way.
     */
    static Map<EnvironmentId, Moved> moved(Collection<Lane> lanes) {
        Map<EnvironmentId, Moved> moved = new HashMap<>();
        for (Lane lane : lanes) {
            EnvironmentId to = lane.environment().id();
            lane.releases().values().stream()
                    .map(Lineage::ancestry)
                    .filter(ancestry -> ancestry != null && ancestry.moved())
                    .forEach(ancestry -> moved.merge(
                            ancestry.environment(),
                            new Moved(ancestry.release(), to),
                            (a, b) -> a.release() > b.release() ? a : b));
        }
        return moved;
    }

    /** @param release the number of the release that was promoted */
    record Moved(int release, EnvironmentId to) {}

    @CheckForNull
    private static Ancestry ancestry(ReleaseRecord record) {
        return record.release().ancestry();
    }

    @CheckForNull
    private static Ancestry ancestry(OperationRecord record) {
        Passage passage = record.work() instanceof Work.Deploy work ? work.passage() : null;
        return passage == null ? null : passage.ancestry();
    }

    /**
     * Why an environment stays though a release of it was promoted; null: nothing speaks for it.
     *
     * @param release the number of the release that was promoted
     */
    @CheckForNull
    static Problem stays(Lane lane, int release, Operation promotion) {
        Environment environment = lane.environment();
        Environment.Hold hold = environment.hold();
        Optional<Operation> newer = lane.open().stream()
                .map(OperationRecord::operation)
                .filter(each -> each.kind() != Operation.Kind.DESTROY)
                .findFirst();
        String why = null;
        if (hold != null) {
            why = "it is held by " + hold.by() + ": " + hold.reason();
        } else if (environment.pinned()) {
            why = "it is pinned";
        } else if (environment.release() != release) {
            why = "release " + environment.release() + " runs there, not the promoted release " + release;
        } else if (newer.isPresent()) {
            why = "it is at work (" + Present.describe(newer.get()) + ")";
        }
        return why == null
                ? null
                : new Problem(
                        null,
                        "environment " + environment.id() + " stays after its promotion to " + promotion.environment()
                                + ": " + why,
                        "destroy it when nobody needs it");
    }
}
