package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads Compose files, and those that they include and extend, into one document in long form, whose paths are relative
 * to the project folder.
 */
final class Loader {

    /** The value that an included file's variable gave to a config or secret; no file can have such a key. */
    static final String VALUE = "x- value";

    private static final List<String> IMPORTED =
            List.of("services", "volumes", "networks", "secrets", "configs", "models");

    private final ComposeFiles compose;
    private final Variables variables;
    private final Redactions redactions;
    private final Problems problems;
    private final Merge merge;
    private final Map<Scope, Map<String, Extends.Origin>> extended = new IdentityHashMap<>();

    Loader(ComposeFiles compose, Variables variables, Redactions redactions, Problems problems) {
        this.compose = compose;
        this.variables = variables;
        this.redactions = redactions;
        this.problems = problems;
        this.merge = new Merge(problems);
    }

    /** The documents of the project's own files as one. */
    Tree.Table load(List<ComposeFiles.Source> sources, Scope scope) {
        return load(sources, scope, "", List.of());
    }

    /**
     * @param folder that paths in the files are relative to
     * @param including the files that led to these ones by include; empty: these are the project's own
     */
    private Tree.Table load(List<ComposeFiles.Source> sources, Scope scope, String folder, List<String> including) {
        Tree merged = null;
        for (ComposeFiles.Source source : sources) {
            List<String> chain = new ArrayList<>(including);
            chain.add(source.file());
            Extends.Origin origin = longForm(source, scope, folder, !including.isEmpty());
            Tree.Table next = include(extended(origin, scope, !including.isEmpty()), scope, folder, chain);
            if (merged == null) {
                merged = next;
                continue;
            }
            for (List<String> path : source.cleared()) {
                merged = Merge.clear(merged, path);
            }
            merged = merge.lay(merged, next, "");
        }
        return merged == null ? Tree.emptyTable(Tree.NOWHERE) : (Tree.Table) merge.unique(merged, "");
    }

    /** @param included names of variables alone get their values, as nobody else knows these */
    private Extends.Origin longForm(ComposeFiles.Source source, Scope scope, String folder, boolean included) {
        redactions.document(source.table());
        Tree.Table table = (Tree.Table) scope.interpolated(source.table(), problems);
        Tree.Table whole = included ? new OwnVariables(scope).environments(table) : table;
        Tree.Table document = new Canonical(folder, problems).document(whole);
        return new Extends.Origin(source.file(), folder, document, source.cleared());
    }

    private Tree.Table extended(Extends.Origin origin, Scope scope, boolean included) {
        Map<String, Extends.Origin> known = extended.computeIfAbsent(scope, key -> new HashMap<>());
        return new Extends(
                        (path, folder) -> {
                            String name = Paths.rebase(folder, path.text());
                            if (!known.containsKey(name)) {
                                known.put(name, origin(path, name, scope, included));
                            }
                            return known.get(name);
                        },
                        merge,
                        problems)
                .resolve(origin);
    }

    /** The file that services of another one are extended from: all of its documents as one. */
    @CheckForNull
    private Extends.Origin origin(Tree.Text path, String name, Scope scope, boolean included) {
        Extends.Origin all = null;
        for (ComposeFiles.Source source : path.tainted() ? List.<ComposeFiles.Source>of() : compose.parse(name, path)) {
            Extends.Origin next = longForm(source, scope, Paths.folder(name), included);
            Tree document = all == null ? next.document() : merge.lay(all.document(), next.document(), "");
            all = new Extends.Origin(next.file(), next.folder(), (Tree.Table) document, next.cleared());
        }
        return all;
    }

    private Tree.Table include(Tree.Table document, Scope scope, String folder, List<String> chain) {
        Tree include = document.get("include");
        if (include == null) {
            return document;
        }
        Tree.Table result = document.without("include");
        for (Include entry : Include.of(include, folder, problems)) {
            List<ComposeFiles.Source> sources = new ArrayList<>();
            for (Tree.Text path : entry.paths()) {
                sources.addAll(included(path, chain));
            }
            List<Variables.Named> envFiles = entry.envFiles();
            Scope own = variables.below(scope, envFiles == null ? variables.standard(entry.folder()) : envFiles);
            Tree.Table project =
                    new OwnVariables(own).resolve(contexts(load(sources, own, entry.folder(), chain), entry.folder()));
            for (String kind : IMPORTED) {
                result = imported(result, project, kind);
            }
        }
        return result;
    }

    /** What is built without saying where is built in the folder of its own project. */
    private static Tree.Table contexts(Tree.Table project, String folder) {
        String context = folder.isEmpty() ? "." : folder;
        return Forms.at(
                project,
                "services",
                services -> Forms.eachValue(
                        services,
                        service -> service instanceof Tree.Table table
                                ? Forms.at(
                                        table,
                                        "build",
                                        build -> build instanceof Tree.Table fields
                                                ? fields.withDefault("context", context, Tree.Kind.STRING)
                                                : build)
                                : service));
    }

    private List<ComposeFiles.Source> included(Tree.Text path, List<String> chain) {
        List<ComposeFiles.Source> sources = path.tainted() ? List.of() : compose.parse(path.text(), path);
        if (!sources.isEmpty() && chain.contains(sources.get(0).file())) {
            problems.unread(
                    path.position(),
                    "files include one another in a circle: " + String.join(" -> ", chain) + " -> "
                            + sources.get(0).file(),
                    "take one include out");
            return List.of();
        }
        return sources;
    }

    /** The document with what an included project has of a kind. */
    private Tree.Table imported(Tree.Table document, Tree.Table project, String kind) {
        if (!(project.get(kind) instanceof Tree.Table theirs)) {
            return document;
        }
        Tree.Table ours = document.get(kind) instanceof Tree.Table table ? table : Tree.emptyTable(theirs.position());
        Tree.Editor all = ours.edit();
        theirs.entries().forEach((name, value) -> {
            Tree own = ours.get(name);
            if (own != null && !SchemaCheck.identity(own).equals(SchemaCheck.identity(value))) {
                problems.error(
                        ours.at(name),
                        "\"" + name + "\" under " + kind + " is also in an included file, at " + theirs.at(name)
                                + ", and is another one there",
                        "change it in an override file (compose.override.yaml), or give it another name");
            }
            all.put(name, theirs.at(name), value);
        });
        return document.with(kind, all.table());
    }
}
