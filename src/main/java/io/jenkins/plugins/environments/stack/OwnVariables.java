package io.jenkins.plugins.environments.stack;

import java.util.List;

/**
 * Gives what names a variable alone its value in an included file: of the project that includes it nobody knows these
 * variables.
 */
final class OwnVariables {

    private final Scope scope;

    OwnVariables(Scope scope) {
        this.scope = scope;
    }

    /** Before short forms become long: {@code environment: [NAME]} becomes {@code [NAME=value]}; as Compose does it, in lists only. */
    Tree.Table environments(Tree.Table document) {
        return Forms.at(
                document,
                "services",
                services -> Forms.eachValue(
                        services,
                        service -> service instanceof Tree.Table table
                                ? Forms.at(
                                        table,
                                        "environment",
                                        list -> Forms.each(list, item -> List.of(environment(item))))
                                : service));
    }

    private Tree environment(Tree item) {
        if (!(item instanceof Tree.Text text)
                || text.kind() != Tree.Kind.STRING
                || text.text().contains("=")) {
            return item;
        }
        Variable variable = scope.get(text.text());
        return variable == null ? text : text.interpolated(text.text() + "=" + variable.text(), List.of(variable));
    }

    /** In long form: configs and secrets that a variable gives get its value. */
    Tree.Table resolve(Tree.Table document) {
        Tree.Table result = document;
        for (String kind : List.of("configs", "secrets")) {
            result = Forms.at(result, kind, entries -> Forms.eachValue(entries, this::value));
        }
        return result;
    }

    private Tree value(Tree entry) {
        if (!(entry instanceof Tree.Table table)
                || table.has(Loader.VALUE)
                || !(table.get("environment") instanceof Tree.Text name)) {
            return entry;
        }
        Variable variable = scope.get(name.text());
        return variable == null
                ? table
                : table.with(Loader.VALUE, name.interpolated(variable.text(), List.of(variable)));
    }
}
