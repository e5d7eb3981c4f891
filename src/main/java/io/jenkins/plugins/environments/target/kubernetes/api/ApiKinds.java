package io.jenkins.plugins.environments.target.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What a cluster serves, asked for and then remembered for some minutes. */
public final class ApiKinds {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Cluster cluster;
    private final Clock clock;
    private final Map<String, Known> byVersion = new ConcurrentHashMap<>();
    private volatile Groups groups = new Groups(List.of(), Instant.MIN);

    private record Known(Map<String, ApiKind> kinds, Instant until) {}

    private record Groups(List<String> versions, Instant until) {}

    public ApiKinds(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Whether the cluster serves this group and version, e.g. {@code route.openshift.io/v1}. */
    public boolean serves(String apiVersion) {
        return !kinds(apiVersion).isEmpty();
    }

    /** @throws TargetException when the cluster does not serve the kind */
    public ApiKind of(String apiVersion, String kind) {
        return find(apiVersion, kind)
                .orElseThrow(() -> new TargetException(
                        TargetException.Kind.PERMANENT,
                        Failure.of(
                                "can't use " + kind + " of " + apiVersion,
                                "the cluster does not serve it",
                                "install what provides it, or leave the object out")));
    }

    /** The kind as the cluster serves it now; empty when it does not. */
    public Optional<ApiKind> find(String apiVersion, String kind) {
        ApiKind known = kinds(apiVersion).get(kind);
        if (known == null) {
            // A custom resource may have been installed a moment ago.
            byVersion.remove(apiVersion);
            known = kinds(apiVersion).get(kind);
            if (known != null) {
                groups = new Groups(List.of(), Instant.MIN);
            }
        }
        return Optional.ofNullable(known);
    }

    /** Every kind that lives in namespaces and can be listed and deleted, each in one version. */
    public List<ApiKind> removable() {
        return all().filter(ApiKind::namespaced)
                // The same events are in two groups, and nobody deploys any.
                .filter(kind -> !kind.kind().equals("Event"))
                .toList();
    }

    /** Every kind of the whole cluster that can be listed and deleted, each in one version, but for namespaces. */
    public List<ApiKind> removableOfCluster() {
        return all().filter(kind -> !kind.namespaced() && !kind.kind().equals(ApiKind.NAMESPACE.kind()))
                .toList();
    }

    private Stream<ApiKind> all() {
        return cluster.each(versions(), this::kindsIfAny).stream()
                .flatMap(kinds -> kinds.values().stream())
                .filter(kind -> kind.verbs().contains("list") && kind.verbs().contains("delete"));
    }

    /** An extension of the API whose server is down takes nothing else with it; nothing of ours is deployed there then. */
    private Map<String, ApiKind> kindsIfAny(String apiVersion) {
        try {
            return kinds(apiVersion);
        } catch (TargetException e) {
            if (e.kind() == TargetException.Kind.TRANSIENT
                    && apiVersion.contains(".")
                    && !apiVersion.contains("k8s.io")) {
                return Map.of();
            }
            throw e;
        }
    }

    private List<String> versions() {
        Groups known = groups;
        if (known.until().isBefore(clock.instant())) {
            List<String> versions = new ArrayList<>(List.of("v1"));
            JsonNode answer = cluster.read("ask which API groups are served", "/apis")
                    .map(JsonNode.class::cast)
                    .orElseGet(com.fasterxml.jackson.databind.node.MissingNode::getInstance);
            StreamSupport.stream(answer.path("groups").spliterator(), false)
                    .map(group -> group.at("/preferredVersion/groupVersion").asText())
                    .filter(version -> !version.isEmpty())
                    .forEach(versions::add);
            known = new Groups(List.copyOf(versions), clock.instant().plus(REMEMBERED));
            groups = known;
        }
        return known.versions();
    }

    private Map<String, ApiKind> kinds(String apiVersion) {
        Known known = byVersion.get(apiVersion);
        if (known == null || known.until().isBefore(clock.instant())) {
            known = new Known(read(apiVersion), clock.instant().plus(REMEMBERED));
            byVersion.put(apiVersion, known);
        }
        return known.kinds();
    }

    private Map<String, ApiKind> read(String apiVersion) {
        String path = (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion;
        Map<String, ApiKind> kinds = new LinkedHashMap<>();
        cluster.read("ask what " + apiVersion + " serves", path).ifPresent(answer -> {
            for (JsonNode resource : answer.path("resources")) {
                String plural = resource.path("name").asText();
                // "pods/log" and the like are no objects.
                if (!plural.contains("/")) {
                    List<String> verbs = new ArrayList<>();
                    resource.path("verbs").forEach(verb -> verbs.add(verb.asText()));
                    String kind = resource.path("kind").asText();
                    boolean namespaced = resource.path("namespaced").asBoolean();
                    kinds.put(kind, new ApiKind(apiVersion, kind, plural, namespaced, verbs));
                }
            }
        });
        return kinds;
    }
}
