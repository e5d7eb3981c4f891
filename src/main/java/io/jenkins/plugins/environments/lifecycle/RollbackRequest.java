package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Origin;
import java.time.Duration;

/**
 * Which environment goes back, and how far.
 *
 * @param to the number of a release of the environment; null: the newest one that was healthy before what runs now
 * @param reason why; shown as the reason of the hold that the rollback sets, which names the origin's person
 * @param timeout from the begin of the work to ready; time spent in the queue does not count
 */
public record RollbackRequest(
        EnvironmentId environment, @CheckForNull Integer to, String reason, Duration timeout, Origin origin) {}
