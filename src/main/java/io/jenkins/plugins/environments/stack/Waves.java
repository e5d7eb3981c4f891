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

/**
 * The order in which a stack's services start: a service is in the first wave that comes after those of all services
 * that it depends on (Kahn's algorithm, by levels). Services of a wave keep the order of the file.
 */
public final class Waves {

    private Waves() {}

    /**
     * The waves, first to last; empty for a stack without services.
     *
     * @throws InvalidInputException when services wait for one another in a circle
     */
    public static List<Set<String>> of(Stack stack) {
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
