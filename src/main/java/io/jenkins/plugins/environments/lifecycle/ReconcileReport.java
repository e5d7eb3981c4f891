package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Problem;
import java.time.Instant;
import java.util.List;

/**
 * What the last looks of the reconcile loop found and did.
 *
 * @param at when the last look began
 * @param nextAt when the next one begins, if no hint comes before
 * @param sweeps the last one of each stage, stages by name
 * @param orphans what no record knows, on all targets that could be asked, as of the last look at each
 * @param problems what could not be looked at, and why
 */
public record ReconcileReport(
        Instant at, Instant nextAt, List<Sweep> sweeps, List<Orphan> orphans, List<Problem> problems) {

    public ReconcileReport {
        sweeps = List.copyOf(sweeps);
        orphans = List.copyOf(orphans);
        problems = List.copyOf(problems);
    }

    /**
     * What carries our mark on a target and no record knows.
     *
     * @param since when it was made; null when the target does not tell
     * @param seenSince since when it is known to be an orphan
     * @param fate what becomes of it, as a clause without a full stop
     */
    public record Orphan(
            EnvironmentId id,
            String target,
            String project,
            String stage,
            String change,
            @CheckForNull Instant since,
            Instant seenSince,
            String fate) {}
}
