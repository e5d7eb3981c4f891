package io.jenkins.plugins.environments.target.kubernetes.api;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Set;

/**
 * A kind of object as an API serves it.
 *
 * @param apiVersion group and version, e.g. {@code apps/v1}; {@code v1} for the core group
 * @param plural its name in addresses, e.g. {@code deployments}
 * @param verbs what may be asked of it, e.g. {@code list}
 */
public record ApiKind(String apiVersion, String kind, String plural, boolean namespaced, List<String> verbs) {

    /** Groups with a domain that Kubernetes itself serves (its API reference). */
    private static final Set<String> OWN_GROUPS = Set.of(
            "admissionregistration.k8s.io",
            "apiextensions.k8s.io",
            "apiregistration.k8s.io",
            "certificates.k8s.io",
            "coordination.k8s.io",
            "discovery.k8s.io",
            "events.k8s.io",
            "flowcontrol.apiserver.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "rbac.authorization.k8s.io",
            "scheduling.k8s.io",
            "storage.k8s.io");

    /** Namespaces, known without asking. */
    public static final ApiKind NAMESPACE = core("Namespace", "namespaces", false);
    /** Secrets, known without asking. */
    public static final ApiKind SECRET = core("Secret", "secrets", true);
    /** Claims, known without asking. */
    public static final ApiKind CLAIM = core("PersistentVolumeClaim", "persistentvolumeclaims", true);
    /** Volumes, known without asking. */
    public static final ApiKind VOLUME = core("PersistentVolume", "persistentvolumes", false);
    /** Pods, known without asking. */
    public static final ApiKind POD = core("Pod", "pods", true);
    /** Leases, known without asking. */
    public static final ApiKind LEASE = new ApiKind("coordination.k8s.io/v1", "Lease", "leases", true, List.of());

    public ApiKind {
        verbs = List.copyOf(verbs);
    }

    private static ApiKind core(String kind, String plural, boolean namespaced) {
        return new ApiKind("v1", kind, plural, namespaced, List.of());
    }

    /** The API group; empty for the core. */
    public String group() {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /**
     * What people call it: the kind alone where it is Kubernetes' own, else with its group, as {@code kubectl} takes it:
     * {@code Certificate.cert-manager.io}.
     */
    public static String title(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return !group.contains(".") || OWN_GROUPS.contains(group) ? kind : kind + "." + group;
    }

    /** The kind as the client library takes it. */
    public ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group().isEmpty() ? null : group())
                .withVersion(apiVersion.substring(apiVersion.indexOf('/') + 1))
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }

    /** The address of all its objects, in a namespace or, with null, everywhere. */
    public String path(@CheckForNull String namespace) {
        String root = apiVersion.contains("/") ? "/apis/" : "/api/";
        return root + apiVersion + (namespaced && namespace != null ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    /** The address of one. @param namespace null for kinds of the cluster */
    public String path(@CheckForNull String namespace, String name) {
        return path(namespace) + "/" + name;
    }
}
