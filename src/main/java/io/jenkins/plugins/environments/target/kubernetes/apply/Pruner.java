package io.jenkins.plugins.environments.target.kubernetes.apply;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Takes away what carries our mark and is no longer desired, of every kind that the cluster serves. Volume claims stay,
 * and so does what other objects made and keep: it goes with them.
 */
public final class Pruner {

    /** A Service's Endpoints carry its labels and go with it, though they name no owner; the Lease is our own. */
    private static final Set<String> NOT_APPLIED = Set.of("Endpoints", "Lease");

    private final Cluster cluster;
    private final ApiKinds kinds;
    private final KubernetesSettings settings;

    /** @param settings say which kinds of the whole cluster may be ours */
    public Pruner(Cluster cluster, ApiKinds kinds, KubernetesSettings settings) {
        this.cluster = cluster;
        this.kinds = kinds;
        this.settings = settings;
    }

    /** @param kept whose ConfigMaps and Secrets stay, too, where they were made to: immutable, named by their content */
    public Applied prune(String namespace, Ownership mark, Manifests desired, List<Manifests> kept) {
        Set<String> wanted = new HashSet<>();
        desired.objects()
                .forEach(object -> wanted.add(key(
                        object.getApiVersion(),
                        object.getKind(),
                        object.getMetadata().getName())));
        Stream.concat(Stream.of(desired), kept.stream())
                .flatMap(manifests -> manifests.secrets().stream())
                .forEach(template -> wanted.add(
                        key("v1", "Secret", template.secret().getMetadata().getName())));
        CertificateCopy.names(desired).forEach(name -> wanted.add(key("v1", "Secret", name)));
        kept.stream()
                .flatMap(Manifests::objects)
                .filter(object -> object instanceof ConfigMap map && Boolean.TRUE.equals(map.getImmutable()))
                .forEach(object ->
                        wanted.add(key("v1", "ConfigMap", object.getMetadata().getName())));
        List<Owned> marked = new ArrayList<>(marked(namespace, mark));
        marked.addAll(markedOfCluster(mark));
        return new Applied(cluster.each(marked, owned -> remove(owned, wanted)).stream()
                .flatMap(List::stream)
                .toList());
    }

    /** Everything in the namespace with the mark, of every kind, but for claims, what others keep, and our lease. */
    public List<Owned> marked(String namespace, Ownership mark) {
        return cluster.each(kinds.removable(), kind -> list(kind, namespace, mark)).stream()
                .flatMap(List::stream)
                .filter(owned -> !owned.kind().equals(ApiKind.CLAIM.kind()))
                .filter(owned -> !owned.object().controlled())
                .filter(owned -> !NOT_APPLIED.contains(owned.kind()))
                .toList();
    }

    /** Everything with the mark that lives in no namespace, of the kinds that may be ours. */
    public List<Owned> markedOfCluster(Ownership mark) {
        if (settings.clusterScoped().isEmpty()) {
            return List.of();
        }
        List<ApiKind> shared = kinds.removableOfCluster().stream()
                .filter(kind -> settings.allows(kind.group(), kind.kind()))
                .toList();
        return cluster.each(shared, kind -> list(kind, null, mark)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Owned> list(ApiKind kind, @CheckForNull String namespace, Ownership mark) {
        try {
            return cluster.list(kind, namespace, mark.selector()).stream()
                    .map(object -> new Owned(kind, object))
                    .toList();
        } catch (TargetException e) {
            // A kind that we may not list is none that we made: making one needs more.
            if (e.kind() == TargetException.Kind.PERMANENT) {
                return List.of();
            }
            throw e;
        }
    }

    private List<Applied.Change> remove(Owned owned, Set<String> wanted) {
        ApiObject object = owned.object();
        if (object.going() || wanted.contains(key(object.apiVersion(), object.kind(), object.name()))) {
            return List.of();
        }
        cluster.delete(owned.apiKind(), object, "Background");
        return List.of(new Applied.Change(
                object.kind(),
                object.name(),
                object.label(Labels.SERVICE),
                Action.REMOVED,
                object.generation(),
                object.uid()));
    }

    /** By group, not version: the API lists an object in another version than it was applied in. */
    private static String key(String apiVersion, String kind, String name) {
        int slash = apiVersion.indexOf('/');
        return (slash < 0 ? "" : apiVersion.substring(0, slash)) + "/" + kind + "/" + name;
    }

    /** An object that carries our mark. */
    public record Owned(ApiKind apiKind, ApiObject object) {
        String kind() {
            return apiKind.kind();
        }
    }
}
