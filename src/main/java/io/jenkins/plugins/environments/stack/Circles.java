package io.jenkins.plugins.environments.stack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reports services that wait for one another: none of them could start. */
final class Circles {

    private final Map<String, Fields> services;
    private final Problems problems;
    private final Set<String> done = new HashSet<>();

    private Circles(Map<String, Fields> services, Problems problems) {
        this.services = services;
        this.problems = problems;
    }

    /** @param services by name, in long form */
    static void report(Map<String, Fields> services, Problems problems) {
        Circles circles = new Circles(services, problems);
        services.keySet().forEach(name -> circles.follow(name, new ArrayList<>()));
    }

    private void follow(String name, List<String> path) {
        if (done.contains(name) || !services.containsKey(name)) {
            return;
        }
        path.add(name);
        services.get(name).entries("depends_on").forEach((other, entry) -> {
            if (path.contains(other)) {
                List<String> circle = new ArrayList<>(path.subList(path.indexOf(other), path.size()));
                circle.add(other);
                problems.error(
                        entry.position(),
                        "services wait for one another: " + String.join(" -> ", circle),
                        "take one of these out of depends_on");
            } else {
                follow(other, path);
            }
        });
        path.remove(path.size() - 1);
        done.add(name);
    }
}
