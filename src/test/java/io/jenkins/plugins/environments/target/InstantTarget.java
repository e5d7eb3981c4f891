package io.jenkins.plugins.environments.target;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A target for real threads: everything is there, and gone, at once; ready when the test says so. */
public final class InstantTarget implements Target {

    private final String id;
    private volatile boolean ready;
    private final Map<EnvironmentId, Desired> places = new ConcurrentHashMap<>();
    private final List<Consumer<EnvironmentId>> listeners = new CopyOnWriteArrayList<>();

    /** Ready, or not before {@link #ready(boolean)} says so. */
    public InstantTarget(String id, boolean ready) {
        this.id = id;
        this.ready = ready;
    }

    /** From now on, for all that is there and that comes. */
    public void ready(boolean now) {
        ready = now;
        places.keySet().forEach(this::tell);
    }

    /** How many environments are there. */
    public int size() {
        return places.size();
    }

    public boolean there(EnvironmentId id) {
        return places.containsKey(id);
    }

    public void tell(EnvironmentId id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Problem> check(Desired desired) {
        return List.of();
    }

    @Override
    public Applied prepare(Desired desired, SecretValues values) {
        places.put(desired.id(), desired);
        return Applied.NOTHING;
    }

    @Override
    public Applied apply(Desired desired, Set<String> services) {
        places.put(desired.id(), desired);
        tell(desired.id());
        return Applied.NOTHING;
    }

    @Override
    public Observation observe(EnvironmentId id, Applied applied) {
        Desired there = places.get(id);
        Map<String, ServiceStatus> services = new HashMap<>();
        if (there != null) {
            State state = ready ? State.READY : State.STARTING;
            there.stack()
                    .services()
                    .keySet()
                    .forEach(name -> services.put(name, new ServiceStatus(state, ready ? 1 : 0, 1, null)));
        }
        return new Observation(Instant.now(), true, there != null, services);
    }

    @Override
    public Applied prune(Desired desired, List<Desired> kept) {
        return Applied.NOTHING;
    }

    @Override
    public Map<String, String> runningImages(EnvironmentId id) {
        return Map.of("web", "web@sha256:0");
    }

    @Override
    public Teardown destroy(EnvironmentId id, String owner, DataPolicy data) {
        places.remove(id);
        return new Teardown(List.of(), List.of());
    }

    @Override
    public Failure diagnose(Desired desired, String service) {
        return Failure.of("service " + service + " did not become ready", "no reason", "wait");
    }

    @Override
    public List<Discovered> discover(String owner) {
        return List.of();
    }

    @Override
    public Subscription watch(Consumer<EnvironmentId> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {}
}
