package io.jenkins.plugins.environments.target.kubernetes.observe;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** One set of watches on all that is ours in a cluster, selected by our label, with what they have told so far. */
final class Watches implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(Watches.class.getName());

    private final SharedIndexInformer<Namespace> namespaces;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Pod> pods;
    private final List<SharedIndexInformer<?>> all;
    private final Map<ApiKind, SharedIndexInformer<GenericKubernetesResource>> others = new ConcurrentHashMap<>();
    private final KubernetesClient client;
    private final Consumer<HasMetadata> changed;

    /**
     * Begins to watch; returns at once.
     *
     * @param changed told of each object that came, changed or went, on threads of the client
     */
    Watches(KubernetesClient client, Consumer<HasMetadata> changed) {
        this.client = client;
        this.changed = changed;
        this.namespaces = informer(client.namespaces().withLabel(Labels.OWNER), namespace -> {});
        this.deployments =
                informer(client.apps().deployments().inAnyNamespace().withLabel(Labels.OWNER), deployment -> {});
        this.statefulSets =
                informer(client.apps().statefulSets().inAnyNamespace().withLabel(Labels.OWNER), statefulSet -> {});
        this.jobs = informer(client.batch().v1().jobs().inAnyNamespace().withLabel(Labels.OWNER), job -> {});
        this.pods = informer(client.pods().inAnyNamespace().withLabel(Labels.OWNER), pod -> pod.getSpec()
                .setVolumes(null));
        this.all = List.of(namespaces, deployments, statefulSets, jobs, pods);
        all.forEach(SharedIndexInformer::start);
    }

    /** Begins to watch these kinds, too, if they are not watched yet; returns at once. */
    void also(Collection<ApiKind> kinds) {
        kinds.forEach(kind -> others.computeIfAbsent(kind, this::other));
    }

    /** Ends the watches of kinds that no environment has any more. */
    void only(Collection<ApiKind> kinds) {
        others.keySet().stream()
                .filter(kind -> !kinds.contains(kind))
                .forEach(kind -> Optional.ofNullable(others.remove(kind)).ifPresent(SharedIndexInformer::stop));
    }

    /** The kinds that are watched besides those that always are. */
    Set<ApiKind> kinds() {
        return Set.copyOf(others.keySet());
    }

    /** The kinds of manifests that environments have, by what their namespaces say. */
    Set<ApiKind> named() {
        Set<ApiKind> named = new HashSet<>();
        namespaces.getStore().list().forEach(namespace -> named.addAll(named(namespace)));
        return named;
    }

    private static Set<ApiKind> named(@CheckForNull Namespace namespace) {
        Map<String, String> annotations =
                namespace == null ? null : namespace.getMetadata().getAnnotations();
        return annotations == null ? Set.of() : WatchedKinds.parse(annotations.get(Labels.WATCHED));
    }

    private SharedIndexInformer<GenericKubernetesResource> other(ApiKind kind) {
        ResourceDefinitionContext context = kind.context();
        boolean workload = kind.group().equals("apps");
        SharedIndexInformer<GenericKubernetesResource> informer = informer(
                client.genericKubernetesResources(context).inAnyNamespace().withLabel(Labels.OWNER), object -> {
                    if (!workload) {
                        // Definitions of custom resources are large, and only the status is looked at.
                        object.getAdditionalProperties().remove("spec");
                    }
                });
        informer.start();
        return informer;
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informer(Informable<T> watched, Consumer<T> slim) {
        return watched.runnableInformer(0)
                .itemStore(new SlimStore<>(slim))
                // A cluster that is away for hours is watched again when it is back.
                .exceptionHandler((started, problem) -> {
                    LOGGER.log(Level.FINE, problem, () -> "a watch broke and is begun anew");
                    return true;
                })
                .addEventHandler(new Events<>());
    }

    /** Whether all of them have told what is there and go on telling, as far as the client knows. */
    boolean watching() {
        return all.stream().allMatch(informer -> informer.hasSynced() && informer.isWatching());
    }

    Snapshot snapshot(String namespace) {
        Namespace place = namespaces.getStore().getByKey(namespace);
        return new Snapshot(
                place,
                in(deployments, namespace),
                in(statefulSets, namespace),
                in(jobs, namespace),
                in(pods, namespace),
                place == null ? List.of() : others(place));
    }

    private List<GenericKubernetesResource> others(Namespace place) {
        String environment = Snapshot.label(place, Labels.ENVIRONMENT);
        List<GenericKubernetesResource> found = new ArrayList<>();
        others.forEach((kind, informer) -> found.addAll(
                kind.namespaced()
                        ? in(informer, place.getMetadata().getName())
                        : informer.getStore().list().stream()
                                .filter(object -> Snapshot.label(object, Labels.ENVIRONMENT)
                                        .equals(environment))
                                .toList()));
        found.removeIf(object -> Snapshot.label(object, Labels.MANIFEST).isEmpty());
        return found;
    }

    private static <T> List<T> in(SharedIndexInformer<T> informer, String namespace) {
        return List.copyOf(informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace));
    }

    /** Every environment whose namespace is known. */
    List<EnvironmentId> environments() {
        return namespaces.getStore().list().stream()
                .flatMap(namespace -> environment(namespace).stream())
                .toList();
    }

    /** The environment that the object's label names; empty when it names none. */
    static Optional<EnvironmentId> environment(HasMetadata object) {
        String label = Snapshot.label(object, Labels.ENVIRONMENT);
        try {
            return label.isEmpty() ? Optional.empty() : Optional.of(new EnvironmentId(label));
        } catch (InvalidInputException e) {
            // Our label with a value that we never write: not ours.
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        all.forEach(SharedIndexInformer::stop);
        others.values().forEach(SharedIndexInformer::stop);
    }

    private final class Events<T extends HasMetadata> implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            changed.accept(object);
        }

        @Override
        public void onUpdate(T before, T after) {
            boolean same = Objects.equals(
                    before.getMetadata().getResourceVersion(),
                    after.getMetadata().getResourceVersion());
            if (!same) {
                changed.accept(after);
            }
        }

        @Override
        public void onDelete(T object, boolean lastStateUnknown) {
            changed.accept(object);
        }
    }
}
