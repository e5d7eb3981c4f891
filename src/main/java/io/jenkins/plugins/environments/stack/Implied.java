package io.jenkins.plugins.environments.stack;

import java.util.List;

/** Adds what Compose derives from other fields: who links to a service, or shares a namespace with it, starts after it. */
final class Implied {

    private Implied() {}

    /** The service with its implied dependencies under {@code depends_on}; those that are there stay as they are. */
    static Tree.Table dependencies(Tree.Table service) {
        Tree.Table result = service;
        if (service.get("links") instanceof Tree.Items links) {
            for (Tree link : links.items()) {
                if (link instanceof Tree.Text text) {
                    result = dependency(result, text.part(text.text().split(":", 2)[0]), true);
                }
            }
        }
        for (String key : List.of("network_mode", "ipc", "pid", "uts", "cgroup")) {
            if (service.get(key) instanceof Tree.Text text && text.text().startsWith("service:")) {
                result = dependency(result, text.part(text.text().substring("service:".length())), true);
            }
        }
        if (service.get("volumes_from") instanceof Tree.Items others) {
            for (Tree other : others.items()) {
                if (other instanceof Tree.Text text && !text.text().startsWith("container:")) {
                    result = dependency(result, text.part(text.text().split(":", 2)[0]), false);
                }
            }
        }
        return result;
    }

    private static Tree.Table dependency(Tree.Table service, Tree.Text name, boolean restart) {
        Tree.Table all =
                service.get("depends_on") instanceof Tree.Table table ? table : Tree.emptyTable(name.position());
        if (all.has(name.text()) || name.text().isEmpty() || service.get("depends_on") instanceof Tree.Items) {
            return service;
        }
        Tree.Table entry = Tree.emptyTable(name.position())
                .withDefault("condition", "service_started", Tree.Kind.STRING)
                .withDefault("required", "true", Tree.Kind.BOOLEAN)
                .withDefault("restart", String.valueOf(restart), Tree.Kind.BOOLEAN);
        Tree.Editor more = all.edit().put(name.text(), name.position(), entry);
        return service.with("depends_on", more.table());
    }
}
