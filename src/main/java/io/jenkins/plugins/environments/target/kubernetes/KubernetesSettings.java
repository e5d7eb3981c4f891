package io.jenkins.plugins.environments.target.kubernetes;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * How environments are made on a cluster, apart from how it is reached.
 *
 * @param namespacePrefix before the environment's id, e.g. {@code env-}
 * @param exposure what makes links
 * @param ingressClass null: the cluster's default
 * @param tlsSecret the TLS secret of links: {@code namespace/name} is copied into each environment's namespace, a name alone
 *     has to be there already; null: none
 * @param tlsIssuer a cert-manager cluster issuer for links; null: none
 * @param storageClass null: the cluster's default
 * @param edgeNamespace the namespace that the edge's pods run in, for network policies; null: any namespace may be the edge
 * @param clusterScoped kinds of the whole cluster that manifests may bring, each as {@code Kind} or {@code Kind.group}
 */
public record KubernetesSettings(
        String namespacePrefix,
        Exposure exposure,
        @CheckForNull String ingressClass,
        @CheckForNull String tlsSecret,
        @CheckForNull String tlsIssuer,
        @CheckForNull String storageClass,
        @CheckForNull String edgeNamespace,
        List<String> clusterScoped) {

    public KubernetesSettings {
        clusterScoped = List.copyOf(clusterScoped);
    }

    /** One that allows no kinds of the whole cluster. */
    public KubernetesSettings(
            String namespacePrefix,
            Exposure exposure,
            @CheckForNull String ingressClass,
            @CheckForNull String tlsSecret,
            @CheckForNull String tlsIssuer,
            @CheckForNull String storageClass,
            @CheckForNull String edgeNamespace) {
        this(namespacePrefix, exposure, ingressClass, tlsSecret, tlsIssuer, storageClass, edgeNamespace, List.of());
    }

    /** The kinds that a text names, with spaces, commas or line ends between; null: none. */
    public static List<String> kinds(@CheckForNull String text) {
        return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("[\\s,]+"));
    }

    /** Whether manifests may bring objects of this kind, which belong to the whole cluster. */
    public boolean allows(String group, String kind) {
        return clusterScoped.contains(kind) || clusterScoped.contains(kind + "." + group);
    }

    /** {@code env-}, what the API serves, the cluster's defaults, no TLS. */
    public static final KubernetesSettings DEFAULT =
            new KubernetesSettings("env-", Exposure.AUTO, null, null, null, null, null);

    /** The name of the TLS secret of links in an environment's namespace; null: none. */
    @CheckForNull
    public String tlsSecretName() {
        return tlsSecret == null ? null : tlsSecret.substring(tlsSecret.indexOf('/') + 1);
    }

    /** Where the TLS secret of links is copied from; null: nowhere. */
    @CheckForNull
    public String tlsSecretNamespace() {
        int slash = tlsSecret == null ? -1 : tlsSecret.indexOf('/');
        return slash < 0 ? null : tlsSecret.substring(0, slash);
    }

    /** What makes links. */
    public enum Exposure {
        /** Ask the API: Route where it serves one, else Ingress. */
        AUTO,
        INGRESS,
        ROUTE,
        NONE
    }
}
