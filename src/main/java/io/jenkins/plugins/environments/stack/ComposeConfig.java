package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Prints a file in long form as {@code docker compose config --format json} does, so that the two can be compared leaf
 * by leaf: names in order, sizes in bytes, durations as Go prints them, {@code $} doubled, and {@code <sensitive>} in
 * place of what is sensitive.
 */
final class ComposeConfig {

    private final String project;
    private final ProjectFiles files;
    private final Values values;

    ComposeConfig(String project, ProjectFiles files, Values values) {
        this.project = project;
        this.files = files;
        this.values = values;
    }

    /** @param document in long form @param used what its services name: nothing else is printed */
    Map<String, Object> print(Fields document, References used) {
        Map<String, Object> result = new TreeMap<>();
        result.put("name", project);
        Map<String, Object> services = new TreeMap<>();
        document.entries("services").forEach((name, service) -> services.put(name, service(service)));
        result.put("services", services);
        resources(document, "networks", used.networks().keySet(), result);
        resources(document, "volumes", used.volumes().keySet(), result);
        resources(document, "configs", used.configs().keySet(), result);
        resources(document, "secrets", used.secrets().keySet(), result);
        document.table().entries().forEach((key, value) -> {
            if (key.startsWith("x-")) {
                result.put(key, convert(value, Shape.Leaf.ANY, key));
            }
        });
        return result;
    }

    private void resources(Fields document, String kind, Set<String> used, Map<String, Object> into) {
        Map<String, Object> all = new TreeMap<>();
        Map<String, Fields> defined = document.entries(kind);
        for (String name : used) {
            Map<String, Object> resource = new TreeMap<>();
            Fields given = defined.get(name);
            if (given != null) {
                resource.putAll(table(given.table(), ComposeSchema.resource(kind)));
            }
            boolean external = Boolean.TRUE.equals(resource.get("external"));
            resource.putIfAbsent("name", external ? name : project + "_" + name);
            if (!external) {
                resource.remove("external");
            }
            if (kind.equals("networks")) {
                resource.putIfAbsent("ipam", new TreeMap<>());
                drop(resource, "internal", false);
            }
            if (kind.equals("secrets")) {
                resource.computeIfPresent("content", (key, content) -> Sensitivity.MASK);
            }
            resource.computeIfPresent("file", (key, file) -> path(file));
            all.put(name, resource);
        }
        if (!all.isEmpty()) {
            into.put(kind, all);
        }
    }

    private Map<String, Object> service(Fields service) {
        Map<String, Object> result = table(service.table(), ComposeSchema.SERVICE);
        result.keySet().removeIf(key -> key.startsWith("x-"));
        result.putIfAbsent("command", null);
        result.putIfAbsent("entrypoint", null);
        if (!service.has("network_mode")
                && service.inner("networks").table().entries().isEmpty()) {
            Map<String, Object> networks = new TreeMap<>();
            networks.put("default", null);
            result.put("networks", networks);
        }
        for (String flag : List.of("privileged", "read_only", "stdin_open", "tty", "oom_kill_disable")) {
            drop(result, flag, false);
        }
        inner(result, "build", build -> {
            build.compute("context", (key, context) -> path(context == null ? "." : context));
            build.putIfAbsent("dockerfile", "Dockerfile");
        });
        inner(result, "deploy", deploy -> {
            deploy.putIfAbsent("placement", new TreeMap<>());
            deploy.putIfAbsent("resources", new TreeMap<>());
        });
        inner(result, "healthcheck", check -> drop(check, "disable", false));
        entries(result, "depends_on", dependency -> {
            dependency.putIfAbsent("condition", "service_started");
            dependency.putIfAbsent("required", true);
            drop(dependency, "restart", false);
        });
        items(result, "volumes", this::volume);
        items(result, "secrets", secret -> secret.putIfAbsent("target", "/run/secrets/" + secret.get("source")));
        if (result.get("extra_hosts") instanceof Map<?, ?> hosts) {
            List<String> lines = new ArrayList<>();
            hosts.forEach((host, addresses) -> ((List<?>) addresses).forEach(ip -> lines.add(host + "=" + ip)));
            Collections.sort(lines);
            result.put("extra_hosts", lines);
        }
        return result;
    }

    private void volume(Map<String, Object> volume) {
        String type = String.valueOf(volume.get("type"));
        if (type.equals("bind")) {
            volume.computeIfPresent("source", (key, source) -> path(source));
        }
        drop(volume, "read_only", false);
        inner(volume, "tmpfs", tmpfs -> tmpfs.computeIfPresent("mode", (key, mode) -> octal(mode)));
    }

    /** Of a tmpfs, the mode is printed as a number. */
    private static Object octal(Object mode) {
        return BigInteger.valueOf(Integer.parseInt(String.valueOf(mode), 8));
    }

    private Object path(Object path) {
        String text = String.valueOf(path);
        return text.contains("://") || text.equals(Sensitivity.MASK)
                ? text
                : files.absolute(text).toString();
    }

    private static void drop(Map<String, Object> map, String key, Object value) {
        if (value.equals(map.get(key))) {
            map.remove(key);
        }
    }

    @SuppressWarnings("unchecked")
    private static void inner(
            Map<String, Object> map, String key, java.util.function.Consumer<Map<String, Object>> change) {
        if (map.get(key) instanceof Map<?, ?> inner) {
            change.accept((Map<String, Object>) inner);
        }
    }

    private static void entries(
            Map<String, Object> map, String key, java.util.function.Consumer<Map<String, Object>> change) {
        inner(map, key, entries -> entries.keySet().forEach(name -> inner(entries, name, change)));
    }

    @SuppressWarnings("unchecked")
    private static void items(
            Map<String, Object> map, String key, java.util.function.Consumer<Map<String, Object>> change) {
        if (map.get(key) instanceof List<?> items) {
            items.stream().filter(Map.class::isInstance).forEach(item -> change.accept((Map<String, Object>) item));
        }
    }

    private Map<String, Object> table(Tree.Table table, Shape shape) {
        Map<String, Object> result = new TreeMap<>();
        table.entries().forEach((key, value) -> {
            Shape inner = inner(shape, key);
            if (inner instanceof Shape.Known && value instanceof Tree.Text text && text.isNull() && isEntry(shape)) {
                result.put(key, null);
            } else if (!(value instanceof Tree.Text text && text.isNull() && shape instanceof Shape.Known)) {
                result.put(key, convert(value, inner, key));
            }
        });
        return result;
    }

    private static boolean isEntry(Shape shape) {
        return shape instanceof Shape.MapOf;
    }

    private static Shape inner(Shape shape, String key) {
        if (shape instanceof Shape.MapOf map) {
            return map.value();
        }
        Shape.Field field = shape instanceof Shape.Known known ? known.fields().get(key) : null;
        return field == null ? Shape.Leaf.ANY : field.shape();
    }

    @CheckForNull
    private Object convert(Tree tree, Shape shape, String name) {
        if (tree instanceof Tree.Table table) {
            return table(table, shape);
        }
        if (tree instanceof Tree.Items items) {
            return list(items, shape instanceof Shape.ListOf list ? list.item() : Shape.Leaf.ANY, name);
        }
        Tree.Text text = (Tree.Text) tree;
        if (text.isNull()) {
            return null;
        }
        return values.isSensitive(text, name) ? Sensitivity.MASK : leaf(text, shape);
    }

    private List<Object> list(Tree.Items items, Shape shape, String name) {
        List<Object> result = new ArrayList<>();
        List<Tree.Text> words = new ArrayList<>();
        for (Tree item : items.items()) {
            if (item instanceof Tree.Text text) {
                words.add(text);
                boolean sensitive = Values.isSensitiveWord(words, words.size() - 1);
                result.add(sensitive ? Sensitivity.MASK : text.isNull() ? null : leaf(text, shape));
            } else {
                result.add(convert(item, shape, name));
            }
        }
        return result;
    }

    private static Object leaf(Tree.Text text, Shape shape) {
        String value = text.text();
        return switch (shape instanceof Shape.Leaf leaf ? leaf : Shape.Leaf.ANY) {
            case FLAG -> Boolean.TRUE.equals(SchemaCheck.flag(text));
            case INTEGER -> new BigInteger(value);
            case NUMBER -> number(value);
            case BYTES -> String.valueOf(Quantities.bytes(value).orElse(0L));
            case DURATION -> Quantities.duration(value).map(Quantities::print).orElse(value);
            case MODE -> text.kind() == Tree.Kind.INTEGER
                    ? "0" + Integer.toOctalString(Integer.parseInt(value))
                    : value;
            case TEXT -> escaped(value);
            case ANY -> switch (text.kind()) {
                case BOOLEAN -> Boolean.valueOf(value);
                case INTEGER -> new BigInteger(value);
                case FLOAT -> number(value);
                case STRING, NULL, RESET -> escaped(value);
            };
        };
    }

    /** Whole numbers without a point, as in JSON made by Go. */
    private static Object number(String value) {
        BigDecimal number = new BigDecimal(value).stripTrailingZeros();
        return number.scale() <= 0 ? (Object) number.toBigInteger() : (Object) number;
    }

    /** What is printed can be read again: a dollar sign is no variable. */
    private static String escaped(String value) {
        return value.replace("$", "$$");
    }
}
