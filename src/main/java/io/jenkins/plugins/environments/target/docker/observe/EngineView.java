package io.jenkins.plugins.environments.target.docker.observe;

import com.github.dockerjava.api.command.InspectContainerResponse;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Target.Subscription;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All environments' containers on an engine, in memory: one list call for all of them when events tell that something
 * happened, and now and then. One stream of events per engine, no thread and no poll per environment.
 */
public final class EngineView implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineView.class);
    /** Events come in swarms; one list answers for all of them. */
    private static final long SWARM_MILLIS = 60;

    private static final long NOW_AND_THEN_SECONDS = 30;
    private static final long LONGEST_PAUSE_SECONDS = 15;

    private final Engine engine;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final List<Consumer<EnvironmentId>> listeners = new CopyOnWriteArrayList<>();
    private final Restarts restarts = new Restarts();
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Map<String, List<Seen>> containers = Map.of();
    private volatile Instant asOf = Instant.EPOCH;
    private volatile boolean following;
    private volatile boolean reachable;
    private volatile boolean closed;

    @CheckForNull
    private volatile Closeable events;

    public EngineView(Engine engine, Clock clock, ScheduledExecutorService timer) {
        this.engine = engine;
        this.clock = clock;
        this.timer = timer;
    }

    /** Whether news come in; what is known is then as old as the last event. */
    public boolean connected() {
        begin();
        return following && reachable;
    }

    /** When what is known was last known to be true. */
    public Instant asOf() {
        return connected() ? clock.instant() : asOf;
    }

    /** The environment's containers, the one that holds its files among them. */
    public List<Seen> of(EnvironmentId environment) {
        begin();
        return containers.getOrDefault(environment.value(), List.of());
    }

    public Subscription watch(Consumer<EnvironmentId> listener) {
        listeners.add(listener);
        begin();
        return () -> listeners.remove(listener);
    }

    /** Tells listeners that they may want to look. */
    public void hint(EnvironmentId environment) {
        listeners.forEach(listener -> listener.accept(environment));
    }

    /**
     * Looks at once.
     *
     * @throws TargetException when the engine does not answer
     */
    public synchronized void refresh() {
        Map<String, List<Seen>> next = new HashMap<>();
        try {
            for (EngineContainer container : engine.containers(Labels.ENVIRONMENT)) {
                next.computeIfAbsent(container.label(Labels.ENVIRONMENT), id -> new ArrayList<>())
                        .add(judge(container));
            }
            reachable = true;
        } catch (TargetException e) {
            reachable = false;
            // The stream of an engine that does not answer may be dead without having ended.
            closeEvents();
            throw e;
        }
        restarts.retain(next.values().stream()
                .flatMap(List::stream)
                .map(seen -> seen.container().id())
                .collect(Collectors.toSet()));
        asOf = clock.instant();
        Map<String, List<Seen>> before = containers;
        containers = Map.copyOf(next);
        Set<String> ids = new HashSet<>(before.keySet());
        ids.addAll(next.keySet());
        for (String id : ids) {
            if (!next.getOrDefault(id, List.of()).equals(before.getOrDefault(id, List.of()))) {
                hint(new EnvironmentId(id));
            }
        }
        boolean unsettled = next.values().stream().flatMap(List::stream).anyMatch(EngineView::unsettled);
        if (unsettled) {
            // Nothing tells that a container has been up long enough.
            schedule(this::refreshQuietly, 1000);
        }
    }

    private static boolean unsettled(Seen seen) {
        String reason = seen.reason();
        return reason != null && reason.startsWith("restarted");
    }

    private Seen judge(EngineContainer container) {
        boolean idle = !container.label(Labels.FILES).isEmpty();
        InspectContainerResponse look = !idle && ContainerJudge.needsLook(container)
                ? engine.inspect(container.id()).orElse(null)
                : null;
        Instant now = clock.instant();
        if (look != null) {
            restarts.seen(container.id(), ContainerJudge.restarts(look), now);
        }
        return ContainerJudge.judge(container, look, restarts.lately(container.id(), now));
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            timer.execute(() -> follow(1));
            timer.scheduleWithFixedDelay(
                    this::refreshQuietly, NOW_AND_THEN_SECONDS, NOW_AND_THEN_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void follow(long pause) {
        if (closed) {
            return;
        }
        AtomicBoolean over = new AtomicBoolean();
        try {
            // A stream from an engine that answers nothing would begin nowhere, and hold a thread for ever.
            refresh();
            Closeable stream = engine.follow(Labels.ENVIRONMENT, this::happened, () -> {
                if (over.compareAndSet(false, true)) {
                    ended(pause);
                }
            });
            events = stream;
            following = !over.get();
            // What happened before the stream began is seen by looking after it has.
            refresh();
            allMayLook();
        } catch (TargetException e) {
            LOG.debug("The engine's events can't be followed: {}", e.getMessage());
            following = false;
            // Once: the stream that broke may have told of its end already, and two that follow would become four.
            boolean first = over.compareAndSet(false, true);
            closeEvents();
            if (first) {
                schedule(() -> follow(Math.min(pause * 2, LONGEST_PAUSE_SECONDS)), pause * 1000);
            }
        }
    }

    private void ended(long pause) {
        // One that ends before it has begun is no better than none.
        long next = following ? 1 : Math.min(pause * 2, LONGEST_PAUSE_SECONDS);
        following = false;
        allMayLook();
        schedule(() -> follow(next), pause * 1000);
    }

    private void allMayLook() {
        containers.keySet().forEach(id -> hint(new EnvironmentId(id)));
    }

    private void happened(Map<String, String> labels) {
        if (refreshing.compareAndSet(false, true)) {
            schedule(
                    () -> {
                        refreshing.set(false);
                        refreshQuietly();
                    },
                    SWARM_MILLIS);
        }
    }

    private void refreshQuietly() {
        try {
            refresh();
        } catch (TargetException e) {
            LOG.debug("The engine does not answer: {}", e.getMessage());
        }
    }

    private void schedule(Runnable task, long millis) {
        if (!closed) {
            timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void closeEvents() {
        Closeable stream = events;
        if (stream != null) {
            try {
                stream.close();
            } catch (IOException e) {
                LOG.debug("The stream of events is gone already: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        closeEvents();
    }
}
