package io.jenkins.plugins.environments.target.kubernetes.destroy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.Teardown.Remaining;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import io.jenkins.plugins.environments.target.kubernetes.apply.Ownership;
import io.jenkins.plugins.environments.target.kubernetes.apply.Pruner;
import io.jenkins.plugins.environments.target.kubernetes.apply.Pruner.Owned;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes an environment away: its namespace with all in it or, when volumes shall stay, everything but them. Each call
 * asks for what has not been asked for yet and answers with what it then finds. A delete names the object's UID, so that
 * one that came in its place stays.
 */
public final class Demolition {

    /** A namespace that goes empties itself in seconds; what is there after this is worth naming. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final List<String> HELD = List.of(
            "NamespaceContentRemaining",
            "NamespaceFinalizersRemaining",
            "NamespaceDeletionContentFailure",
            "NamespaceDeletionDiscoveryFailure",
            "NamespaceDeletionGroupVersionParsingFailure");

    private final Cluster cluster;
    private final ApiKinds kinds;
    private final Clock clock;

    public Demolition(Cluster cluster, ApiKinds kinds, Clock clock) {
        this.cluster = cluster;
        this.kinds = kinds;
        this.clock = clock;
    }

    /**
     * @throws TargetException {@link TargetException.Kind#NOT_OURS} when the namespace is somebody else's; nothing was
     *     touched
     */
    public Teardown destroy(String namespace, Ownership mark, DataPolicy data) {
        Optional<ApiObject> found = cluster.get(ApiKind.NAMESPACE, null, namespace);
        if (found.isEmpty()) {
            return afterwards(namespace);
        }
        ApiObject place = found.get();
        mark.require(place);
        if (!place.going()) {
            List<ApiObject> claims = data == DataPolicy.KEEP ? cluster.list(ApiKind.CLAIM, namespace, null) : List.of();
            if (!claims.isEmpty()) {
                return keepVolumes(place, mark, claims);
            }
            cluster.delete(ApiKind.NAMESPACE, place, "Background");
        }
        return cluster.get(ApiKind.NAMESPACE, null, namespace)
                .filter(now -> now.uid().equals(place.uid()))
                .map(now -> new Teardown(remaining(now), List.of()))
                .orElseGet(() -> afterwards(namespace));
    }

    private Teardown keepVolumes(ApiObject place, Ownership mark, List<ApiObject> claims) {
        String namespace = place.name();
        Pruner pruner = new Pruner(cluster, kinds);
        if (place.label(Labels.KEPT).isEmpty()) {
            ObjectNode json = place.json().deepCopy();
            json.withObject("/metadata").withObject("/labels").put(Labels.KEPT, "true");
            cluster.replace(ApiKind.NAMESPACE, new ApiObject(json));
        }
        cluster.each(
                pruner.marked(namespace, mark).stream()
                        .filter(owned -> !owned.object().going())
                        .toList(),
                owned -> {
                    cluster.delete(owned.apiKind(), owned.object(), "Background");
                    return owned;
                });
        Stream<ApiObject> left = Stream.concat(
                pruner.marked(namespace, mark).stream().map(Owned::object),
                cluster.list(ApiKind.POD, namespace, mark.selector()).stream());
        List<Remaining> remaining =
                left.distinct().map(object -> remaining(object, null)).toList();
        return new Teardown(
                remaining,
                claims.stream()
                        .map(claim -> "PersistentVolumeClaim " + namespace + "/" + claim.name())
                        .sorted()
                        .toList());
    }

    /** The namespace, with the API's words on what holds it, and when it lasts, the objects that do. */
    private List<Remaining> remaining(ApiObject namespace) {
        List<String> words = new ArrayList<>();
        for (JsonNode condition : namespace.json().at("/status/conditions")) {
            if (condition.path("status").asText().equals("True")
                    && HELD.contains(condition.path("type").asText())) {
                words.add(condition.path("message").asText());
            }
        }
        List<String> finalizers = new ArrayList<>(namespace.finalizers());
        namespace.json().at("/spec/finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
        List<Remaining> remaining = new ArrayList<>();
        remaining.add(new Remaining(
                "Namespace", namespace.name(), finalizers, words.isEmpty() ? null : String.join("; ", words)));
        if (lasts(namespace)) {
            cluster.each(kinds.removable(), kind -> held(kind, namespace.name()))
                    .forEach(remaining::addAll);
        }
        return remaining;
    }

    private boolean lasts(ApiObject namespace) {
        return namespace.going()
                && Instant.parse(namespace.text("/metadata/deletionTimestamp"))
                        .plus(SOON)
                        .isBefore(clock.instant());
    }

    private List<Remaining> held(ApiKind kind, String namespace) {
        try {
            return cluster.list(kind, namespace, null).stream()
                    .filter(object -> !object.finalizers().isEmpty())
                    .map(object -> remaining(object, null))
                    .toList();
        } catch (TargetException e) {
            // What we may not list, the namespace's own words tell of.
            return List.of();
        }
    }

    private static Remaining remaining(ApiObject object, String reason) {
        return new Remaining(object.kind(), object.name(), object.finalizers(), reason);
    }

    /** Volumes are no part of a namespace and go after it, or stay where their storage class says so. */
    private Teardown afterwards(String namespace) {
        List<Remaining> remaining = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        for (ApiObject volume : volumes()) {
            if (volume.text("/spec/claimRef/namespace").equals(namespace)) {
                if (volume.text("/spec/persistentVolumeReclaimPolicy").equals("Delete")) {
                    String phase = volume.text("/status/phase");
                    String message = volume.text("/status/message");
                    remaining.add(remaining(volume, phase + (message.isEmpty() ? "" : ": " + message)));
                } else {
                    kept.add("PersistentVolume " + volume.name());
                }
            }
        }
        return new Teardown(remaining, kept);
    }

    private List<ApiObject> volumes() {
        try {
            return cluster.list(ApiKind.VOLUME, null, null);
        } catch (TargetException e) {
            if (e.kind() == TargetException.Kind.PERMANENT) {
                // Volumes belong to the cluster, and many accounts may not see them.
                return List.of();
            }
            throw e;
        }
    }
}
