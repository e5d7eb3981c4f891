package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.util.List;

/**
 * One stack of one change running in one stage on one target: the record that pages, lists and rules read.
 *
 * @param change the change deployed last
 * @param target the id of the target where it runs
 * @param release the number of the release that runs; 0 before the first
 * @param deployedAt when the last deploy became ready; null before the first
 * @param expiresAt when it becomes stale; null: never by time
 * @param hold what stops automation from replacing what runs; null: nothing
 * @param operation the id of the operation that is at work; null: none
 * @param failure why the last operation failed, or what holds its removal; null: it did not
 * @param origin who asked for the last deploy
 */
public record Environment(
        EnvironmentId id,
        String stage,
        Change change,
        String target,
        Lifetime lifetime,
        EnvironmentState state,
        int release,
        List<Link> links,
        Instant createdAt,
        @CheckForNull Instant deployedAt,
        @CheckForNull Instant expiresAt,
        boolean pinned,
        @CheckForNull Hold hold,
        @CheckForNull String operation,
        @CheckForNull Failure failure,
        Origin origin) {

    public Environment {
        links = List.copyOf(links);
    }

    public String project() {
        return change.project();
    }

    /**
     * A mark that stops automation from replacing what runs.
     *
     * @param reason why
     * @param by who set it
     */
    public record Hold(String reason, String by, Instant since) {}
}
