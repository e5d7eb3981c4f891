package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Origin;
import java.time.Duration;

/**
 * What to take away of what is stale.
 *
 * @param dryRun says what would be done and does nothing
 * @param limit so many at most; 0: no limit
 * @param mostAreMeant more than half of a stage may go at once: somebody looked at the list and said so
 * @param timeout after which each removal counts as stuck; it is retried all the same
 */
public record DestroyStaleRequest(
        StaleQuery query, boolean dryRun, int limit, boolean mostAreMeant, Duration timeout, Origin origin) {}
