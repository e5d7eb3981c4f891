package io.jenkins.plugins.environments.target.kubernetes.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.target.Target.Subscription;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a cluster holds of ours, from one set of watches for all environments, selected by our label. A watch that breaks
 * is begun anew by the client library, with a list first, so nothing is missed for good.
 */
public final class ClusterView implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(ClusterView.class.getName());

    private final Clock clock;
    private final SharedIndexInformer<Namespace> namespaces;
    private final SharedIndexInformer<Deployment> deployments;
    private final SharedIndexInformer<StatefulSet> statefulSets;
    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Pod> pods;
    private final List<SharedIndexInformer<?>> all;
    private final List<Consumer<EnvironmentId>> listeners = new CopyOnWriteArrayList<>();
    private volatile Instant lastConnected;

    /** Begins to watch; returns at once. */
    public ClusterView(KubernetesClient client, Clock clock) {
        this.clock = clock;
        this.lastConnected = Instant.EPOCH;
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

    private <T extends HasMetadata> SharedIndexInformer<T> informer(Informable<T> watched, Consumer<T> slim) {
        return watched.runnableInformer(0)
                .itemStore(new SlimStore<>(slim))
                // A cluster that is away for hours is watched again when it is back.
                .exceptionHandler((started, problem) -> {
                    LOGGER.log(Level.FINE, problem, () -> "a watch broke and is begun anew");
                    return true;
                })
                .addEventHandler(new Hints<>());
    }

    /** Whether news come in on every watch. */
    public boolean connected() {
        boolean connected = all.stream().allMatch(SharedIndexInformer::isWatching);
        if (connected) {
            lastConnected = clock.instant();
        }
        return connected;
    }

    /** When it was last known that news come in. */
    public Instant lastConnected() {
        return lastConnected;
    }

    /** What is known of one namespace. */
    public Snapshot snapshot(String namespace) {
        return new Snapshot(
                namespaces.getStore().getByKey(namespace),
                in(deployments, namespace),
                in(statefulSets, namespace),
                in(jobs, namespace),
                in(pods, namespace));
    }

    private static <T> List<T> in(SharedIndexInformer<T> informer, String namespace) {
        return List.copyOf(informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace));
    }

    /** Calls the listener on a thread of the watches, or on that of {@link #hint}. */
    public Subscription watch(Consumer<EnvironmentId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Tells the listeners that something of the environment may have changed. */
    public void hint(EnvironmentId id) {
        for (Consumer<EnvironmentId> listener : listeners) {
            try {
                listener.accept(id);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "a listener to changes of environments failed", e);
            }
        }
    }

    @Override
    public void close() {
        all.forEach(SharedIndexInformer::stop);
    }

    private final class Hints<T extends HasMetadata> implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            changed(object);
        }

        @Override
        public void onUpdate(T before, T after) {
            boolean same = Objects.equals(
                    before.getMetadata().getResourceVersion(),
                    after.getMetadata().getResourceVersion());
            if (!same) {
                changed(after);
            }
        }

        @Override
        public void onDelete(T object, boolean lastStateUnknown) {
            changed(object);
        }

        private void changed(T object) {
            lastConnected = clock.instant();
            String environment = object.getMetadata().getLabels() == null
                    ? null
                    : object.getMetadata().getLabels().get(Labels.ENVIRONMENT);
            if (environment != null) {
                try {
                    hint(new EnvironmentId(environment));
                } catch (InvalidInputException e) {
                    // Our label with a value that we never write: not ours.
                    LOGGER.log(Level.FINE, "an object names no environment", e);
                }
            }
        }
    }
}
