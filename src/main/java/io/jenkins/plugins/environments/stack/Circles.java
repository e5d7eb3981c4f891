package io.jenkins.plugins.environments.stack;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reports services that wait for one another: none of them could start. */
final class Circles {

    private final Map<String, Fields> services;
    private final Problems problems;
    private final Set<String> done = new LinkedHashSet<>();
    private final Set<String> path = new LinkedHashSet<>();
    private final Deque<Step> steps = new ArrayDeque<>();

    /** A service on the way, and those of its dependencies that were not looked at. */
    private record Step(String service, Iterator<Map.Entry<String, Fields>> dependencies) {}

    private Circles(Map<String, Fields> services, Problems problems) {
        this.services = services;
        this.problems = problems;
    }

    /** @param services by name, in long form */
    static void report(Map<String, Fields> services, Problems problems) {
        Circles circles = new Circles(services, problems);
        services.keySet().forEach(circles::follow);
    }

    /** Depth first, without recursion: a chain of services may be as long as a file allows. */
    private void follow(String first) {
        enter(first);
        while (!steps.isEmpty()) {
            Step step = steps.peek();
            if (!step.dependencies().hasNext()) {
                steps.pop();
                path.remove(step.service());
                done.add(step.service());
                continue;
            }
            Map.Entry<String, Fields> dependency = step.dependencies().next();
            if (path.contains(dependency.getKey())) {
                circle(dependency);
            } else {
                enter(dependency.getKey());
            }
        }
    }

    private void enter(String name) {
        Fields service = services.get(name);
        if (service != null && !done.contains(name)) {
            path.add(name);
            steps.push(new Step(name, service.entries("depends_on").entrySet().iterator()));
        }
    }

    private static String words(List<String> circle) {
        int most = 20;
        return circle.size() <= most
                ? String.join(" -> ", circle)
                : String.join(" -> ", circle.subList(0, most)) + " -> ... -> " + circle.get(circle.size() - 1);
    }

    private void circle(Map.Entry<String, Fields> closing) {
        List<String> all = new ArrayList<>(path);
        List<String> circle = new ArrayList<>(all.subList(all.indexOf(closing.getKey()), all.size()));
        circle.add(closing.getKey());
        problems.error(
                closing.getValue().position(),
                "services wait for one another: " + words(circle),
                "take one of these out of depends_on");
    }
}
