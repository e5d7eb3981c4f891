package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Change;
import io.jenkins.plugins.environments.target.Applied.Drift;
import io.jenkins.plugins.environments.target.Desired;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a deploy mended that somebody had changed since the deploy before. A target tells of objects that are not as they
 * were applied; that one is missing which was there, only the releases tell.
 *
 * @param running what runs as far as the releases say; null: nothing, or nobody knows
 */
record Repairs(@CheckForNull ReleaseRecord running, Desired desired) {

    private static final List<Drift> MISSING = List.of(new Drift("", "missing", "there"));

    static Repairs of(Lane lane, Desired desired) {
        var environment = lane.record().environment();
        boolean known = environment.state() == EnvironmentState.READY;
        return new Repairs(known ? lane.releases().get(environment.release()) : null, desired);
    }

    List<Change> in(Applied applied) {
        return Stream.concat(
                        applied.changes().stream()
                                .filter(change -> change.action() == Action.CREATED && wasThere(change))
                                .map(change -> change.repaired(MISSING)),
                        applied.repairs().stream())
                .toList();
    }

    /** It was made by the release that runs, which says the same of its service; of all, where it has none. */
    private boolean wasThere(Change created) {
        return running != null
                && (created.service().isEmpty()
                        ? services().equals(before()) && services().stream().allMatch(this::same)
                        : same(created.service()));
    }

    private boolean same(String service) {
        return running != null && Fingerprint.same(running.release().stack(), running.asked(), desired, service);
    }

    private Set<String> services() {
        return desired.stack().services().keySet();
    }

    private Set<String> before() {
        return running == null ? Set.of() : running.release().stack().services().keySet();
    }
}
