package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Environment;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Environments to look through: for lists, pages and rules.
 *
 * @param all in the order in which they are shown
 */
public record Environments(List<Environment> all) {

    public Environments {
        all = List.copyOf(all);
    }

    public Environments ofProject(String project) {
        return where(environment -> environment.project().equals(project));
    }

    public Environments ofStage(String stage) {
        return where(environment -> environment.stage().equals(stage));
    }

    public Environments where(Predicate<Environment> condition) {
        return new Environments(all.stream().filter(condition).toList());
    }

    /** By stage, stages by name. */
    public TreeMap<String, List<Environment>> byStage() {
        return all.stream().collect(Collectors.groupingBy(Environment::stage, TreeMap::new, Collectors.toList()));
    }

    /** By project, projects by name. */
    public TreeMap<String, List<Environment>> byProject() {
        return all.stream().collect(Collectors.groupingBy(Environment::project, TreeMap::new, Collectors.toList()));
    }
}
