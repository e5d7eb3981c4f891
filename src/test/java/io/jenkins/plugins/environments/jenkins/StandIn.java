package io.jenkins.plugins.environments.jenkins;

import io.jenkins.plugins.environments.jenkins.config.TargetSettings;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Teardown;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A target without threads and connections of its own, for numbers that are the plugin's: ready when it is told. */
final class StandIn implements Target {

    /** One for the whole process, as a cluster outlives Jenkins. */
    static final StandIn ONLY = new StandIn();

    private final Map<EnvironmentId, Desired> places = new ConcurrentHashMap<>();
    private final List<Consumer<EnvironmentId>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean ready;

    private StandIn() {}

    /** How many environments are there. */
    int size() {
        return places.size();
    }

    void makeReady() {
        ready = true;
        places.keySet().forEach(id -> listeners.forEach(listener -> listener.accept(id)));
    }

    @Override
    public String id() {
        return "cluster-a";
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
        return Failure.of("service " + service + " did not become ready", "it was not told to", "wait");
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
    public void close() {
        // It outlives Jenkins.
    }

    /** How it is configured. */
    static final class Settings extends TargetSettings {

        Settings() {
            super(ONLY.id());
        }

        @Override
        public Blueprint blueprint() {
            return new Same();
        }
    }

    /** All connections are one. */
    private record Same() implements TargetSettings.Blueprint {
        @Override
        public Target connect(String holder) {
            return ONLY;
        }
    }
}
