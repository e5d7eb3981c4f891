package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.target.Target.Discovered;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.engine.EngineObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds an owner's environments on an engine by their labels, with one list of containers, networks and volumes each. */
record Discovery(Engine engine, String owner) {

    List<Discovered> discover() {
        String label = Labels.OWNER + "=" + owner;
        List<EngineObject> volumes = engine.volumes(label);
        Map<String, Map<String, String>> there = new TreeMap<>();
        Stream.of(
                        engine.networks(label).stream().map(EngineObject::labels),
                        engine.containers(label).stream().map(EngineContainer::labels),
                        // One with files was not kept: those go with the environment.
                        volumes.stream().map(EngineObject::labels).filter(labels -> labels.containsKey(Labels.FILES)))
                .flatMap(each -> each)
                .forEach(labels -> there.put(id(labels), labels));
        Map<String, List<EngineObject>> kept = volumes.stream()
                .filter(each -> !there.containsKey(id(each.labels())))
                .collect(Collectors.groupingBy(each -> id(each.labels()), TreeMap::new, Collectors.toList()));
        return Stream.concat(
                        there.values().stream().map(labels -> discovered(labels, List.of())),
                        kept.values().stream()
                                .map(each -> discovered(
                                        each.get(0).labels(),
                                        each.stream()
                                                .map(volume -> "Volume " + volume.name())
                                                .sorted()
                                                .toList())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String id(Map<String, String> labels) {
        return labels.getOrDefault(Labels.ENVIRONMENT, "");
    }

    private static Optional<Discovered> discovered(Map<String, String> labels, List<String> kept) {
        try {
            return Optional.of(new Discovered(
                    new EnvironmentId(id(labels)),
                    labels.getOrDefault(Labels.OWNER, ""),
                    labels.getOrDefault(Labels.PROJECT, ""),
                    labels.getOrDefault(Labels.STAGE, ""),
                    labels.getOrDefault(Labels.CHANGE, ""),
                    null,
                    null,
                    null,
                    kept));
        } catch (InvalidInputException e) {
            // Nothing that we made: our ids are ids.
            return Optional.empty();
        }
    }
}
