package io.jenkins.plugins.environments.target.docker.observe;

import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.docker.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the services of an environment are doing, from what is known of their containers. */
public final class Readiness {

    /** Kind of a change that names a container. */
    public static final String CONTAINER = "Container";
    /** Kind of a change of a service that shall have no container. */
    public static final String NONE = "Service";

    /** The worst first: a service is as far as its last container. */
    private static final List<State> WORST =
            List.of(State.FAILED, State.PENDING, State.STARTING, State.READY, State.COMPLETED);

    private Readiness() {}

    /**
     * @param applied what was made; of its services nothing else counts
     */
    public static Map<String, ServiceStatus> of(List<Seen> seen, Applied applied) {
        Map<String, List<Applied.Change>> made = new HashMap<>();
        for (Applied.Change change : applied.changes()) {
            boolean counts = change.kind().equals(CONTAINER) || change.kind().equals(NONE);
            if (counts && change.action() != Applied.Action.REMOVED) {
                made.computeIfAbsent(change.service(), service -> new ArrayList<>())
                        .add(change);
            }
        }
        Map<String, List<Seen>> there = new HashMap<>();
        seen.stream()
                .filter(each -> !each.container().label(Labels.SERVICE).isEmpty())
                .forEach(each -> there.computeIfAbsent(each.container().label(Labels.SERVICE), key -> new ArrayList<>())
                        .add(each));
        Set<String> names = new HashSet<>(there.keySet());
        names.addAll(made.keySet());
        Map<String, ServiceStatus> result = new HashMap<>();
        for (String name : names) {
            List<Seen> containers = there.getOrDefault(name, List.of());
            result.put(name, made.containsKey(name) ? made(made.get(name), containers) : status(newest(containers)));
        }
        return result;
    }

    private static ServiceStatus made(List<Applied.Change> changes, List<Seen> containers) {
        List<Optional<Seen>> awaited = changes.stream()
                .filter(change -> change.kind().equals(CONTAINER))
                .map(change -> containers.stream()
                        .filter(each -> each.container().name().equals(change.name())
                                && each.container().created().getEpochSecond() >= change.generation())
                        .findFirst())
                .toList();
        if (awaited.isEmpty()) {
            return new ServiceStatus(State.READY, 0, 0, null);
        }
        if (awaited.stream().anyMatch(Optional::isEmpty)) {
            long ready = awaited.stream()
                    .flatMap(Optional::stream)
                    .filter(Seen::done)
                    .count();
            return new ServiceStatus(State.PENDING, (int) ready, awaited.size(), "a container is gone");
        }
        return status(awaited.stream().flatMap(Optional::stream).toList());
    }

    /** While two generations run, the newer one tells. */
    private static List<Seen> newest(List<Seen> containers) {
        String digest = containers.stream()
                .max(Comparator.comparing(each -> each.container().created()))
                .map(each -> each.container().label(Labels.APPLIED))
                .orElse("");
        return containers.stream()
                .filter(each -> each.container().label(Labels.APPLIED).equals(digest))
                .toList();
    }

    private static ServiceStatus status(List<Seen> containers) {
        Seen worst = containers.stream()
                .min(Comparator.comparing(each -> WORST.indexOf(each.state())))
                .orElseThrow();
        String reason = containers.stream()
                .filter(each -> each.state() == worst.state())
                .map(Seen::reason)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return new ServiceStatus(
                worst.state(), (int) containers.stream().filter(Seen::done).count(), containers.size(), reason);
    }
}
