package io.jenkins.plugins.environments.target.kubernetes.destroy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes an environment away: its namespace with all in it or, when volumes shall stay, everything but them. Each call
 * asks for what has not been asked for yet and answers with what it then finds. A delete names the object's UID, so that
 * one that came in its place stays.
 */
public final class Demolition {

    private static final Logger LOG = LoggerFactory.getLogger(Demolition.class);

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
    private final Pruner pruner;
    private final Clock clock;

    /** @param pruner finds what carries a mark */
    public Demolition(Cluster cluster, ApiKinds kinds, Pruner pruner, Clock clock) {
        this.cluster = cluster;
        this.kinds = kinds;
        this.pruner = pruner;
        this.clock = clock;
    }

    /**
     * @throws TargetException {@link TargetException.Kind#NOT_OURS} when the namespace is somebody else's; nothing was
     *     touched
     */
    public Teardown destroy(String namespace, Ownership mark, DataPolicy data) {
        Teardown place = place(namespace, mark, data);
        List<Remaining> remaining = new ArrayList<>(place.remaining());
        remaining.addAll(shared(mark));
        return new Teardown(remaining, place.kept());
    }

    /** What the manifests of the environment brought that lives in no namespace. */
    private List<Remaining> shared(Ownership mark) {
        List<Owned> marked = pruner.markedOfCluster(mark);
        if (marked.isEmpty()) {
            return List.of();
        }
        cluster.each(marked.stream().filter(owned -> !owned.object().going()).toList(), owned -> {
            cluster.delete(owned.apiKind(), owned.object(), "Background");
            return owned;
        });
        return pruner.markedOfCluster(mark).stream()
                .map(owned -> remaining(owned.object(), null))
                .toList();
    }

    private Teardown place(String namespace, Ownership mark, DataPolicy data) {
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

    /**
     * As {@link #destroy}, and takes the finalizers off everything in the namespace that was asked to go and did not, and
     * off the namespace itself. Of a namespace that stays for its volumes, only what carries the mark is looked at.
     */
    public Teardown force(String namespace, Ownership mark, DataPolicy data) {
        Teardown asked = destroy(namespace, mark, data);
        Optional<ApiObject> found = asked.gone() ? Optional.empty() : cluster.get(ApiKind.NAMESPACE, null, namespace);
        if (found.isEmpty()) {
            return asked;
        }
        ApiObject place = found.get();
        mark.require(place);
        String selector = place.going() ? null : mark.selector();
        cluster.each(kinds.removable(), kind -> {
            held(kind, namespace, selector).forEach(object -> release(kind, object));
            return kind;
        });
        if (place.going() && !place.finalizers().isEmpty()) {
            release(ApiKind.NAMESPACE, place);
        }
        return destroy(namespace, mark, data);
    }

    /** The version that was read is sent back, so that what changed or came anew meanwhile is left alone. */
    private void release(ApiKind kind, ApiObject object) {
        ObjectNode json = object.json().deepCopy();
        ((ObjectNode) json.at("/metadata")).remove("finalizers");
        try {
            cluster.replace(kind, new ApiObject(json));
        } catch (TargetException e) {
            // It is gone, or it changed: the next look tells. What may not be changed is named by that look.
            LOG.debug("The finalizers of {} could not be taken off", object, e);
        }
    }

    /** What was asked to go and is held. */
    private List<ApiObject> held(ApiKind kind, String namespace, @CheckForNull String selector) {
        try {
            return cluster.list(kind, namespace, selector).stream()
                    .filter(object -> object.going() && !object.finalizers().isEmpty())
                    .toList();
        } catch (TargetException e) {
            // What we may not list, the namespace's own words tell of.
            return List.of();
        }
    }

    private Teardown keepVolumes(ApiObject place, Ownership mark, List<ApiObject> claims) {
        String namespace = place.name();
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
                remaining, claims.stream().map(Demolition::words).sorted().toList());
    }

    /** The volumes in a namespace that stays for them, with their size. */
    public List<String> kept(String namespace) {
        return cluster.list(ApiKind.CLAIM, namespace, null).stream()
                .map(Demolition::words)
                .sorted()
                .toList();
    }

    /** E.g. {@code PersistentVolumeClaim env-shop-prod/data, 10Gi}. */
    private static String words(ApiObject claim) {
        String real = claim.text("/status/capacity/storage");
        String size = real.isEmpty() ? claim.text("/spec/resources/requests/storage") : real;
        return "PersistentVolumeClaim " + claim.namespace() + "/" + claim.name() + (size.isEmpty() ? "" : ", " + size);
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
