package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lays one Compose file over another, both in their long forms, by the rules of the Compose Specification: mappings
 * merge, lists are joined, single values are replaced. Some lists are replaced whole (commands), some hold one item for
 * each port, path or name.
 */
final class Merge {

    private static final Map<String, Function<Tree, String>> IDENTITY = Map.ofEntries(
            Map.entry("services.*.ports", Merge::port),
            Map.entry("services.*.volumes", item -> field(item, "target")),
            Map.entry("services.*.devices", item -> field(item, "target")),
            Map.entry("services.*.configs", item -> grant(item, "")),
            Map.entry("services.*.secrets", item -> grant(item, "/run/secrets")),
            Map.entry("services.*.env_file", item -> field(item, "path")),
            Map.entry("services.*.cap_add", Merge::text),
            Map.entry("services.*.cap_drop", Merge::text),
            Map.entry("services.*.dns", Merge::text),
            Map.entry("services.*.dns_opt", Merge::text),
            Map.entry("services.*.dns_search", Merge::text),
            Map.entry("services.*.expose", Merge::text),
            Map.entry("services.*.links", Merge::text),
            Map.entry("services.*.profiles", Merge::text),
            Map.entry("services.*.tmpfs", Merge::text),
            Map.entry("services.*.build.tags", Merge::text),
            Map.entry("services.*.networks.*.aliases", Merge::text),
            Map.entry("services.*.networks.*.link_local_ips", Merge::text));

    /** The paths of the mappings in which such lists may be. */
    private static final Set<String> ABOVE_LISTS =
            IDENTITY.keySet().stream().flatMap(Merge::above).collect(Collectors.toUnmodifiableSet());

    private static final List<String> REPLACED = List.of(
            "services.*.command", "services.*.entrypoint", "services.*.healthcheck.test", "services.*.ulimits.*");

    /** In these a name without a value goes over one with a value. */
    private static final Set<String> NAMES = Set.of(
            "services.*.environment.*",
            "services.*.build.args.*",
            "services.*.labels.*",
            "services.*.annotations.*",
            "services.*.sysctls.*");

    private final Problems problems;

    Merge(Problems problems) {
        this.problems = problems;
    }

    /** @param path of both, with {@code *} for names that the project chose, e.g. {@code services.*}; empty at the top */
    Tree lay(Tree base, Tree over, String path) {
        if (REPLACED.contains(path) || isLogging(path) && otherDriver(base, over)) {
            return over;
        }
        if (over instanceof Tree.Text text && text.isNull()) {
            return NAMES.contains(path) ? over : base;
        }
        if (base instanceof Tree.Table table) {
            if (over instanceof Tree.Table other) {
                return tables(table, other, path);
            }
            return mismatch(base, over);
        }
        if (base instanceof Tree.Items items) {
            if (over instanceof Tree.Items other && path.equals("networks.*.ipam.config")) {
                return pools(items, other);
            }
            if (over instanceof Tree.Items other && path.equals("services.*.extra_hosts.*")) {
                return addresses(items, other);
            }
            if (over instanceof Tree.Items other) {
                List<Tree> all = new ArrayList<>(items.items());
                all.addAll(other.items());
                return new Tree.Items(all, other.position());
            }
            return mismatch(base, over);
        }
        return over;
    }

    private Tree tables(Tree.Table base, Tree.Table over, String path) {
        Tree.Editor editor = base.edit();
        over.entries().forEach((key, value) -> {
            Tree before = base.get(key);
            editor.put(key, over.at(key), before == null ? value : lay(before, value, deeper(path, key)));
        });
        return editor.table();
    }

    /** The addresses of both, those of the base once. */
    private static Tree addresses(Tree.Items base, Tree.Items over) {
        List<Tree> all = new ArrayList<>(base.items());
        Set<Object> known = new HashSet<>();
        base.items().forEach(item -> known.add(SchemaCheck.identity(item)));
        over.items().stream()
                .filter(item -> !known.contains(SchemaCheck.identity(item)))
                .forEach(all::add);
        return new Tree.Items(all, over.position());
    }

    /** Pools of addresses by their subnets. */
    private Tree pools(Tree.Items base, Tree.Items over) {
        Map<String, Tree> pools = new LinkedHashMap<>();
        base.items().forEach(pool -> pools.put(String.valueOf(field(pool, "subnet")), pool));
        over.items()
                .forEach(pool -> pools.merge(
                        String.valueOf(field(pool, "subnet")),
                        pool,
                        (before, after) -> lay(before, after, "networks.*.ipam.config.*")));
        return new Tree.Items(List.copyOf(pools.values()), over.position());
    }

    private Tree mismatch(Tree base, Tree over) {
        problems.error(
                over.position(),
                "this is " + over.kindName() + " over " + base.kindName() + " at " + base.position(),
                "use the same form in both files");
        return base;
    }

    /** The tree with each list that holds one item per identity reduced to the last one of each. */
    Tree unique(Tree tree, String path) {
        if (tree instanceof Tree.Table table) {
            if (!ABOVE_LISTS.contains(path)) {
                return table;
            }
            return table.mapped((key, value) -> unique(value, deeper(path, key)));
        }
        Function<Tree, String> identity = IDENTITY.get(path);
        if (!(tree instanceof Tree.Items items) || identity == null) {
            return tree;
        }
        List<Tree> result = new ArrayList<>();
        Map<String, Integer> places = new HashMap<>();
        for (Tree item : items.items()) {
            String key = identity.apply(item);
            Integer place = key == null ? null : places.get(key);
            if (place == null) {
                places.put(key, result.size());
                result.add(item);
            } else {
                result.set(place, item);
            }
        }
        return result.size() == items.items().size() ? items : new Tree.Items(result, items.position());
    }

    /** The tree without the value at a path of keys: {@code !reset} and {@code !override} empty it first. */
    static Tree clear(Tree tree, List<String> path) {
        if (path.isEmpty() || !(tree instanceof Tree.Table table) || !table.has(path.get(0))) {
            return tree;
        }
        String key = path.get(0);
        if (wasList(table)) {
            // Compose looks for keys of mappings only.
            return tree;
        }
        return path.size() == 1
                ? table.without(key)
                : table.with(key, clear(table.entries().get(key), path.subList(1, path.size())));
    }

    /** Whether the mapping was written as a list: then keys and values stand at the same places. */
    private static boolean wasList(Tree.Table table) {
        return !table.entries().isEmpty()
                && table.entries().entrySet().stream()
                        .allMatch(entry -> entry.getValue() instanceof Tree.Text text
                                && text.position().equals(table.at(entry.getKey())));
    }

    /** The path of a value in a table; a name that the project chose becomes {@code *}. */
    private static String deeper(String path, String key) {
        return switch (path) {
            case "" -> key;
            case "services.*.build.args", "services.*.annotations", "services.*.sysctls" -> path + ".*";
            case "services",
                    "networks",
                    "volumes",
                    "configs",
                    "secrets",
                    "services.*.networks",
                    "services.*.extra_hosts",
                    "services.*.ulimits",
                    "services.*.environment",
                    "services.*.labels" -> path + ".*";
            default -> path + "." + key;
        };
    }

    /** The paths that lead to a path, the empty one among them. */
    private static Stream<String> above(String path) {
        return Stream.iterate(path, one -> !one.isEmpty(), Merge::parent).map(Merge::parent);
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    private static boolean isLogging(String path) {
        return path.equals("services.*.logging");
    }

    private static boolean otherDriver(Tree base, Tree over) {
        String before = field(base, "driver");
        String after = field(over, "driver");
        return before != null && after != null && !before.equals(after);
    }

    @CheckForNull
    private static String text(Tree tree) {
        return tree instanceof Tree.Text text ? text.text() : null;
    }

    @CheckForNull
    private static String field(Tree tree, String key) {
        return tree instanceof Tree.Table table && table.get(key) instanceof Tree.Text text ? text.text() : null;
    }

    @CheckForNull
    private static String grant(Tree item, String folder) {
        String target = field(item, "target");
        return target == null ? folder + "/" + field(item, "source") : target;
    }

    private static String port(Tree item) {
        String ip = field(item, "host_ip");
        return (ip == null ? "0.0.0.0" : ip) + ":" + field(item, "published") + ":" + field(item, "target") + "/"
                + field(item, "protocol");
    }
}
