package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Change;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineObject;
import io.jenkins.plugins.environments.target.docker.observe.Readiness;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import io.jenkins.plugins.environments.target.docker.translate.EdgeLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Removes what earlier deployments left: old generations, services and networks that are no more. Volumes stay. */
record Pruner(Engine engine, Ownership mark) {

    private static final long EDGE_MILLIS = 2500;

    Applied prune(ComposeFile file, List<ComposeFile> kept) {
        List<Change> changes = new ArrayList<>();
        Generations generations = new Generations(engine);
        List<EngineContainer> left = engine.containers(mark.selector()).stream()
                .filter(each -> !each.label(Labels.SERVICE).isEmpty())
                .filter(each -> {
                    var wanted = file.services().get(each.label(Labels.SERVICE));
                    return wanted == null || !generations.isCurrent(each, wanted);
                })
                .toList();
        if (left.stream().anyMatch(each -> each.running() && each.labels().containsKey(EdgeLabels.ENABLE))) {
            letTheEdgeLookAway();
        }
        // One by one would add up their grace periods.
        left.parallelStream().forEach(this::end);
        left.forEach(each -> changes.add(
                new Change(Readiness.CONTAINER, each.name(), each.label(Labels.SERVICE), Action.REMOVED, 0)));
        for (EngineObject network : engine.networks(mark.selector())) {
            boolean named = file.document().get("networks") instanceof Map<?, ?> networks
                    && networks.containsKey(network.label(Labels.NAME));
            if (!named && engine.remove(network) == null) {
                changes.add(new Change(network.kind(), network.name(), "", Action.REMOVED, 0));
            }
        }
        int emptied = new EnvironmentFiles(engine, mark).empty(kept);
        if (emptied > 0) {
            changes.add(new Change("File", emptied + " files", "", Action.REMOVED, 0));
        }
        return new Applied(changes);
    }

    /** Traefik takes up changes at most every two seconds; until then an old generation gets requests. */
    private static void letTheEdgeLookAway() {
        try {
            Thread.sleep(EDGE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(EngineContainer container) {
        engine.stop(container.id());
        engine.removeContainer(container.id());
    }
}
