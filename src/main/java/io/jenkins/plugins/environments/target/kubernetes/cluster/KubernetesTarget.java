package io.jenkins.plugins.environments.target.kubernetes.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import io.jenkins.plugins.environments.target.kubernetes.apply.Applier;
import io.jenkins.plugins.environments.target.kubernetes.apply.CertificateCopy;
import io.jenkins.plugins.environments.target.kubernetes.apply.Leases;
import io.jenkins.plugins.environments.target.kubernetes.apply.Ownership;
import io.jenkins.plugins.environments.target.kubernetes.apply.Place;
import io.jenkins.plugins.environments.target.kubernetes.apply.Pruner;
import io.jenkins.plugins.environments.target.kubernetes.apply.SecretDelivery;
import io.jenkins.plugins.environments.target.kubernetes.apply.SecretFilling;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import io.jenkins.plugins.environments.target.kubernetes.destroy.Demolition;
import io.jenkins.plugins.environments.target.kubernetes.diagnose.Diagnosis;
import io.jenkins.plugins.environments.target.kubernetes.diagnose.Recordings;
import io.jenkins.plugins.environments.target.kubernetes.observe.ClusterView;
import io.jenkins.plugins.environments.target.kubernetes.observe.Readiness;
import io.jenkins.plugins.environments.target.kubernetes.observe.RunningImages;
import io.jenkins.plugins.environments.target.kubernetes.observe.Snapshot;
import io.jenkins.plugins.environments.target.kubernetes.translate.Translation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Environments on a Kubernetes or OpenShift cluster: a namespace each. */
public final class KubernetesTarget implements Target {

    private final String id;
    private final KubernetesSettings settings;
    private final Clock clock;
    private final Cluster cluster;
    private final ApiKinds kinds;
    private final CapabilityDetection capabilities;
    private final Leases leases;
    private final ClusterView view;
    private final Map<EnvironmentId, Instant> toLookAgain = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, task -> {
        Thread thread = new Thread(task, "kubernetes-hints");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param client closed with this
     * @param holder who works here, for the Lease across controllers: the same after a restart, another for every other
     *     controller, e.g. the owner's instance id with its home
     */
    public KubernetesTarget(
            String id, KubernetesSettings settings, KubernetesClient client, String holder, Clock clock) {
        this.id = id;
        this.settings = settings;
        this.clock = clock;
        this.cluster = new Cluster(client);
        this.kinds = new ApiKinds(cluster, clock);
        this.capabilities = new CapabilityDetection(cluster, kinds, clock);
        this.leases = new Leases(cluster, clock, holder);
        this.view = new ClusterView(cluster, clock, timer);
    }

    /**
     * Connects; returns before the cluster has answered anything.
     *
     * @throws InvalidInputException when the connection is incomplete or refused
     */
    public static KubernetesTarget connect(
            String id, KubernetesSettings settings, KubernetesConnection connection, String holder) {
        return new KubernetesTarget(id, settings, Clients.connect(connection.resolve()), holder, Clock.systemUTC());
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Problem> check(Desired desired) {
        new ReadyKinds(kinds).check(desired.stack());
        return manifests(desired).warnings();
    }

    @Override
    public Applied prepare(Desired desired, SecretValues values) {
        Manifests manifests = manifests(desired);
        String namespace = namespace(desired.id());
        Ownership mark = mark(desired);
        CertificateCopy copy = new CertificateCopy(cluster, kinds);
        Optional<ApiObject> certificate = copy.find(settings, manifests);
        Applied place = new Place(cluster, kinds).make(manifests, mark);
        leases.hold(namespace, mark);
        Applied copied =
                certificate.map(found -> copy.deliver(manifests, mark, found)).orElse(Applied.NOTHING);
        Applied secrets = new SecretDelivery(cluster, kinds).deliver(namespace, mark, manifests.secrets(), values);
        return place.and(copied)
                .and(secrets)
                .and(new Applier(cluster, kinds).apply(namespace, mark, manifests.foundation()));
    }

    @Override
    public SecretValues values(Desired desired) {
        return new SecretDelivery(cluster, kinds)
                .bringBack(
                        namespace(desired.id()),
                        mark(desired),
                        manifests(desired).secrets());
    }

    @Override
    public Applied apply(Desired desired, Set<String> services) {
        Manifests manifests = manifests(desired);
        String namespace = namespace(desired.id());
        leases.hold(namespace, mark(desired));
        List<HasMetadata> objects = manifests.services().entrySet().stream()
                .filter(service -> services.contains(service.getKey()))
                .flatMap(service -> service.getValue().stream())
                .toList();
        if (desired.stack().manifests().isEmpty()) {
            return new Applier(cluster, kinds).apply(namespace, mark(desired), objects);
        }
        ReadyKinds ready = new ReadyKinds(kinds);
        ready.awaitServed(objects);
        view.also(ready.watched(desired.stack(), services));
        List<HasMetadata> filled = new SecretFilling(cluster).fill(namespace, mark(desired), objects);
        return new Applier(cluster, kinds).apply(namespace, mark(desired), filled);
    }

    @Override
    public Observation observe(EnvironmentId environment, Applied applied) {
        Instant now = clock.instant();
        boolean connected = view.connected();
        Snapshot snapshot = view.snapshot(namespace(environment));
        Readiness readiness = Readiness.of(snapshot, applied, now);
        var again = readiness.lookAgain();
        if (again != null) {
            lookAgain(environment, again, now);
        }
        return new Observation(
                connected ? now : view.lastConnected(), connected, snapshot.exists(), readiness.services());
    }

    /** Some things are known to be hopeless only after a while in which nothing happens: nobody else would look then. */
    private void lookAgain(EnvironmentId environment, Instant at, Instant now) {
        if (at.equals(toLookAgain.put(environment, at))) {
            return;
        }
        timer.schedule(
                () -> {
                    toLookAgain.remove(environment, at);
                    view.hint(environment);
                },
                Math.max(0, Duration.between(now, at).toMillis()) + 100,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public Applied prune(Desired desired, List<Desired> kept) {
        String namespace = namespace(desired.id());
        leases.hold(namespace, mark(desired));
        return pruner().prune(
                        namespace,
                        mark(desired),
                        manifests(desired),
                        kept.stream().map(this::manifests).toList());
    }

    @Override
    public Map<String, String> runningImages(EnvironmentId environment) {
        return RunningImages.of(view.snapshot(namespace(environment)));
    }

    @Override
    public Teardown destroy(EnvironmentId environment, String owner, DataPolicy data) {
        String namespace = namespace(environment);
        leases.forget(namespace);
        return new Demolition(cluster, kinds, pruner(), clock)
                .destroy(namespace, new Ownership(owner, environment.value()), data);
    }

    @Override
    public Teardown force(EnvironmentId environment, String owner, DataPolicy data) {
        return new Demolition(cluster, kinds, pruner(), clock)
                .force(namespace(environment), new Ownership(owner, environment.value()), data);
    }

    @Override
    public Failure diagnose(Desired desired, String service) {
        return new Diagnosis(cluster, clock).of(namespace(desired.id()), service, desired.stack());
    }

    @Override
    public Insight insight(EnvironmentId environment, String owner, String service, int lines) {
        return new Recordings(cluster).of(namespace(environment), owner, service, lines);
    }

    @Override
    public List<Discovered> discover(String owner) {
        return cluster.list(ApiKind.NAMESPACE, null, Labels.OWNER + "=" + owner).stream()
                .filter(namespace ->
                        namespace.name().equals(settings.namespacePrefix() + namespace.label(Labels.ENVIRONMENT)))
                .flatMap(namespace -> discovered(namespace).stream())
                .toList();
    }

    private Optional<Discovered> discovered(ApiObject namespace) {
        if (namespace.label(Labels.KEPT).isEmpty()) {
            return Optional.of(discovered(namespace, List.of()));
        }
        List<String> kept = new Demolition(cluster, kinds, pruner(), clock).kept(namespace.name());
        return kept.isEmpty() ? Optional.empty() : Optional.of(discovered(namespace, kept));
    }

    private static Discovered discovered(ApiObject namespace, List<String> kept) {
        String project = namespace.annotation(Labels.PROJECT);
        String since = namespace.text("/metadata/creationTimestamp");
        return new Discovered(
                new EnvironmentId(namespace.label(Labels.ENVIRONMENT)),
                namespace.label(Labels.OWNER),
                project.isEmpty() ? namespace.label(Labels.PROJECT) : project,
                namespace.label(Labels.STAGE),
                namespace.label(Labels.CHANGE),
                emptyToNull(namespace.annotation(Labels.BRANCH)),
                emptyToNull(namespace.annotation(Labels.COMMIT)),
                since.isEmpty() ? null : Instant.parse(since),
                kept);
    }

    @CheckForNull
    private static String emptyToNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @Override
    public Subscription watch(Consumer<EnvironmentId> listener) {
        return view.watch(listener);
    }

    /** Whether the cluster is reachable, what it lacks, and which permissions do. Talks to it. */
    public TargetHealth health() {
        return new HealthExamination(cluster, kinds, capabilities).examine();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        view.close();
        cluster.close();
    }

    private Manifests manifests(Desired desired) {
        if (desired.stack().manifests().isEmpty()) {
            return Translation.translate(desired, settings, capabilities.capabilities());
        }
        ReadyKinds ready = new ReadyKinds(kinds);
        Capabilities all = capabilities.capabilities().with(ready.clusterScoped(desired.stack()));
        return ready.noted(Translation.translate(desired, settings, all), desired.stack());
    }

    private Pruner pruner() {
        return new Pruner(cluster, kinds, settings);
    }

    private String namespace(EnvironmentId environment) {
        return settings.namespacePrefix() + environment;
    }

    private static Ownership mark(Desired desired) {
        return new Ownership(desired.owner(), desired.id().value());
    }
}
