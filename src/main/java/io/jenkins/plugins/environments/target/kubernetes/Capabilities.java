package io.jenkins.plugins.environments.target.kubernetes;

import java.util.Set;

/**
 * What a cluster can do, as far as the translation of a stack depends on it.
 *
 * @param servesIngress it serves {@code networking.k8s.io/v1} Ingress
 * @param servesRoutes it serves {@code route.openshift.io/v1}
 * @param openShift it assigns user ids itself and refuses fixed ones (security context constraints)
 * @param defaultStorageClass claims that name no class get one; true also when that can't be known
 * @param sleeps a pod can be told to wait before it is stopped, whatever its image has (Kubernetes 1.30)
 * @param clusterScoped kinds that live in no namespace, each as {@code group/Kind}, besides Kubernetes' own
 */
public record Capabilities(
        boolean servesIngress,
        boolean servesRoutes,
        boolean openShift,
        boolean defaultStorageClass,
        boolean sleeps,
        Set<String> clusterScoped) {

    public Capabilities {
        clusterScoped = Set.copyOf(clusterScoped);
    }

    /** Of a cluster of which no other kinds than Kubernetes' own are known. */
    public Capabilities(
            boolean servesIngress,
            boolean servesRoutes,
            boolean openShift,
            boolean defaultStorageClass,
            boolean sleeps) {
        this(servesIngress, servesRoutes, openShift, defaultStorageClass, sleeps, Set.of());
    }

    /** The same, and these kinds live in no namespace. */
    public Capabilities with(Set<String> kinds) {
        return new Capabilities(servesIngress, servesRoutes, openShift, defaultStorageClass, sleeps, kinds);
    }

    /** Of a cluster whose pods can't be told to wait. */
    public Capabilities(boolean servesIngress, boolean servesRoutes, boolean openShift, boolean defaultStorageClass) {
        this(servesIngress, servesRoutes, openShift, defaultStorageClass, false);
    }

    /** What any cluster has; assumed when objects are made without one. */
    public static final Capabilities PLAIN = new Capabilities(true, false, false, true);
}
