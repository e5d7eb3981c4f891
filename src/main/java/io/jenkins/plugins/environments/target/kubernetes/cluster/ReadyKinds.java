package io.jenkins.plugins.environments.target.kubernetes.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.observe.WatchedKinds;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a cluster knows of the kinds of a stack's manifests, some of which the stack itself may bring. */
final class ReadyKinds {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiKinds kinds;

    ReadyKinds(ApiKinds kinds) {
        this.kinds = kinds;
    }

    /** Those that live in no namespace, each as {@code group/Kind}, as far as the cluster serves them. */
    Set<String> clusterScoped(Stack stack) {
        return stack.manifests().stream()
                .filter(manifest -> kinds.find(manifest.apiVersion(), manifest.kind())
                        .filter(kind -> !kind.namespaced())
                        .isPresent())
                .map(manifest -> manifest.group() + "/" + manifest.kind())
                .collect(Collectors.toSet());
    }

    /** @throws InvalidInputException with every object of a kind that neither the cluster nor the stack knows */
    void check(Stack stack) {
        Map<String, ApiKind> own = defined(stack);
        List<Problem> unknown = stack.manifests().stream()
                .filter(manifest -> find(manifest, own).isEmpty())
                .map(manifest -> new Problem(
                        manifest.position(),
                        "the cluster does not serve " + manifest.kind() + " of " + manifest.apiVersion(),
                        "install what provides it, add its CustomResourceDefinition, or correct apiVersion and kind"))
                .toList();
        if (!unknown.isEmpty()) {
            throw new InvalidInputException(unknown);
        }
    }

    /** @throws TargetException {@link TargetException.Kind#TRANSIENT} when the cluster has not yet taken up a kind */
    void awaitServed(List<HasMetadata> objects) {
        for (HasMetadata object : objects) {
            if (kinds.find(object.getApiVersion(), object.getKind()).isEmpty()) {
                throw new TargetException(
                        TargetException.Kind.TRANSIENT,
                        Failure.of(
                                "can't use " + object.getKind() + " of " + object.getApiVersion() + " yet",
                                "the cluster does not serve it",
                                "wait a moment: the stack brings its definition"));
            }
        }
    }

    /** The kinds with a state of their own in some units, as far as the cluster serves them. */
    Set<ApiKind> watched(Stack stack, Set<String> units) {
        return stack.manifests().stream()
                .filter(manifest -> manifest.awaited() && units.contains(manifest.unit()))
                .flatMap(manifest -> kinds.find(manifest.apiVersion(), manifest.kind()).stream())
                .filter(kind -> !WatchedKinds.ALWAYS.contains(kind.kind()))
                .map(kind -> new ApiKind(kind.apiVersion(), kind.kind(), kind.plural(), kind.namespaced(), List.of()))
                .collect(Collectors.toSet());
    }

    /** With the kinds that have a state of their own noted on the namespace, so that they are watched after a restart. */
    Manifests noted(Manifests manifests, Stack stack) {
        Map<String, ApiKind> own = defined(stack);
        Set<ApiKind> watched = new LinkedHashSet<>();
        stack.manifests().stream().filter(Manifest::awaited).forEach(manifest -> find(manifest, own)
                .filter(kind -> !WatchedKinds.ALWAYS.contains(kind.kind()))
                .ifPresent(watched::add));
        if (watched.isEmpty()) {
            return manifests;
        }
        return new Manifests(
                new NamespaceBuilder(manifests.namespace())
                        .editMetadata()
                        .addToAnnotations(Labels.WATCHED, WatchedKinds.print(watched))
                        .endMetadata()
                        .build(),
                manifests.foundation(),
                manifests.secrets(),
                manifests.services(),
                manifests.warnings());
    }

    private Optional<ApiKind> find(Manifest manifest, Map<String, ApiKind> own) {
        return kinds.find(manifest.apiVersion(), manifest.kind())
                .or(() -> Optional.ofNullable(own.get(manifest.apiVersion() + "/" + manifest.kind())));
    }

    /** The kinds that the stack itself defines, by apiVersion and kind. */
    private static Map<String, ApiKind> defined(Stack stack) {
        Map<String, ApiKind> defined = new HashMap<>();
        stack.manifests().stream()
                .filter(manifest -> manifest.is("apiextensions.k8s.io", "CustomResourceDefinition"))
                .map(ReadyKinds::spec)
                .forEach(spec -> {
                    for (JsonNode version : spec.path("versions")) {
                        String apiVersion = spec.path("group").asText() + "/"
                                + version.path("name").asText();
                        String kind = spec.at("/names/kind").asText();
                        boolean namespaced = !spec.path("scope").asText().equals("Cluster");
                        defined.put(
                                apiVersion + "/" + kind,
                                new ApiKind(
                                        apiVersion,
                                        kind,
                                        spec.at("/names/plural").asText(),
                                        namespaced,
                                        List.of()));
                    }
                });
        return defined;
    }

    private static JsonNode spec(Manifest definition) {
        try {
            return JSON.readTree(definition.json()).path("spec");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the reader of manifests writes JSON", e);
        }
    }
}
