package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Release;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What promises there are about promotions, holds and pins, looked after while a history runs. */
final class Passages {

    /** Who promotes, and whom nothing else is asked by. */
    static final String PROMOTER = "promoter";

    private final List<EnvironmentId> ids;
    private final List<String> violations;
    private final Map<String, Integer> releasesBefore = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<Integer> succeeded = new TreeSet<>();
    private final Set<Integer> failed = new TreeSet<>();
    private final Set<EnvironmentId> lost = new HashSet<>();
    private final Map<EnvironmentId, Boolean> pins = new HashMap<>();
    private final Set<String> goingBack = new HashSet<>();

    Passages(List<EnvironmentId> ids, List<String> violations) {
        this.ids = ids;
        this.violations = violations;
    }

    void pinned(EnvironmentId id, boolean pinned) {
        pins.put(id, pinned);
    }

    /** Nobody knows whether it is pinned. */
    void forget(EnvironmentId id) {
        pins.remove(id);
    }

    /** All records of it are lost. */
    void lost(EnvironmentId id) {
        forget(id);
        lost.add(id);
    }

    /** A deploy that goes back when it fails. */
    void goesBack(String operation) {
        goingBack.add(operation);
    }

    /** After each step. */
    void look(EnvironmentLifecycle lifecycle) {
        for (EnvironmentId id : ids) {
            Optional<Environment> environment = lifecycle.environment(id);
            environment.ifPresent(now -> {
                List<Operation> operations = lifecycle.operations(id);
                operations.forEach(operation -> look(now, operation, operations));
                lookAtPin(now);
                lookAtHold(now);
            });
        }
    }

    private void look(Environment environment, Operation operation, List<Operation> all) {
        boolean replaces = operation.kind() == Kind.DEPLOY || operation.kind() == Kind.PROMOTE;
        if (!replaces || ended.contains(operation.id())) {
            return;
        }
        if (operation.phase() == Phase.REQUESTED) {
            return;
        }
        if (begun.add(operation.id())
                && !operation.phase().isEnd()
                && operation.phase() == Phase.RESOLVED
                && environment.hold() != null) {
            violations.add(operation + " began though " + environment.id() + " is held");
        }
        if (operation.kind() != Kind.PROMOTE && !goingBack.contains(operation.id())) {
            return;
        }
        if (!operation.phase().isEnd()) {
            releasesBefore.putIfAbsent(operation.id(), environment.release());
            return;
        }
        ended.add(operation.id());
        if (operation.kind() == Kind.PROMOTE) {
            (operation.phase() == Phase.RELEASED ? succeeded : failed)
                    .add(operation.origin().build());
        }
        Integer before = releasesBefore.get(operation.id());
        boolean went = environment.state() == EnvironmentState.GONE;
        if (operation.phase() != Phase.RELEASED
                && before != null
                && !went
                && environment.release() != before
                && !wasFollowed(operation, all)) {
            violations.add(
                    "the failed " + operation + " left release " + environment.release() + " where " + before + " was");
        }
    }

    /** Between two looks the next one may have come to its end, too. */
    private static boolean wasFollowed(Operation operation, List<Operation> all) {
        return all.stream()
                .filter(other -> !other.id().equals(operation.id()))
                .anyMatch(other ->
                        other.phase() == Phase.RELEASED && !other.phaseSince().isBefore(operation.phaseSince()));
    }

    /** Only a person holds: erin says so, dave by a rollback. What goes back by itself does not. */
    private void lookAtHold(Environment environment) {
        Environment.Hold hold = environment.hold();
        if (hold != null && !Set.of("erin", "dave").contains(hold.by())) {
            violations.add(environment.id() + " is held by " + hold.by());
        }
    }

    private void lookAtPin(Environment environment) {
        // A removal ends a pin, and what begins anew behind it does not show that it was gone.
        if (environment.state() == EnvironmentState.GONE || environment.release() == 0) {
            pins.remove(environment.id());
        }
        Boolean expected = pins.get(environment.id());
        if (expected != null && expected != environment.pinned()) {
            violations.add(environment.id() + " was to be pinned: " + expected + ", and is not so");
            pins.remove(environment.id());
        }
    }

    /** When all has settled. */
    void inTheEnd(EnvironmentLifecycle lifecycle) {
        for (EnvironmentId id : ids) {
            lifecycle.releases(id).forEach(release -> ofItsOrigin(lifecycle, release));
            lifecycle.operations(id).stream()
                    .filter(each -> each.kind() == Kind.DESTROY)
                    .filter(each -> each.origin().by().equals(PROMOTER))
                    .filter(each -> failed.contains(each.origin().build()))
                    .forEach(each -> violations.add(each + " takes away what a failed promotion was to move"));
        }
    }

    /** Exactly the images of the source run after a promotion; and what was promoted from is still known. */
    private void ofItsOrigin(EnvironmentLifecycle lifecycle, Release release) {
        Release.Ancestry ancestry = release.ancestry();
        if (ancestry == null || lost.contains(ancestry.environment())) {
            return;
        }
        Optional<Release> origin = lifecycle.releases(ancestry.environment()).stream()
                .filter(each -> each.number() == ancestry.release())
                .findFirst();
        if (origin.isEmpty()) {
            violations.add(release.environment() + "#" + release.number() + " comes from " + ancestry
                    + ", of which there is no record");
        } else if (!origin.get().images().equals(release.images())) {
            violations.add(release.environment() + "#" + release.number() + " runs " + release.images()
                    + ", its origin " + ancestry + " ran " + origin.get().images());
        }
    }
}
