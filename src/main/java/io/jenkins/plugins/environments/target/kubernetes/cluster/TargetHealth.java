package io.jenkins.plugins.environments.target.kubernetes.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * How well a cluster suits us.
 *
 * @param reachable whether it answers us
 * @param version e.g. {@code v1.34.4}; null when not reachable
 * @param missing permissions that we need and lack, e.g. {@code create deployments.apps}
 * @param ingressClasses their names; the cluster's default first
 * @param defaultStorageClass null when there is none, or we may not look
 * @param problems what a person should know, each with what to do
 */
public record TargetHealth(
        boolean reachable,
        @CheckForNull String version,
        List<String> missing,
        List<String> ingressClasses,
        @CheckForNull String defaultStorageClass,
        List<String> problems) {

    public TargetHealth {
        missing = List.copyOf(missing);
        ingressClasses = List.copyOf(ingressClasses);
        problems = List.copyOf(problems);
    }

    /** Whether environments can be made. */
    public boolean usable() {
        return reachable && missing.isEmpty();
    }
}
