package io.jenkins.plugins.environments.stack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Resolves the environment of services: {@code env_file} first, {@code environment} over it. */
final class Environments {

    private final ProjectFiles files;
    private final Map<String, Variable> variables;
    private final Set<String> declared;
    private final Redactions redactions;
    private final Problems problems;

    Environments(
            ProjectFiles files,
            Map<String, Variable> variables,
            Set<String> declared,
            Redactions redactions,
            Problems problems) {
        this.files = files;
        this.variables = variables;
        this.declared = declared;
        this.redactions = redactions;
        this.problems = problems;
    }

    /**
     * The service with all its variables under {@code environment}, and without {@code env_file}. A variable that is
     * nothing stays nothing: the container does not get it.
     */
    Tree.Table resolve(Tree.Table given) {
        Tree.Table service = Forms.at(given, "build", this::arguments);
        Tree.Editor result =
                new Tree.Editor(service.has("environment") ? service.at("environment") : service.position());
        if (service.get("env_file") instanceof Tree.Items list) {
            list.items().forEach(item -> file(item, result));
        }
        Tree environment = service.get("environment");
        if (environment instanceof Tree.Table table) {
            table.entries().forEach((name, value) -> put(table, name, value, result));
        } else if (environment instanceof Tree.Items || environment instanceof Tree.Text text && !text.isNull()) {
            // Of no shape that can be read: the schema has reported it.
            return service.without("env_file");
        }
        Tree.Table all = result.table();
        Tree.Table rest = service.without("env_file");
        return all.entries().isEmpty() ? rest.without("environment") : rest.with("environment", all);
    }

    /** A build argument without a value is a variable, too; unlike those of the container it goes when it is not set. */
    private Tree arguments(Tree build) {
        if (!(build instanceof Tree.Table table) || !(table.get("args") instanceof Tree.Table arguments)) {
            return build;
        }
        Tree.Editor result = new Tree.Editor(arguments.position());
        arguments.entries().forEach((name, value) -> {
            boolean missing = value instanceof Tree.Text text && text.isNull() && !variables.containsKey(name);
            if (!missing) {
                put(arguments, name, value, result);
            }
        });
        return table.with("args", result.table());
    }

    private void put(Tree.Table table, String name, Tree value, Tree.Editor result) {
        if (!(value instanceof Tree.Text text) || !text.isNull()) {
            result.put(name, table.at(name), value);
            return;
        }
        // A name alone: its value comes from outside, or there is none.
        Variable variable = variables.get(name);
        result.put(name, table.at(name), variable == null ? text : from(variable, text));
    }

    private static Tree.Text from(Variable variable, Tree.Text where) {
        return new Tree.Text(variable.text(), Tree.Kind.STRING, "", List.of(variable), where.position(), where.span());
    }

    private void file(Tree item, Tree.Editor result) {
        if (!(item instanceof Tree.Table entry) || !(entry.get("path") instanceof Tree.Text path)) {
            return;
        }
        boolean optional =
                entry.get("required") instanceof Tree.Text required && Boolean.FALSE.equals(SchemaCheck.flag(required));
        if (optional && files.isInside(path.text()) && !files.exists(path.text())) {
            return;
        }
        String text = files.text(path.tainted() ? "" : path.text(), path.position());
        if (text == null) {
            return;
        }
        String file = files.name(java.nio.file.Path.of(path.text()));
        boolean raw =
                entry.get("format") instanceof Tree.Text format && format.text().equals("raw");
        Map<String, Variable> visible = new LinkedHashMap<>();
        Interpolator interpolator = new Interpolator(visible, declared, problems);
        for (EnvFile.Entry line : raw ? EnvFile.parseRaw(file, text) : EnvFile.parse(file, text, problems)) {
            redactions.variable(line.name(), line.value());
            visible.putAll(variables);
            Tree.Text value = line.value();
            if (value.isNull()) {
                Variable outside = variables.get(line.name());
                if (outside != null) {
                    result.put(line.name(), value.position(), from(outside, value));
                }
                continue;
            }
            value = line.expands() ? interpolator.apply(value, line.name()) : value;
            boolean sensitive = value.tainted()
                    || declared.contains(line.name())
                    || Sensitivity.ofName(line.name())
                    || Sensitivity.ofValue(value.text());
            visible.put(line.name(), new Variable(line.name(), value.text(), value.position(), sensitive));
            result.put(line.name(), value.position(), value);
        }
    }
}
