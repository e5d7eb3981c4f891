package io.jenkins.plugins.environments.target.docker.host;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Change;
import io.jenkins.plugins.environments.target.Applied.Drift;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.compose.Compose;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.host.Generations.Split;
import io.jenkins.plugins.environments.target.docker.observe.Readiness;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile.ComposedService;
import io.jenkins.plugins.environments.target.docker.translate.EdgeLabels;
import io.jenkins.plugins.environments.target.docker.translate.Translation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes services what their file says. What is so already is left alone, without a call of Compose. A standing
 * environment's linked service without volumes gets its new generation beside the old one, which goes when the deploy is
 * ready, or stays when it fails; everything else is replaced in place.
 */
final class BringUp {

    /** Images may have to be pulled first. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Engine engine;
    private final Compose compose;
    private final Desired desired;
    private final ComposeFile file;
    private final Ownership mark;
    private final DockerSettings settings;
    private final Executor workers;

    BringUp(
            Engine engine,
            Compose compose,
            Desired desired,
            ComposeFile file,
            Ownership mark,
            DockerSettings settings,
            Executor workers) {
        this.engine = engine;
        this.compose = compose;
        this.settings = settings;
        this.workers = workers;
        this.desired = desired;
        this.file = file;
        this.mark = mark;
    }

    Applied apply(Set<String> services) {
        List<EngineContainer> before = engine.containers(mark.selector());
        Generations generations = new Generations(engine);
        List<String> inPlace = new ArrayList<>();
        Map<String, Integer> beside = new LinkedHashMap<>();
        Map<String, Integer> priorities = new HashMap<>();
        for (String service : services) {
            ComposedService wanted = file.services().get(service);
            Split split = generations.split(before, service, wanted);
            if (isAsWanted(wanted, split)) {
                continue;
            }
            if (mayBeSideBySide(wanted, split)) {
                long useless = split.current().stream()
                        .filter(each -> !each.running())
                        .map(each -> engine.removeContainer(each.id()))
                        .count();
                long kept = split.current().size() + split.stale().size() - useless;
                int lacking = wanted.replicas() - (int) (split.current().size() - useless);
                priorities.put(service, priority(split.stale()) + 1);
                beside.put(service, (int) kept + Math.max(0, lacking));
            } else {
                inPlace.add(service);
            }
        }
        if (!inPlace.isEmpty() || !beside.isEmpty()) {
            Map<String, String> values = new EnvironmentFiles(engine, mark).values(file);
            String project = desired.id().value();
            PulledImages images = new PulledImages(engine, desired.owner());
            Set<String> absent = images.absent(pulled(inPlace, beside.keySet()));
            try {
                if (!inPlace.isEmpty()) {
                    compose.create(project, file, values, inPlace, Map.of(), PATIENCE);
                }
                if (!beside.isEmpty()) {
                    ComposeFile younger = Translation.translate(desired, settings, priorities);
                    compose.create(project, younger, values, beside.keySet(), beside, PATIENCE);
                }
            } finally {
                images.came(absent, Instant.now());
            }
        }
        boolean nothingDone = inPlace.isEmpty() && beside.isEmpty();
        List<EngineContainer> made = nothingDone ? before : engine.containers(mark.selector());
        boolean started = start(services, made, generations);
        return applied(services, before, started ? engine.containers(mark.selector()) : made);
    }

    /** Images of these services that are not built here. */
    private Set<String> pulled(Collection<String> some, Collection<String> others) {
        return Stream.concat(some.stream(), others.stream())
                .map(file.services()::get)
                .filter(service -> !service.built())
                .map(ComposedService::image)
                .collect(Collectors.toSet());
    }

    /** Connects linked containers to the edge before they run, since the edge looks at them when they start. */
    private boolean start(Set<String> services, List<EngineContainer> containers, Generations generations) {
        List<EngineContainer> current = services.stream()
                .flatMap(service ->
                        generations.split(containers, service, file.services().get(service)).current().stream())
                .toList();
        current.stream()
                .filter(each -> each.labels().containsKey(EdgeLabels.ENABLE)
                        && !each.networks().contains(settings.edgeNetwork()))
                .forEach(each -> engine.connect(each.id(), settings.edgeNetwork()));
        List<EngineContainer> idle = current.stream()
                .filter(each -> !runs(each, each.label(Labels.JOB).equals("true")))
                .toList();
        // Each takes the engine some hundred milliseconds, and they do not wait for one another.
        List<CompletableFuture<Void>> starts = idle.stream()
                .map(each -> CompletableFuture.runAsync(() -> start(each), workers))
                .toList();
        starts.forEach(BringUp::join);
        return !idle.isEmpty();
    }

    private void start(EngineContainer container) {
        try {
            engine.start(container.id());
        } catch (TargetException e) {
            String service = container.label(Labels.SERVICE);
            Failure cause = e.failure();
            throw new TargetException(
                    e.kind(),
                    new Failure(
                            "service " + service + " could not be started",
                            "Container " + container.name(),
                            cause.why(),
                            e.kind() == TargetException.Kind.PERMANENT
                                    ? "correct the service's command, user or configuration"
                                    : cause.remedy(),
                            cause.details()),
                    e);
        }
    }

    private static void join(CompletableFuture<Void> start) {
        try {
            start.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TargetException known ? known : e;
        }
    }

    private boolean isAsWanted(ComposedService wanted, Split split) {
        boolean old = !split.stale().isEmpty() && !mayBeSideBySide(wanted, split);
        return !old
                && split.current().size() == wanted.replicas()
                && split.current().stream().allMatch(each -> runs(each, wanted.job()));
    }

    private static boolean runs(EngineContainer container, boolean job) {
        return container.running()
                || container.state().equals("restarting")
                || job
                        && container.state().equals("exited")
                        && container.status().startsWith("Exited (0)");
    }

    private boolean mayBeSideBySide(ComposedService wanted, Split split) {
        return desired.lifetime() == Lifetime.STANDING
                && wanted.sideBySide()
                && wanted.replicas() > 0
                && split.stale().stream().anyMatch(EngineContainer::running);
    }

    /** Of the route of the youngest of these. */
    private static int priority(List<EngineContainer> containers) {
        return containers.stream()
                .flatMap(each -> each.labels().entrySet().stream())
                .filter(label -> label.getKey().startsWith("traefik.")
                        && label.getKey().endsWith(EdgeLabels.PRIORITY)
                        && label.getValue().matches("\\d{1,9}"))
                .mapToInt(label -> Integer.parseInt(label.getValue()))
                .max()
                .orElse(EdgeLabels.FIRST);
    }

    private Applied applied(Set<String> services, List<EngineContainer> before, List<EngineContainer> after) {
        Map<String, EngineContainer> known =
                before.stream().collect(Collectors.toMap(EngineContainer::id, Function.identity()));
        Generations generations = new Generations(engine);
        List<Change> changes = new ArrayList<>();
        for (String service : services) {
            ComposedService wanted = file.services().get(service);
            Split split = generations.split(after, service, wanted);
            boolean replaces =
                    !generations.split(before, service, wanted).stale().isEmpty();
            if (split.current().isEmpty()) {
                changes.add(new Change(Readiness.NONE, service, service, Action.UNCHANGED, 0));
            }
            split.current()
                    .forEach(each -> changes.add(new Change(
                            Readiness.CONTAINER,
                            each.name(),
                            service,
                            action(known.get(each.id()), each, replaces, wanted),
                            each.created().getEpochSecond(),
                            "",
                            drift(known.get(each.id()), each, wanted))));
        }
        return new Applied(changes);
    }

    private static Action action(
            @CheckForNull EngineContainer before, EngineContainer now, boolean replaces, ComposedService wanted) {
        if (before == null) {
            return replaces ? Action.CHANGED : Action.CREATED;
        }
        return isRepaired(before, now, wanted) ? Action.REPAIRED : Action.UNCHANGED;
    }

    private static boolean isRepaired(EngineContainer before, EngineContainer now, ComposedService wanted) {
        return !runs(before, wanted.job()) && now.running();
    }

    private static List<Drift> drift(
            @CheckForNull EngineContainer before, EngineContainer now, ComposedService wanted) {
        return before == null || !isRepaired(before, now, wanted)
                ? List.of()
                : List.of(new Drift("state", before.state(), now.state()));
    }
}
