package io.jenkins.plugins.environments.stack;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Resolves what a service takes from elsewhere: {@code env_file} first, {@code environment} over it; {@code label_file}
 * first, {@code labels} over it.
 */
final class Environments {

    private static final long MOST = 8L << 20;

    private final ProjectFiles files;
    private final Scope scope;
    private final Redactions redactions;
    private final Problems problems;
    private final Map<String, List<EnvFile.Entry>> parsed = new HashMap<>();
    private long size;

    Environments(ProjectFiles files, Scope scope, Redactions redactions, Problems problems) {
        this.files = files;
        this.scope = scope;
        this.redactions = redactions;
        this.problems = problems;
    }

    /**
     * The service with all its variables under {@code environment} and all its labels under {@code labels}, and without
     * the files that they came from. A variable that is nothing stays nothing: the container does not get it.
     */
    Tree.Table resolve(Tree.Table given) {
        Tree.Table service = Forms.at(given, "build", this::arguments);
        Tree.Table own = service.get("environment") instanceof Tree.Table table
                ? resolved(table)
                : Tree.emptyTable(service.at("environment"));
        Tree.Editor result = new Tree.Editor(service.at("environment"));
        if (service.get("env_file") instanceof Tree.Items list) {
            list.items().forEach(item -> envFile(item, own, result));
        }
        own.each((name, at, value) -> result.put(name, at, value));
        Tree.Table whole = service.without("env_file");
        if (unreadable(service.get("environment"))) {
            return whole;
        }
        Tree.Table all = result.table();
        return labels(all.entries().isEmpty() ? whole.without("environment") : whole.with("environment", all));
    }

    /** Of no shape that can be read: the schema has reported it. */
    private static boolean unreadable(Tree tree) {
        return tree instanceof Tree.Items || tree instanceof Tree.Text text && !text.isNull();
    }

    private Tree.Table labels(Tree.Table service) {
        if (!(service.get("label_file") instanceof Tree.Items list) || unreadable(service.get("labels"))) {
            return service;
        }
        Tree.Editor result = new Tree.Editor(service.at("labels"));
        for (Tree item : list.items()) {
            if (item instanceof Tree.Text path) {
                Map<String, Variable> visible = new LinkedHashMap<>();
                visible(result.entries(), visible);
                lines(path, false, visible, (name, value) -> result.put(name, value.position(), value));
            }
        }
        if (service.get("labels") instanceof Tree.Table own) {
            own.each((name, at, value) -> result.put(name, at, value));
        }
        return service.with("labels", result.table());
    }

    /** A build argument without a value is a variable, too; unlike those of the container it goes when it is not set. */
    private Tree arguments(Tree build) {
        if (!(build instanceof Tree.Table table) || !(table.get("args") instanceof Tree.Table arguments)) {
            return build;
        }
        Tree.Editor result = new Tree.Editor(arguments.position());
        resolved(arguments).entries().forEach((name, value) -> {
            if (!(value instanceof Tree.Text text && text.isNull())) {
                result.put(name, arguments.at(name), value);
            }
        });
        return table.with("args", result.table());
    }

    /** A name alone: its value comes from outside, or there is none. */
    private Tree.Table resolved(Tree.Table table) {
        return table.mapped((name, value) -> {
            Variable variable = value instanceof Tree.Text text && text.isNull() ? scope.get(name) : null;
            return variable == null ? value : from(variable, (Tree.Text) value);
        });
    }

    private static Tree.Text from(Variable variable, Tree.Text where) {
        return new Tree.Text(variable.text(), Tree.Kind.STRING, "", List.of(variable), where.position(), where.span());
    }

    /** Adds the variables of a file. @param own those of the service, which the file sees */
    private void envFile(Tree item, Tree.Table own, Tree.Editor result) {
        if (!(item instanceof Tree.Table entry) || !(entry.get("path") instanceof Tree.Text path)) {
            return;
        }
        boolean optional =
                entry.get("required") instanceof Tree.Text required && Boolean.FALSE.equals(SchemaCheck.flag(required));
        if (optional && files.isInside(path.text()) && !files.exists(path.text())) {
            return;
        }
        boolean raw = entry.get("format") instanceof Tree.Text format && raw(format);
        Map<String, Variable> visible = new LinkedHashMap<>();
        visible(result.entries(), visible);
        visible(own.entries(), visible);
        visible.putAll(scope.variables());
        lines(path, raw, visible, (name, value) -> {
            Variable outside = value.isNull() ? scope.get(name) : null;
            if (outside != null) {
                result.put(name, value.position(), from(outside, value));
            } else if (!value.isNull()) {
                result.put(name, value.position(), value);
            }
        });
    }

    /** Whether the lines are taken as they stand; an unknown format is an error. */
    private boolean raw(Tree.Text format) {
        String word = format.text();
        if (!word.isEmpty() && !word.equals("raw") && !word.equals(".env")) {
            problems.error(
                    format.position(), "\"" + word + "\" is no format of an env file", "use raw, or take it out");
        }
        return word.equals("raw");
    }

    private void visible(Map<String, Tree> values, Map<String, Variable> into) {
        values.forEach((name, value) -> {
            if (value instanceof Tree.Text text && !text.isNull()) {
                into.put(name, Variables.variable(name, text, scope.declared()));
            }
        });
    }

    /** A file that many services name is taken apart once. */
    private List<EnvFile.Entry> entries(String file, String text, boolean raw) {
        return parsed.computeIfAbsent(file + (raw ? " raw" : ""), key -> {
            List<EnvFile.Entry> lines = raw ? EnvFile.parseRaw(file, text) : EnvFile.parse(file, text, problems);
            lines.forEach(line -> redactions.variable(line.name(), line.value()));
            return lines;
        });
    }

    /** The definitions of a file. @param visible what they may refer to, besides one another */
    private void lines(
            Tree.Text path, boolean raw, Map<String, Variable> visible, BiConsumer<String, Tree.Text> definition) {
        String text = files.text(path.tainted() ? "" : path.text(), path.position());
        if (text == null) {
            return;
        }
        String file = files.name(java.nio.file.Path.of(path.text()));
        size += text.length();
        if (size > MOST) {
            problems.unread(
                    path.position(),
                    "with this file, the env files of all services are longer than 8 megabytes together",
                    "give each service only the variables that it needs");
            return;
        }
        Interpolator interpolator = new Interpolator(visible, scope.declared(), problems);
        for (EnvFile.Entry line : entries(file, text, raw)) {
            Tree.Text value = line.expands() && !line.value().isNull()
                    ? interpolator.apply(line.value(), line.name())
                    : line.value();
            if (!value.isNull() && (!scope.variables().containsKey(line.name()))) {
                visible.put(line.name(), Variables.variable(line.name(), value, scope.declared()));
            }
            definition.accept(line.name(), value);
        }
    }
}
