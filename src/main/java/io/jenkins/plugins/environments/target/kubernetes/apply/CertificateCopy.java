package io.jenkins.plugins.environments.target.kubernetes.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The certificate of links, brought from the namespace that the target's settings name: an Ingress uses a Secret of its
 * own namespace only. The copy carries our mark and goes with the environment; each deploy renews it.
 */
public final class CertificateCopy {

    private static final String TYPE = "kubernetes.io/tls";
    private static final List<String> PARTS = List.of("tls.crt", "tls.key");

    private final Cluster cluster;
    private final ApiKinds kinds;

    public CertificateCopy(Cluster cluster, ApiKinds kinds) {
        this.cluster = cluster;
        this.kinds = kinds;
    }

    /** Names of the Secrets that the links of an environment take their certificates from. */
    static Set<String> names(Manifests manifests) {
        return manifests
                .objects()
                .filter(Ingress.class::isInstance)
                .map(Ingress.class::cast)
                .flatMap(ingress -> ingress.getSpec().getTls().stream())
                .map(IngressTLS::getSecretName)
                .collect(Collectors.toSet());
    }

    /**
     * The certificate as it is now; reads the cluster and changes nothing.
     *
     * @return empty when the settings name no namespace to copy from, or no link needs one
     * @throws TargetException {@link Kind#PERMANENT} when there is none, or what is there is no certificate with its key
     */
    public Optional<ApiObject> find(KubernetesSettings settings, Manifests manifests) {
        String from = settings.tlsSecretNamespace();
        String name = settings.tlsSecretName();
        if (from == null || name == null || !names(manifests).contains(name)) {
            return Optional.empty();
        }
        ApiObject found = cluster.get(ApiKind.SECRET, from, name)
                .orElseThrow(() -> refused(from, name, "there is no such secret", "create it"));
        JsonNode data = found.json().path("data");
        if (!PARTS.stream().allMatch(part -> data.path(part).isTextual())) {
            throw refused(from, name, "it lacks tls.crt or tls.key", "put a certificate and its key there");
        }
        return Optional.of(found);
    }

    private static TargetException refused(String namespace, String name, String why, String remedy) {
        return new TargetException(
                Kind.PERMANENT,
                Failure.of(
                        "can't use the TLS secret " + namespace + "/" + name + " for links",
                        why,
                        remedy + ", or correct the target's TLS secret"));
    }

    /**
     * Makes the copy, or brings it up to date.
     *
     * @return what that took
     * @throws TargetException {@link Kind#NOT_OURS} when somebody else's Secret of that name is there
     */
    public Applied deliver(Manifests manifests, Ownership mark, ApiObject certificate) {
        String namespace = manifests.namespace().getMetadata().getName();
        Prepared prepared = Prepared.of(
                new SecretBuilder()
                        .withNewMetadata()
                        .withName(certificate.name())
                        .withNamespace(namespace)
                        .withLabels(mark(manifests))
                        .endMetadata()
                        .withType(TYPE)
                        .build(),
                kinds);
        ApiObject live =
                cluster.get(ApiKind.SECRET, namespace, certificate.name()).orElse(null);
        if (live != null) {
            mark.require(live);
        }
        if (same(live, certificate, prepared)) {
            return Applied.NOTHING;
        }
        ObjectNode data = prepared.object().json().putObject("data");
        PARTS.forEach(part -> data.set(part, certificate.json().path("data").get(part)));
        ApiObject now = cluster.apply(prepared.kind(), prepared.object());
        return Applier.applied(now, live == null ? Action.CREATED : Action.CHANGED, List.of());
    }

    /** The namespace's labels but for those that say what its pods may do. */
    private static Map<String, String> mark(Manifests manifests) {
        Map<String, String> labels =
                new TreeMap<>(manifests.namespace().getMetadata().getLabels());
        labels.keySet().removeIf(label -> label.startsWith("pod-security."));
        return labels;
    }

    private static boolean same(@CheckForNull ApiObject live, ApiObject certificate, Prepared prepared) {
        return live != null
                && Comparison.contains(live.json(), prepared.object().json())
                && PARTS.stream().allMatch(part -> live.json()
                        .path("data")
                        .path(part)
                        .equals(certificate.json().path("data").path(part)));
    }
}
