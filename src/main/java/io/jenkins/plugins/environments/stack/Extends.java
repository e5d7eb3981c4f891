package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Resolves {@code extends}: lays a service over the one that it extends, in the same file or in another one. */
final class Extends {

    private final BiFunction<Tree.Text, String, Tree.Table> load;
    private final Merge merge;
    private final Problems problems;

    /** @param load gives the document, in long form, of the file that a text names in a folder; null: it can't be read */
    Extends(BiFunction<Tree.Text, String, Tree.Table> load, Merge merge, Problems problems) {
        this.load = load;
        this.merge = merge;
        this.problems = problems;
    }

    /** The document with every service that extends another one laid over it. */
    Tree.Table resolve(Tree.Table document, String file) {
        if (!(document.get("services") instanceof Tree.Table services)) {
            return document;
        }
        Tree.Editor resolved = new Tree.Editor(services.position());
        services.entries().forEach((name, service) -> {
            Tree whole = service instanceof Tree.Table table && table.has("extends")
                    ? resolve(table, document, file, new ArrayList<>(List.of(file + "/" + name)))
                    : service;
            resolved.put(name, services.at(name), whole);
        });
        return document.with("services", resolved.table());
    }

    private Tree resolve(Tree.Table service, Tree.Table document, String file, List<String> chain) {
        Tree.Table rest = service.without("extends");
        if (!(service.get("extends") instanceof Tree.Table reference)
                || !(reference.get("service") instanceof Tree.Text name)) {
            problems.unread(
                    service.at("extends"), "\"extends\" has to name a service", "write extends: {service: name}");
            return rest;
        }
        Tree.Text other = reference.get("file") instanceof Tree.Text text ? text : null;
        Tree.Table from = other == null ? document : load.apply(other, Paths.folder(file));
        if (from == null) {
            return rest;
        }
        String fromFile = other == null ? file : Paths.rebase(Paths.folder(file), other.text());
        String link = fromFile + "/" + name.text();
        if (chain.contains(link)) {
            problems.unread(
                    name.position(),
                    "services extend one another in a circle: " + String.join(" -> ", chain) + " -> " + link,
                    "take one extends out");
            return rest;
        }
        chain.add(link);
        Tree.Table base = base(from, name);
        if (base == null) {
            return rest;
        }
        Tree whole = base.has("extends") ? resolve(base, from, fromFile, chain) : base;
        return merge.unique(merge.lay(whole, rest, "services.*"), "services.*");
    }

    @CheckForNull
    private Tree.Table base(Tree.Table document, Tree.Text name) {
        Tree.Table services =
                document.get("services") instanceof Tree.Table table ? table : Tree.emptyTable(document.position());
        if (services.get(name.text()) instanceof Tree.Table base) {
            return base;
        }
        problems.unread(
                name.position(),
                "there is no service " + name.quoted() + " to extend",
                Nearest.remedy(name.text(), services.entries().keySet(), "name a service of that file"));
        return null;
    }
}
