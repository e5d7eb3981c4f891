package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Resolves {@code extends}: lays a service over the one that it extends, in the same file or in another one. */
final class Extends {

    private static final int LONGEST = 50;

    private final BiFunction<Tree.Text, String, Origin> load;
    private final Merge merge;
    private final Problems problems;

    /**
     * A file that services are extended in.
     *
     * @param file its name
     * @param folder that paths in it are relative to
     * @param document in long form
     * @param cleared paths that {@code !reset} or {@code !override} empties below
     */
    record Origin(String file, String folder, Tree.Table document, List<List<String>> cleared) {}

    /** @param load gives the file that a text names in a folder; null: it can't be read, which is reported */
    Extends(BiFunction<Tree.Text, String, Origin> load, Merge merge, Problems problems) {
        this.load = load;
        this.merge = merge;
        this.problems = problems;
    }

    /** The document with every service that extends another one laid over it. */
    Tree.Table resolve(Origin origin) {
        Tree.Table document = origin.document();
        if (!(document.get("services") instanceof Tree.Table services)) {
            return document;
        }
        Tree.Editor resolved = services.edit();
        boolean same = true;
        for (Map.Entry<String, Tree> entry : services.entries().entrySet()) {
            if (entry.getValue() instanceof Tree.Table service && service.has("extends")) {
                String name = entry.getKey();
                List<String> chain = new ArrayList<>(List.of(origin.file() + "/" + name));
                resolved.put(name, services.at(name), resolve(name, service, origin, chain));
                same = false;
            }
        }
        return same ? document : document.with("services", resolved.table());
    }

    private Tree resolve(String key, Tree.Table service, Origin origin, List<String> chain) {
        Tree.Table rest = service.without("extends");
        if (!(service.get("extends") instanceof Tree.Table reference)
                || !(reference.get("service") instanceof Tree.Text name)) {
            problems.unread(
                    service.at("extends"), "\"extends\" has to name a service", "write extends: {service: name}");
            return rest;
        }
        Origin from = reference.get("file") instanceof Tree.Text other ? load.apply(other, origin.folder()) : origin;
        if (from == null) {
            return rest;
        }
        String link = from.file() + "/" + name.text();
        if (chain.size() > LONGEST) {
            problems.unread(
                    name.position(), "more than " + LONGEST + " services extend one another", "join some of them");
            return rest;
        }
        if (chain.contains(link)) {
            problems.unread(
                    name.position(),
                    "services extend one another in a circle: " + String.join(" -> ", chain) + " -> " + link,
                    "take one extends out");
            return rest;
        }
        chain.add(link);
        Tree.Table base = base(from.document(), name);
        if (base == null) {
            return rest;
        }
        Tree whole = base.has("extends") ? resolve(name.text(), base, from, chain) : base;
        for (List<String> path : origin.cleared()) {
            if (path.size() > 1 && path.get(0).equals("services") && path.get(1).equals(key)) {
                whole = path.size() == 2
                        ? Tree.emptyTable(base.position())
                        : Merge.clear(whole, path.subList(2, path.size()));
            }
        }
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
