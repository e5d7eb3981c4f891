package io.jenkins.plugins.environments.target.docker.host;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Teardown;
import io.jenkins.plugins.environments.target.Teardown.Remaining;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Takes environments away by the Engine API alone. A call begins the work, which goes on by itself: containers end in
 * the reverse order of their dependencies, each within its grace period, then networks and volumes go. Whoever asks
 * again is told what the engine still has.
 */
final class Demolition {

    private final Engine engine;
    private final Executor workers;
    private final Consumer<EnvironmentId> progress;
    private final Map<EnvironmentId, Work> working = new ConcurrentHashMap<>();

    /** What is being done for an environment, and why things stayed when it was last tried. */
    private static final class Work {
        private final Map<String, String> reasons = new ConcurrentHashMap<>();
        private volatile boolean busy;
    }

    /** @param progress hears when something went, or could not */
    Demolition(Engine engine, Executor workers, Consumer<EnvironmentId> progress) {
        this.engine = engine;
        this.workers = workers;
        this.progress = progress;
    }

    Teardown destroy(EnvironmentId environment, Ownership mark, DataPolicy data) {
        refuseForeign(environment, mark);
        List<EngineContainer> containers = engine.containers(mark.selector());
        List<EngineObject> volumes = engine.volumes(mark.selector());
        List<EngineObject> going = new ArrayList<>(engine.networks(mark.selector()));
        List<String> kept = new ArrayList<>();
        for (EngineObject volume : volumes) {
            if (data == DataPolicy.DELETE || volume.label(Labels.FILES).equals("true")) {
                going.add(volume);
            } else {
                kept.add("Volume " + volume.name());
            }
        }
        if (containers.isEmpty() && going.isEmpty()) {
            working.remove(environment);
            return new Teardown(List.of(), kept.stream().sorted().toList());
        }
        Work work = working.computeIfAbsent(environment, id -> new Work());
        synchronized (work) {
            if (!work.busy) {
                work.busy = true;
                workers.execute(() -> demolish(environment, work, containers, going));
            }
        }
        return new Teardown(remaining(work, containers, going), kept);
    }

    /** Containers under our environment's name that are somebody else's: nothing is touched. */
    private void refuseForeign(EnvironmentId environment, Ownership mark) {
        engine.containers(Labels.ENVIRONMENT + "=" + environment)
                .forEach(each -> mark.require("Container", each.name(), each.labels()));
    }

    private static List<Remaining> remaining(Work work, List<EngineContainer> containers, List<EngineObject> others) {
        return Stream.concat(
                        containers.stream()
                                .map(each -> new Remaining(
                                        "Container", each.name(), List.of(), work.reasons.get(each.id()))),
                        others.stream()
                                .map(each -> new Remaining(
                                        each.kind(), each.name(), List.of(), work.reasons.get(each.id()))))
                .toList();
    }

    private void demolish(
            EnvironmentId environment, Work work, List<EngineContainer> containers, List<EngineObject> others) {
        work.reasons.clear();
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (List<EngineContainer> wave : lastFirst(containers)) {
            done = done.thenCompose(nothing -> all(wave, each -> end(work, each)));
        }
        done.thenCompose(nothing -> all(others, each -> keepReason(work, each.id(), engine.remove(each))))
                .thenRunAsync(
                        () -> {
                            if (containers.stream()
                                    .anyMatch(each -> !each.label(Labels.FILES).isEmpty())) {
                                EnvironmentFiles.forgetImage(engine);
                            }
                        },
                        workers)
                .whenComplete((nothing, trouble) -> {
                    synchronized (work) {
                        work.busy = false;
                    }
                    progress.accept(environment);
                });
    }

    private <T> CompletableFuture<Void> all(List<T> things, Consumer<T> action) {
        return CompletableFuture.allOf(things.stream()
                .map(thing -> CompletableFuture.runAsync(() -> action.accept(thing), workers))
                .toArray(CompletableFuture[]::new));
    }

    /** Stops and removes one container. Its own grace period holds. */
    private void end(Work work, EngineContainer container) {
        try {
            if (!Set.of("created", "exited", "dead").contains(container.state())) {
                engine.stop(container.id());
            }
            keepReason(work, container.id(), engine.removeContainer(container.id()));
        } catch (TargetException e) {
            keepReason(work, container.id(), e.getMessage());
        }
    }

    private static void keepReason(Work work, String id, @CheckForNull String reason) {
        if (reason != null) {
            work.reasons.put(id, reason);
        }
    }

    /** Those that nothing depends on first; a circle, which no file has, ends all at once. */
    static List<List<EngineContainer>> lastFirst(List<EngineContainer> containers) {
        Map<String, Set<String>> dependents = new HashMap<>();
        for (EngineContainer each : containers) {
            Arrays.stream(each.label(Labels.AFTER).split(",")).forEach(before -> dependents
                    .computeIfAbsent(before, key -> new HashSet<>())
                    .add(each.label(Labels.SERVICE)));
        }
        List<List<EngineContainer>> waves = new ArrayList<>();
        List<EngineContainer> left = new ArrayList<>(containers);
        while (!left.isEmpty()) {
            Set<String> there = new HashSet<>();
            left.forEach(each -> there.add(each.label(Labels.SERVICE)));
            List<EngineContainer> wave = left.stream()
                    .filter(each -> dependents.getOrDefault(each.label(Labels.SERVICE), Set.of()).stream()
                            .noneMatch(there::contains))
                    .toList();
            List<EngineContainer> next = wave.isEmpty() ? List.copyOf(left) : wave;
            waves.add(next);
            left.removeAll(next);
        }
        return waves;
    }
}
