package io.jenkins.plugins.environments.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Turns every short form of a Compose file into its long form, so that what follows knows one form of each field. */
final class Canonical {

    private final String folder;
    private final Problems problems;

    /** @param folder that paths of the file are relative to, itself relative to the project; empty: the project's */
    Canonical(String folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    Tree.Table document(Tree.Table document) {
        Tree.Table result = Forms.at(document, "services", services -> Forms.eachValue(services, this::service));
        for (String kind : List.of("volumes", "networks", "configs", "secrets")) {
            result = Forms.at(result, kind, entries -> Forms.eachValue(entries, this::resource));
        }
        return result;
    }

    /** A volume, network, config or secret. */
    private Tree resource(Tree tree) {
        if (tree instanceof Tree.Text text && text.isNull()) {
            return Tree.emptyTable(text.position());
        }
        if (!(tree instanceof Tree.Table table)) {
            return tree;
        }
        Tree.Table result = Forms.at(table, "labels", Forms::labels);
        result = Forms.at(result, "file", this::path);
        if (result.get("external") instanceof Tree.Table external) {
            // The older way: external: {name: x}.
            Tree.Table without = result.with("external", Tree.Text.of("true", Tree.Kind.BOOLEAN, external.position()));
            Tree name = external.get("name");
            result = name == null ? without : without.with("name", name);
        }
        return result;
    }

    Tree service(Tree tree) {
        if (tree instanceof Tree.Text text && text.isNull()) {
            return Tree.emptyTable(text.position());
        }
        if (!(tree instanceof Tree.Table service)) {
            return tree;
        }
        Tree.Editor editor = new Tree.Editor(service.position());
        service.entries().forEach((key, value) -> editor.put(key, service.at(key), field(key, value)));
        return editor.table();
    }

    private Tree field(String key, Tree value) {
        return switch (key) {
            case "build" -> build(value);
            case "command", "entrypoint" -> command(value);
            case "environment", "sysctls", "storage_opt" -> Forms.pairs(value);
            case "labels", "annotations" -> Forms.labels(value);
            case "dns", "dns_search", "dns_opt", "tmpfs", "label_file" -> Forms.list(value);
            case "extra_hosts" -> hosts(value);
            case "depends_on" -> Forms.names(value, this::dependency);
            case "networks" -> Forms.names(value, text -> Tree.Text.nothing(text.position()));
            case "env_file" -> Forms.each(Forms.list(value), this::envFile);
            case "ports" -> Forms.each(value, this::port);
            case "devices" -> Forms.each(value, this::device);
            case "expose" -> Forms.each(value, this::expose);
            case "volumes" -> Forms.each(value, this::volume);
            case "secrets", "configs" -> Forms.each(value, item -> List.of(Forms.wrap(item, "source")));
            case "healthcheck" -> healthcheck(value);
            case "deploy" -> value instanceof Tree.Table deploy ? Forms.at(deploy, "labels", Forms::labels) : value;
            case "extends" -> Forms.wrap(value, "service");
            case "x-environment" -> options(value);
            default -> value;
        };
    }

    private Tree build(Tree tree) {
        if (!(Forms.wrap(tree, "context") instanceof Tree.Table table)) {
            return tree;
        }
        Tree.Table build = Forms.at(table, "context", this::path);
        for (String key : List.of("args", "labels", "additional_contexts")) {
            build = Forms.at(build, key, Forms::pairs);
        }
        build = Forms.at(build, "extra_hosts", this::hosts);
        for (String key : List.of("secrets")) {
            build = Forms.at(build, key, list -> Forms.each(list, item -> List.of(Forms.wrap(item, "source"))));
        }
        return build;
    }

    private Tree command(Tree tree) {
        if (!(tree instanceof Tree.Text text) || text.isNull()) {
            return tree;
        }
        return ShellWords.split(text.text())
                .<Tree>map(words ->
                        new Tree.Items(words.stream().<Tree>map(text::part).toList(), text.position()))
                .orElseGet(() -> {
                    problems.error(text.position(), "a quote in this command is not closed", "close it");
                    return Tree.Text.nothing(text.position());
                });
    }

    private Tree options(Tree tree) {
        if (!(tree instanceof Tree.Table table)) {
            return tree;
        }
        Tree.Table options = Forms.at(table, "run", run -> Forms.eachValue(run, this::command));
        return Forms.at(options, "backup", backup -> {
            Tree form = Forms.wrap(backup, "command");
            return form instanceof Tree.Table fields ? Forms.at(fields, "command", this::command) : form;
        });
    }

    private Tree hosts(Tree tree) {
        if (tree instanceof Tree.Table) {
            return Forms.eachValue(tree, Forms::list);
        }
        if (!(tree instanceof Tree.Items items)) {
            return tree;
        }
        Tree.Editor hosts = new Tree.Editor(items.position());
        for (Tree item : items.items()) {
            if (!(item instanceof Tree.Text text)) {
                return tree;
            }
            int separator = text.text().indexOf('=');
            separator = separator < 0 ? text.text().indexOf(':') : separator;
            if (separator <= 0 || separator == text.text().length() - 1) {
                problems.error(
                        text.position(), text.quoted() + " is no host with its address", "write \"name=10.0.0.1\"");
                continue;
            }
            String name = Forms.name(text, text.text().substring(0, separator));
            String address = text.text().substring(separator + 1).replaceAll("^\\[|\\]$", "");
            List<Tree> addresses = new ArrayList<>();
            if (hosts.get(name) instanceof Tree.Items before) {
                addresses.addAll(before.items());
            }
            addresses.add(text.part(address));
            hosts.put(name, text.position(), new Tree.Items(addresses, text.position()));
        }
        return hosts.table();
    }

    private Tree dependency(Tree.Text name) {
        return Tree.emptyTable(name.position())
                .with("condition", Tree.Text.of("service_started", name.position()))
                .with("required", Tree.Text.of("true", Tree.Kind.BOOLEAN, name.position()));
    }

    private List<Tree> envFile(Tree item) {
        Tree wrapped = Forms.wrap(item, "path");
        return List.of(wrapped instanceof Tree.Table table ? Forms.at(table, "path", this::path) : wrapped);
    }

    private List<Tree> port(Tree item) {
        if (item instanceof Tree.Text text && !text.isNull()) {
            return PortForm.parse(text, problems);
        }
        if (!(item instanceof Tree.Table table)) {
            return List.of(item);
        }
        return List.of(table.withDefault("mode", "ingress", Tree.Kind.STRING)
                .withDefault("protocol", "tcp", Tree.Kind.STRING));
    }

    private List<Tree> device(Tree item) {
        if (!(item instanceof Tree.Text text) || text.isNull()) {
            return List.of(item);
        }
        String[] parts = text.text().split(":", 3);
        return List.of(Tree.emptyTable(text.position())
                .with("source", text.part(parts[0]))
                .with("target", text.part(parts[parts.length > 1 ? 1 : 0]))
                .with("permissions", text.part(parts.length > 2 ? parts[2] : "rwm")));
    }

    private List<Tree> expose(Tree item) {
        return List.of(item instanceof Tree.Text text && !text.isNull() ? text.part(text.text()) : item);
    }

    private List<Tree> volume(Tree item) {
        if (item instanceof Tree.Text text && !text.isNull()) {
            Tree volume = VolumeForm.parse(text, folder, problems);
            return volume == null ? List.of() : List.of(volume);
        }
        if (item instanceof Tree.Table table
                && table.get("type") instanceof Tree.Text type
                && type.text().equals("bind")) {
            return List.of(Forms.at(table, "source", this::path));
        }
        return List.of(item);
    }

    private Tree healthcheck(Tree tree) {
        if (!(tree instanceof Tree.Table table)) {
            return tree;
        }
        return Forms.at(table, "test", test -> {
            if (!(test instanceof Tree.Text text) || text.isNull()) {
                return test;
            }
            return new Tree.Items(List.of(Tree.Text.of("CMD-SHELL", text.position()), text), text.position());
        });
    }

    private Tree path(Tree tree) {
        UnaryOperator<String> rebase = path -> Paths.rebase(folder, path);
        Function<Tree.Text, Tree> moved = text -> new Tree.Text(
                rebase.apply(text.text()), text.kind(), text.literal(), text.from(), text.position(), text.span());
        return tree instanceof Tree.Text text && !text.isNull() ? moved.apply(text) : tree;
    }
}
