package io.jenkins.plugins.environments.target.kubernetes.api;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * A kind of object as an API serves it.
 *
 * @param apiVersion group and version, e.g. {@code apps/v1}; {@code v1} for the core group
 * @param plural its name in addresses, e.g. {@code deployments}
 * @param verbs what may be asked of it, e.g. {@code list}
 */
public record ApiKind(String apiVersion, String kind, String plural, boolean namespaced, List<String> verbs) {

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
