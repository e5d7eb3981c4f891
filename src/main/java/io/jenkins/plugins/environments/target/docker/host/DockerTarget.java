package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.Compose;
import io.jenkins.plugins.environments.target.docker.compose.Programs;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineImage;
import io.jenkins.plugins.environments.target.docker.observe.EngineView;
import io.jenkins.plugins.environments.target.docker.observe.Readiness;
import io.jenkins.plugins.environments.target.docker.observe.Seen;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import io.jenkins.plugins.environments.target.docker.translate.Marks;
import io.jenkins.plugins.environments.target.docker.translate.Translation;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Environments on a Docker engine: a Compose project each. Only {@link #prepare} and {@link #apply} run Compose, and
 * only when something has to be made; all else goes by the Engine API.
 */
public final class DockerTarget implements Target {

    private static final int WORKERS = 8;

    private final String id;
    private final DockerSettings settings;
    private final Engine engine;
    private final Compose compose;
    private final EngineView view;
    private final Demolition demolition;
    private final LinkedPorts ports;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, daemon("docker-view"));
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, daemon("docker-containers"));

    private DockerTarget(String id, DockerSettings settings, Engine engine, Compose compose, Clock clock) {
        this.id = id;
        this.settings = settings;
        this.engine = engine;
        this.compose = compose;
        this.ports = new LinkedPorts(engine, settings.edgeNetwork());
        this.view = new EngineView(engine, clock, timer);
        this.demolition = new Demolition(engine, workers, view::hint);
    }

    /**
     * Connects; returns before the engine has answered anything.
     *
     * @param programs where Compose runs
     * @throws InvalidInputException when the connection is incomplete or refused
     */
    public static DockerTarget connect(
            String id, DockerSettings settings, EngineConnection connection, Programs programs) {
        return new DockerTarget(
                id, settings, Engine.connect(connection), new Compose(programs, connection), Clock.systemUTC());
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Problem> check(Desired desired) {
        List<Problem> warnings =
                new ArrayList<>(Translation.translate(desired, settings).warnings());
        if (!desired.links().isEmpty() && ports.knownToHaveNoEdge()) {
            warnings.add(new Problem(
                    null,
                    "no edge is on the engine: its network " + settings.edgeNetwork()
                            + " is not there. Links lead to ports of 127.0.0.1, which only the engine's machine reaches",
                    "start an edge with docs/docker-edge/compose.yaml and deploy again"));
        }
        return List.copyOf(warnings);
    }

    /** With links as they lead on this engine. */
    private ComposeFile file(Desired desired) {
        return Translation.translate(ports.served(desired), settings);
    }

    @Override
    public List<Link> links(Desired desired) {
        return ports.served(desired).links();
    }

    @Override
    public Applied prepare(Desired desired, SecretValues values) {
        ComposeFile file = file(desired);
        Ownership mark = mark(desired);
        new Place(engine, mark).look(file);
        new EnvironmentFiles(engine, mark).bring(file, values, Marks.of(desired));
        new Images(engine, compose).bring(desired, file, mark);
        return Applied.NOTHING;
    }

    @Override
    public SecretValues values(Desired desired) {
        return new EnvironmentFiles(engine, mark(desired)).kept(Translation.translate(desired, settings));
    }

    @Override
    public Applied apply(Desired desired, Set<String> services) {
        Desired served = ports.served(desired);
        Applied applied = new BringUp(
                        engine,
                        compose,
                        served,
                        Translation.translate(served, settings),
                        mark(desired),
                        settings,
                        workers)
                .apply(services);
        // So that who looks next finds at least what was just made.
        view.refresh();
        return applied;
    }

    @Override
    public Observation observe(EnvironmentId environment, Applied applied) {
        List<Seen> seen = view.of(environment);
        return new Observation(view.asOf(), view.connected(), !seen.isEmpty(), Readiness.of(seen, applied));
    }

    @Override
    public Applied prune(Desired desired, List<Desired> kept) {
        ComposeFile file = file(desired);
        Applied pruned = new Pruner(engine, mark(desired))
                .prune(
                        file,
                        Stream.concat(Stream.of(file), kept.stream().map(each -> Translation.translate(each, settings)))
                                .toList());
        view.refresh();
        return pruned;
    }

    @Override
    public Map<String, String> runningImages(EnvironmentId environment) {
        Map<String, String> images = new TreeMap<>();
        for (EngineContainer container : engine.containers(Labels.ENVIRONMENT + "=" + environment)) {
            String service = container.label(Labels.SERVICE);
            if (!service.isEmpty()) {
                images.computeIfAbsent(service, key -> new Images(engine, compose).reference(container));
            }
        }
        return images;
    }

    @Override
    public Teardown destroy(EnvironmentId environment, String owner, DataPolicy data) {
        return demolition.destroy(environment, new Ownership(owner, environment.value()), data);
    }

    @Override
    public Failure diagnose(Desired desired, String service) {
        var wanted = file(desired).services().get(service);
        return new Diagnosis(engine, mark(desired)).of(service, wanted == null ? "" : wanted.digest());
    }

    @Override
    public Insight insight(EnvironmentId environment, String owner, String service, int lines) {
        return new Recordings(engine, new Ownership(owner, environment.value())).of(service, lines);
    }

    @Override
    public List<Discovered> discover(String owner) {
        return new Discovery(engine, owner).discover();
    }

    @Override
    public Applied tidy(String owner, Set<EnvironmentId> living, Set<String> needed, Instant before) {
        List<EngineImage> images = engine.images();
        Set<String> wanted = new HashSet<>(needed);
        engine.containers().forEach(each -> wanted.add(each.imageId()));
        return new BuiltImages(engine, owner)
                .tidy(images, living, wanted, before)
                .and(new PulledImages(engine, owner).tidy(images, wanted, before));
    }

    @Override
    public Subscription watch(Consumer<EnvironmentId> listener) {
        return view.watch(listener);
    }

    /** Whether the engine is reachable and what it lacks. Talks to it, and to Compose. */
    public EngineHealth health() {
        return new HealthExamination(engine, compose, settings).examine();
    }

    /**
     * Which Compose works for an environment, and where it was found to be; runs it.
     *
     * @throws io.jenkins.plugins.environments.model.TargetException when there is none
     */
    public String compose(EnvironmentId environment) {
        return compose.version(environment.value());
    }

    @Override
    public void close() {
        view.close();
        timer.shutdownNow();
        workers.shutdownNow();
        engine.close();
    }

    private static Ownership mark(Desired desired) {
        return new Ownership(desired.owner(), desired.id().value());
    }
}
