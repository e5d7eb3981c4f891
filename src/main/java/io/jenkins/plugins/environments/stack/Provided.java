package io.jenkins.plugins.environments.stack;

import java.util.HashSet;
import java.util.Set;

/** Services that a {@code provider} makes outside of containers: an environment runs none of them. */
final class Provided {

    private Provided() {}

    /** The document without them, and with nobody who waits for them; a warning names each. */
    static Tree.Table without(Tree.Table document, Problems problems) {
        if (!(document.get("services") instanceof Tree.Table services)) {
            return document;
        }
        Set<String> provided = new HashSet<>();
        services.entries().forEach((name, service) -> {
            if (service instanceof Tree.Table table
                    && table.has("provider")
                    && !table.has("image")
                    && !table.has("build")) {
                provided.add(name);
                problems.warn(
                        table.at("provider"),
                        "the service \"" + name + "\" is made by a provider: it is left out",
                        "give it an image in an override file, or run it outside and tell the others its address");
            }
        });
        Tree.Table rest = Profiles.without(document, provided);
        return provided.isEmpty()
                ? rest
                : Forms.at(rest, "services", left -> Forms.eachValue(left, service -> waiting(service, provided)));
    }

    private static Tree waiting(Tree service, Set<String> provided) {
        return service instanceof Tree.Table table
                ? Forms.at(
                        table,
                        "depends_on",
                        others -> others instanceof Tree.Table entries ? entries.without(provided) : others)
                : service;
    }
}
