package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The order in which a stack's services start: a service is in the first wave that comes after those of all services
 * that it depends on (Kahn's algorithm, by levels). Services of a wave keep the order of the file. Manifests name their
 * waves themselves.
 */
public final class Waves {

    private Waves() {}

    /**
     * The waves, first to last; empty for a stack with nothing in it.
     *
     * @throws InvalidInputException when services wait for one another in a circle
     */
    public static List<Set<String>> of(Stack stack) {
        return beside(services(stack), stack);
    }

    /**
     * Units of manifests beside services: negative waves before all services, those from 0 on with the services' own, the
     * lowest with the first.
     */
    private static List<Set<String>> beside(List<Set<String>> services, Stack stack) {
        SortedMap<Integer, Set<String>> units = new TreeMap<>();
        stack.manifests().forEach(manifest -> units.computeIfAbsent(manifest.wave(), wave -> new LinkedHashSet<>())
                .add(manifest.unit()));
        List<Set<String>> waves = new ArrayList<>(units.headMap(0).values());
        List<Set<String>> others = List.copyOf(units.tailMap(0).values());
        for (int i = 0; i < Math.max(services.size(), others.size()); i++) {
            Set<String> wave = new LinkedHashSet<>(i < services.size() ? services.get(i) : Set.of());
            wave.addAll(i < others.size() ? others.get(i) : Set.of());
            waves.add(wave);
        }
        return waves.stream().map(Collections::unmodifiableSet).toList();
    }

    private static List<Set<String>> services(Stack stack) {
        List<Set<String>> waves = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        Set<String> left = new LinkedHashSet<>(stack.services().keySet());
        while (!left.isEmpty()) {
            Set<String> wave = new LinkedHashSet<>();
            for (String name : left) {
                if (mayStart(stack, stack.service(name), done)) {
                    wave.add(name);
                }
            }
            if (wave.isEmpty()) {
                throw circle(stack, left);
            }
            waves.add(Collections.unmodifiableSet(wave));
            done.addAll(wave);
            left.removeAll(wave);
        }
        return List.copyOf(waves);
    }

    private static boolean mayStart(Stack stack, Service service, Set<String> done) {
        return service.dependsOn().keySet().stream()
                .allMatch(other -> done.contains(other) || !stack.services().containsKey(other));
    }

    private static InvalidInputException circle(Stack stack, Set<String> left) {
        // Follow one dependency at a time: among those left, each has one that is left, too.
        List<String> path = new ArrayList<>();
        String name = left.iterator().next();
        while (!path.contains(name)) {
            path.add(name);
            name = stack.service(name).dependsOn().keySet().stream()
                    .filter(left::contains)
                    .findFirst()
                    .orElseThrow();
        }
        List<String> circle = new ArrayList<>(path.subList(path.indexOf(name), path.size()));
        circle.add(name);
        Service first = stack.service(name);
        return new InvalidInputException(new Problem(
                first.dependsOn().get(circle.get(1)).position(),
                "services wait for one another: " + String.join(" -> ", circle),
                "take one of these out of depends_on"));
    }
}
