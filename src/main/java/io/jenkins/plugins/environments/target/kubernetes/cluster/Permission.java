package io.jenkins.plugins.environments.target.kubernetes.cluster;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that the target's account must be allowed to do, in all namespaces.
 *
 * @param group the API group; empty for the core
 * @param resource e.g. {@code deployments} or {@code pods/log}
 */
record Permission(String group, String resource, String verb) {

    private static final List<String> CHANGE = List.of("get", "list", "create", "patch", "delete");
    private static final List<String> WATCH = List.of("get", "list", "watch");

    /** All that we ever ask a cluster for; docs and the sample role name the same. */
    static final List<Permission> NEEDED = Stream.of(
                    of("", "namespaces", "get", "list", "watch", "create", "patch", "update", "delete"),
                    of("", "configmaps", CHANGE),
                    of("", "secrets", CHANGE),
                    of("", "services", CHANGE),
                    of("", "persistentvolumeclaims", CHANGE),
                    of("", "resourcequotas", CHANGE),
                    of("", "pods", WATCH),
                    of("", "pods/log", "get"),
                    of("", "events", "list"),
                    of("apps", "deployments", CHANGE),
                    of("apps", "deployments", "watch"),
                    of("apps", "statefulsets", CHANGE),
                    of("apps", "statefulsets", "watch"),
                    of("batch", "jobs", CHANGE),
                    of("batch", "jobs", "watch"),
                    of("autoscaling", "horizontalpodautoscalers", CHANGE),
                    of("networking.k8s.io", "networkpolicies", CHANGE),
                    of("coordination.k8s.io", "leases", "get", "create", "update"))
            .flatMap(List::stream)
            .toList();

    /** What links need on a cluster that serves Ingress. */
    static final List<Permission> INGRESS = of("networking.k8s.io", "ingresses", CHANGE);
    /** What links need on a cluster that serves Routes. */
    static final List<Permission> ROUTES = Stream.of(
                    of("route.openshift.io", "routes", CHANGE),
                    of("route.openshift.io", "routes/custom-host", "create"))
            .flatMap(List::stream)
            .toList();

    private static List<Permission> of(String group, String resource, String... verbs) {
        return of(group, resource, List.of(verbs));
    }

    private static List<Permission> of(String group, String resource, List<String> verbs) {
        return verbs.stream().map(verb -> new Permission(group, resource, verb)).toList();
    }

    /** {@code create deployments.apps}, as {@code kubectl auth can-i} takes it. */
    @Override
    public String toString() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
}
