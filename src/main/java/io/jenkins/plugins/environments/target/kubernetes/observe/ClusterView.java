package io.jenkins.plugins.environments.target.kubernetes.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Target.Subscription;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What a cluster holds of ours, from one set of watches for all environments.
 *
 * <p>The client library takes up a broken watch again by itself, but client 6 does not tell that it is broken, and it may
 * take its time. So one small request each few seconds, for the whole cluster, tells whether it is there. While it is not,
 * nothing is watched: what was known stays, and the library does not fill the log with each try. When it is back, new
 * watches take the place of the old ones, with a list first, so that nothing is missed.
 */
public final class ClusterView implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(ClusterView.class.getName());
    private static final long PULSE_SECONDS = 5;

    private final Cluster cluster;
    private final Clock clock;
    private final List<Consumer<EnvironmentId>> listeners = new CopyOnWriteArrayList<>();
    private final Set<ApiKind> refused = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> pulse;
    private Watches current;
    /** They take the place of the current ones when they have told what is there; null when there is no need. */
    private Watches next;

    /** At the last pulse. */
    private volatile boolean wasConnected;

    private volatile boolean alive = true;
    private volatile boolean closed;
    private volatile Instant lastConnected = Instant.EPOCH;

    /**
     * Begins to watch; returns at once.
     *
     * @param timer runs the small request; not closed with this
     */
    public ClusterView(Cluster cluster, Clock clock, ScheduledExecutorService timer) {
        this.cluster = cluster;
        this.clock = clock;
        this.current = new Watches(cluster.client(), this::changed);
        this.pulse = timer.scheduleWithFixedDelay(this::feelPulse, PULSE_SECONDS, PULSE_SECONDS, TimeUnit.SECONDS);
    }

    private void feelPulse() {
        try {
            cluster.read("ask for the version", "/version");
            if (!alive) {
                LOGGER.log(Level.INFO, () -> cluster.client().getMasterUrl() + " answers again");
                renew();
            }
            alive = true;
            watchKinds();
            tellOfReturn();
        } catch (EnvironmentException e) {
            lose(e);
        } catch (RuntimeException e) {
            // It must not end with this: nobody else would begin it again.
            LOGGER.log(Level.WARNING, "the cluster's pulse", e);
        }
    }

    /** Kinds of manifests are watched for as long as an environment has them; which, the namespaces say. */
    private void watchKinds() {
        Watches watches = watches();
        Set<ApiKind> named = watches.named();
        List<ApiKind> missing = named.stream()
                .filter(kind -> !watches.kinds().contains(kind))
                // One that is not served yet would be a watch that breaks again and again.
                .filter(this::isThere)
                .toList();
        if (!watches.kinds().isEmpty() || !missing.isEmpty()) {
            watches.also(missing);
            watches.only(named);
        }
    }

    /** What the account may not see is not watched; the namespace that names it may be another owner's. */
    private boolean isThere(ApiKind kind) {
        try {
            return cluster.read("look for " + kind.kind(), kind.path(null) + "?limit=1")
                    .isPresent();
        } catch (TargetException e) {
            if (e.kind() != TargetException.Kind.PERMANENT) {
                throw e;
            }
            if (refused.add(kind)) {
                LOGGER.log(Level.WARNING, () -> kind.kind() + " can't be watched: " + e.getMessage());
            }
            return false;
        }
    }

    /** Begins to watch these kinds, too, for as long as an environment's namespace names them. */
    public void also(Collection<ApiKind> kinds) {
        watches().also(kinds);
    }

    private void lose(EnvironmentException e) {
        if (alive) {
            // Once for each loss, not for each try.
            LOGGER.log(
                    Level.WARNING,
                    () -> cluster.client().getMasterUrl()
                            + " does not answer, its environments are shown as they were: " + e.getMessage());
        }
        alive = false;
        quieten();
    }

    private synchronized void quieten() {
        current.close();
        if (next != null) {
            next.close();
        }
    }

    /** What was told while nobody could trust it is told again. */
    private void tellOfReturn() {
        boolean now = connected();
        if (now && !wasConnected) {
            watches().environments().forEach(this::hint);
        }
        wasConnected = now;
    }

    private synchronized void renew() {
        if (!closed) {
            if (next != null) {
                next.close();
            }
            next = new Watches(cluster.client(), this::changed);
            next.also(current.kinds());
        }
    }

    private synchronized Watches watches() {
        if (next != null && next.watching()) {
            current.close();
            current = next;
            next = null;
        }
        return current;
    }

    /** Whether news come in on every watch. */
    public boolean connected() {
        boolean connected = watches().watching() && alive && !renewing();
        if (connected) {
            lastConnected = clock.instant();
        }
        return connected;
    }

    private synchronized boolean renewing() {
        return next != null;
    }

    /** When it was last known that news come in. */
    public Instant lastConnected() {
        return lastConnected;
    }

    /** What is known of one namespace. */
    public Snapshot snapshot(String namespace) {
        return watches().snapshot(namespace);
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

    private void changed(HasMetadata object) {
        Watches.environment(object).ifPresent(this::hint);
    }

    @Override
    public synchronized void close() {
        closed = true;
        pulse.cancel(false);
        quieten();
    }
}
