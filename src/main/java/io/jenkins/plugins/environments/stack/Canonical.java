package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Turns every short form of a Compose file into its long form, so that what follows knows one form of each field. */
final class Canonical {

    private static final int MOST_PORTS = 20_000;
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[.+\\]");

    private final String folder;
    private final Problems problems;
    private int spread;

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
        result = Forms.at(result, "driver_opts", options -> device(table, options));
        if (result.get("external") instanceof Tree.Table external) {
            // The older way: external: {name: x}.
            Tree.Table without = result.with("external", Tree.Text.of("true", Tree.Kind.BOOLEAN, external.position()));
            Tree name = external.get("name");
            result = name == null ? without : without.with("name", name);
        }
        return result;
    }

    /** Of a volume that is a folder, the folder. */
    private Tree device(Tree.Table volume, Tree options) {
        boolean bind =
                options instanceof Tree.Table table && says(volume, "driver", "local") && says(table, "o", "bind");
        return bind ? Forms.at((Tree.Table) options, "device", this::path) : options;
    }

    private static boolean says(Tree.Table table, String key, String text) {
        return table.get(key) instanceof Tree.Text given && given.text().equals(text);
    }

    Tree service(Tree tree) {
        if (tree instanceof Tree.Text text && text.isNull()) {
            return Tree.emptyTable(text.position());
        }
        return tree instanceof Tree.Table service ? service.mapped(this::field) : tree;
    }

    private Tree field(String key, Tree value) {
        return switch (key) {
            case "build" -> build(value);
            case "command", "entrypoint" -> command(value);
            case "environment" -> Forms.pairs(value);
            case "labels", "annotations", "sysctls" -> Forms.labels(value);
            case "dns", "dns_search", "tmpfs" -> Forms.list(value);
            case "extra_hosts" -> hosts(value);
            case "depends_on" -> dependencies(value);
            case "networks", "models" -> Forms.names(value, text -> Tree.Text.nothing(text.position()));
            case "label_file" -> Forms.each(Forms.list(value), item -> List.of(path(item)));
            case "env_file" -> Forms.each(Forms.list(value), this::envFile);
            case "ports" -> ports(value);
            case "devices" -> Forms.each(value, this::device);
            case "volumes" -> Forms.each(value, this::volume);
            case "gpus" -> gpus(value);
            case "develop" -> develop(value);
            case "post_start", "pre_stop" -> Forms.each(value, hook -> List.of(hook(hook)));
            case "secrets", "configs" -> Forms.each(value, item -> List.of(Forms.wrap(item, "source")));
            case "healthcheck" -> healthcheck(value);
            case "deploy" -> value instanceof Tree.Table deploy ? deploy(deploy) : value;
            case "extends" -> Forms.wrap(value, "service");
            case "x-environment" -> environmentOptions(value);
            default -> value;
        };
    }

    private Tree build(Tree tree) {
        if (!(Forms.wrap(tree, "context") instanceof Tree.Table table)) {
            return tree;
        }
        Tree.Table build = Forms.at(table, "context", this::context);
        build = Forms.at(build, "args", Forms::pairs);
        build = Forms.at(build, "labels", Forms::labels);
        build = Forms.at(
                build, "additional_contexts", contexts -> Forms.eachValue(Forms.pairs(contexts), this::context));
        build = Forms.at(build, "extra_hosts", this::hosts);
        for (String key : List.of("provenance", "sbom")) {
            build = Forms.at(build, key, Forms::text);
        }
        return Forms.at(build, "secrets", list -> Forms.each(list, item -> List.of(Forms.wrap(item, "source"))));
    }

    private Tree deploy(Tree.Table deploy) {
        Tree.Table result = Forms.at(deploy, "labels", Forms::labels);
        return Forms.at(
                result,
                "resources",
                resources -> within(
                        resources,
                        "reservations",
                        reservations -> within(
                                reservations,
                                "devices",
                                devices -> Forms.each(devices, device -> List.of(options(device))))));
    }

    private static Tree within(Tree tree, String key, Function<Tree, Tree> form) {
        return tree instanceof Tree.Table table ? Forms.at(table, key, form) : tree;
    }

    private Tree gpus(Tree tree) {
        return tree instanceof Tree.Text text && text.text().equals("all")
                ? new Tree.Items(List.of(Tree.emptyTable(text.position()).with("count", text)), text.position())
                : Forms.each(tree, item -> List.of(options(item)));
    }

    private Tree options(Tree device) {
        return device instanceof Tree.Table table ? Forms.at(table, "options", Forms::labels) : device;
    }

    private Tree develop(Tree tree) {
        if (!(tree instanceof Tree.Table develop)) {
            return tree;
        }
        return Forms.at(
                develop,
                "watch",
                watch -> Forms.each(watch, item -> {
                    if (!(item instanceof Tree.Table table)) {
                        return List.of(item);
                    }
                    Tree.Table result = Forms.at(table, "path", this::path);
                    result = Forms.at(result, "include", Forms::list);
                    result = Forms.at(result, "ignore", Forms::list);
                    return List.of(Forms.at(result, "exec", this::hook));
                }));
    }

    private Tree hook(Tree tree) {
        return tree instanceof Tree.Table table
                ? Forms.at(Forms.at(table, "command", this::command), "environment", Forms::pairs)
                : tree;
    }

    private Tree command(Tree tree) {
        if (!(tree instanceof Tree.Text text) || text.isNull()) {
            return tree;
        }
        ShellWords split = ShellWords.split(text.text()).orElse(null);
        if (split == null) {
            problems.error(text.position(), "a quote in this command is not closed", "close it");
            return Tree.Text.nothing(text.position());
        }
        if (split.end() != 0) {
            problems.warn(
                    text.position(),
                    "no shell reads a command: it ends before the " + split.end() + " here",
                    "write it as [\"sh\", \"-c\", \"…\"], or put the character in quotes");
        }
        return new Tree.Items(split.words().stream().<Tree>map(text::part).toList(), text.position());
    }

    private Tree environmentOptions(Tree tree) {
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
            return Forms.eachValue(tree, addresses -> Forms.each(Forms.list(addresses), this::address));
        }
        if (!(tree instanceof Tree.Items items)) {
            return tree;
        }
        Tree.Editor hosts = new Tree.Editor(items.position());
        Map<String, Position> lines = new HashMap<>();
        for (Tree item : items.items()) {
            if (!(item instanceof Tree.Text text)) {
                return tree;
            }
            Position first = lines.putIfAbsent(text.text(), text.position());
            if (first != null) {
                problems.error(
                        text.position(),
                        text.quoted() + " is here twice; the first is at " + first,
                        "keep one of the two");
            }
            int separator = text.text().indexOf('=');
            separator = separator < 0 ? text.text().indexOf(':') : separator;
            if (separator <= 0 || separator == text.text().length() - 1) {
                problems.error(
                        text.position(), text.quoted() + " is no host with its address", "write \"name=10.0.0.1\"");
                continue;
            }
            String name = Forms.name(text, text.text().substring(0, separator));
            List<Tree> addresses = new ArrayList<>();
            if (hosts.get(name) instanceof Tree.Items before) {
                addresses.addAll(before.items());
            }
            addresses.addAll(address(text.part(text.text().substring(separator + 1))));
            hosts.put(name, text.position(), new Tree.Items(addresses, text.position()));
        }
        return hosts.table();
    }

    /** An address without the brackets that it may have. */
    private List<Tree> address(Tree item) {
        boolean brackets = item instanceof Tree.Text text
                && IN_BRACKETS.matcher(text.text()).matches();
        return List.of(brackets ? inBrackets((Tree.Text) item) : item);
    }

    private static Tree inBrackets(Tree.Text text) {
        return text.part(text.text().substring(1, text.text().length() - 1));
    }

    private Tree dependencies(Tree tree) {
        return Forms.eachValue(
                Forms.names(tree, this::dependency),
                entry -> entry instanceof Tree.Table table
                        ? table.withDefault("required", "true", Tree.Kind.BOOLEAN)
                        : entry);
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

    private Tree ports(Tree tree) {
        if (!(tree instanceof Tree.Items items)) {
            return tree;
        }
        List<Tree> ports = new ArrayList<>();
        for (Tree item : items.items()) {
            if (spread > MOST_PORTS) {
                problems.error(
                        item.position(),
                        "with its ranges spread out, the file has more than " + MOST_PORTS + " ports",
                        "name those that are needed");
                break;
            }
            List<Tree> some = port(item);
            spread += some.size();
            ports.addAll(some);
        }
        return new Tree.Items(ports, items.position());
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
        String[] parts = text.text().split(":", -1);
        if (parts.length > 3) {
            problems.error(
                    text.position(),
                    text.quoted() + " is no device: it has too many colons",
                    "write /dev/of/host:/dev/in/container:rwm");
        }
        return List.of(Tree.emptyTable(text.position())
                .with("source", text.part(parts[0]))
                .with("target", text.part(parts[parts.length > 1 ? 1 : 0]))
                .with("permissions", text.part(parts.length > 2 ? parts[2] : "rwm")));
    }

    private List<Tree> volume(Tree item) {
        if (item instanceof Tree.Text text && !text.isNull()) {
            Tree volume = VolumeForm.parse(text, folder, problems);
            return volume == null ? List.of() : List.of(volume);
        }
        if (!(item instanceof Tree.Table table)) {
            return List.of(item);
        }
        Tree.Table volume = Forms.at(table, "target", Canonical::clean);
        volume = Forms.at(
                volume,
                "volume",
                inner -> inner instanceof Tree.Table options ? Forms.at(options, "labels", Forms::labels) : inner);
        return List.of(says(volume, "type", "bind") ? Forms.at(volume, "source", this::path) : volume);
    }

    private static Tree clean(Tree target) {
        return target instanceof Tree.Text text ? text.part(Paths.clean(text.text())) : target;
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

    private Tree context(Tree tree) {
        return tree instanceof Tree.Text text && Paths.isElsewhere(text.text()) ? text : path(tree);
    }

    private Tree path(Tree tree) {
        UnaryOperator<String> rebase = path -> Paths.rebase(folder, path);
        Function<Tree.Text, Tree> moved = text -> new Tree.Text(
                rebase.apply(text.text()), text.kind(), text.literal(), text.from(), text.position(), text.span());
        return tree instanceof Tree.Text text && !text.isNull() ? moved.apply(text) : tree;
    }
}
