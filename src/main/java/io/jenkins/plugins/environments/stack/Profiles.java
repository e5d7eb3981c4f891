package io.jenkins.plugins.environments.stack;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which services run. @param active names of profiles; {@code *}: all */
record Profiles(Set<String> active) {

    Profiles {
        active = Set.copyOf(active);
    }

    /** Those asked for, else those of {@code COMPOSE_PROFILES}. */
    static Profiles of(Set<String> requested, Scope scope) {
        Variable variable = scope.get("COMPOSE_PROFILES");
        return new Profiles(
                requested.isEmpty() && variable != null
                        ? new HashSet<>(List.of(variable.text().strip().split("[\\s,]+")))
                        : requested);
    }

    /** The services that do not run. */
    Set<String> inactive(Tree.Table document) {
        Set<String> names = new HashSet<>();
        if (document.get("services") instanceof Tree.Table services) {
            services.entries().forEach((name, service) -> {
                if (service instanceof Tree.Table table && !isActive(table)) {
                    names.add(name);
                }
            });
        }
        return names;
    }

    private boolean isActive(Tree.Table service) {
        if (!(service.get("profiles") instanceof Tree.Items profiles)
                || profiles.items().isEmpty()) {
            return true;
        }
        return active.contains("*")
                || profiles.items().stream()
                        .anyMatch(item -> item instanceof Tree.Text text && active.contains(text.text()));
    }

    /** The document without some of its services. */
    static Tree.Table without(Tree.Table document, Set<String> names) {
        if (names.isEmpty() || !(document.get("services") instanceof Tree.Table services)) {
            return document;
        }
        return document.with("services", services.without(names));
    }
}
