package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.time.Duration;

/**
 * What to take away.
 *
 * @param data what becomes of volumes; null: kept for standing environments, else deleted
 * @param timeout after which it counts as stuck; it is retried all the same
 */
public record DestroyRequest(
        EnvironmentId environment, @CheckForNull DataPolicy data, Duration timeout, Origin origin) {}
