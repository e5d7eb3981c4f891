package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.ReconcileReport.Orphan;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Target.Discovered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What carries our mark on a target and no record knows: after a lost disk, or a backup that was older than the target. */
final class Orphans {

    private final Machinery machinery;
    private final JournaledUpkeep.House house;
    private final Map<String, Map<EnvironmentId, Instant>> seenSince = new HashMap<>();

    Orphans(Machinery machinery, JournaledUpkeep.House house) {
        this.machinery = machinery;
        this.house = house;
    }

    /** Looks at a target, and does what the settings say. One look at a target at a time. */
    List<Orphan> look(String target, List<Stage> stages, ReconcileSettings settings) {
        Instant began = machinery.clock().instant();
        List<Discovered> found = house.discover(target);
        List<Discovered> orphans = orphans(found, began);
        Map<EnvironmentId, Instant> since = remember(target, orphans, began);
        boolean most = orphans.size() > Brake.FEW && orphans.size() * 2 > found.size();
        List<Orphan> told = new ArrayList<>();
        int gone = 0;
        for (Discovered orphan : orphans) {
            Instant seen = since.getOrDefault(orphan.id(), began);
            Adoption adoption = new Adoption(orphan, target, house.instance());
            Fate fate = Fate.of(adoption, stage(stages, orphan), settings, most, seen, began);
            if (fate.deed() == Fate.Deed.ADOPT) {
                house.adopt(adoption.record(began, Reconciler.ORIGIN));
            } else if (fate.deed() == Fate.Deed.DESTROY && (settings.limit() == 0 || gone < settings.limit())) {
                gone++;
                takeAway(adoption, settings.destroyTimeout(), began);
            }
            told.add(told(orphan, target, seen, fate.words()));
        }
        return told;
    }

    /** See {@link Upkeep#orphans}. */
    List<Orphan> list(String target) {
        Instant began = machinery.clock().instant();
        return orphans(house.discover(target), began).stream()
                .map(orphan -> told(orphan, target, began, Fate.byHand(orphan)))
                .toList();
    }

    private List<Discovered> orphans(List<Discovered> found, Instant began) {
        return found.stream()
                .filter(each -> isOrphan(each, house.lane(each.id()), began))
                .toList();
    }

    private static Orphan told(Discovered orphan, String target, Instant seen, String fate) {
        String kept = orphan.kept().isEmpty()
                ? ""
                : "all that is left of it is what was kept, " + String.join("; ", orphan.kept()) + ": ";
        return new Orphan(
                orphan.id(),
                target,
                orphan.project(),
                orphan.stage(),
                orphan.change(),
                orphan.since(),
                seen,
                kept + fate);
    }

    private void takeAway(Adoption adoption, Duration timeout, Instant now) {
        house.adopt(adoption.record(now, Reconciler.ORIGIN));
        house.destroyIf(new DestroyRequest(adoption.found().id(), null, timeout, Reconciler.ORIGIN), () -> true);
    }

    @CheckForNull
    private static Stage stage(List<Stage> stages, Discovered orphan) {
        return stages.stream()
                .filter(stage -> stage.name().equals(orphan.stage()))
                .findFirst()
                .orElse(null);
    }

    private synchronized Map<EnvironmentId, Instant> remember(String target, List<Discovered> orphans, Instant now) {
        Map<EnvironmentId, Instant> before = seenSince.getOrDefault(target, Map.of());
        Map<EnvironmentId, Instant> next = orphans.stream()
                .map(Discovered::id)
                .collect(Collectors.toMap(id -> id, id -> before.getOrDefault(id, now), (a, b) -> a));
        seenSince.put(target, next);
        return next;
    }

    /**
     * A record that says GONE knows it as little as none; but one that came to say so while the target was asked was
     * right, and what the target said is old. Volumes that a record says were kept are where they should be.
     */
    private static boolean isOrphan(Discovered found, @CheckForNull Lane lane, Instant began) {
        if (lane == null) {
            return true;
        }
        var newest = lane.operations().lastEntry();
        boolean keptAsKnown =
                !found.kept().isEmpty() && !lane.record().keptVolumes().isEmpty();
        return !keptAsKnown
                && lane.environment().state() == EnvironmentState.GONE
                && lane.open().isEmpty()
                && (newest == null || newest.getValue().operation().phaseSince().isBefore(began));
    }

    /** A person's wish; see {@link Upkeep#adopt}. */
    void adopt(String target, EnvironmentId id, Origin origin) {
        Instant began = machinery.clock().instant();
        Discovered found = house.discover(target).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(new Problem(
                        null,
                        "nothing with our mark is on target " + target + " under the id " + id,
                        "see the list of what no record knows")));
        if (!isOrphan(found, house.lane(id), began)) {
            throw new RefusedException("there is a record of environment " + id, "use that: deploy it or destroy it");
        }
        house.adopt(new Adoption(found, target, house.instance()).record(began, origin));
    }
}
