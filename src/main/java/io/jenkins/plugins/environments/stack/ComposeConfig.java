package io.jenkins.plugins.environments.stack;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Prints a file in long form as {@code docker compose config --format json} does, so that the two can be compared leaf
 * by leaf: what {@link ShapePrinter} makes of it, with the defaults that Compose adds.
 */
final class ComposeConfig {

    private final String project;
    private final ShapePrinter printer;

    ComposeConfig(String project, ProjectFiles files, Values values) {
        this.project = project;
        this.printer = new ShapePrinter(files, values);
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
                result.put(ShapePrinter.escaped(key), printer.value(value, Shape.Leaf.ANY, key));
            }
        });
        return result;
    }

    private void resources(Fields document, String kind, Set<String> used, Map<String, Object> into) {
        Map<String, Object> all = new TreeMap<>();
        Map<String, Fields> defined = document.entries(kind);
        for (String name : used) {
            Fields given = defined.get(name);
            Tree.Table table = given == null ? Tree.emptyTable(Tree.NOWHERE) : given.table();
            Map<String, Object> resource = printer.known(table, ComposeSchema.resource(kind));
            boolean external = resource.containsKey("external");
            resource.putIfAbsent("name", external ? name : project + "_" + name);
            if (kind.equals("secrets")) {
                resource.computeIfPresent("content", (key, content) -> Sensitivity.MASK);
            }
            if (kind.equals("volumes") && "local".equals(resource.get("driver"))) {
                inner(resource, "driver_opts", this::device);
            }
            all.put(name, resource);
        }
        if (!all.isEmpty()) {
            into.put(kind, all);
        }
    }

    /** Of a volume that is a folder, the folder. */
    private void device(Map<String, Object> options) {
        if ("bind".equals(options.get("o"))) {
            options.computeIfPresent("device", (key, device) -> printer.path(String.valueOf(device)));
        }
    }

    private Map<String, Object> service(Fields service) {
        Map<String, Object> result = printer.known(service.table(), ComposeSchema.SERVICE);
        boolean networked = service.has("network_mode") || service.has("provider");
        if (!networked && service.inner("networks").table().entries().isEmpty()) {
            Map<String, Object> networks = new TreeMap<>();
            networks.put("default", null);
            result.put("networks", networks);
        }
        result.replace("pull_policy", "if_not_present", "missing");
        inner(result, "build", build -> {
            build.putIfAbsent("context", printer.path("."));
            if (!build.containsKey("dockerfile_inline")) {
                build.putIfAbsent("dockerfile", "Dockerfile");
            }
            hosts(build);
        });
        Object scale = result.get("scale");
        if (scale != null) {
            inner(result, "deploy", deploy -> deploy.put("replicas", scale));
        }
        items(result, "gpus", ComposeConfig::count);
        inner(
                result,
                "deploy",
                deploy -> inner(
                        deploy,
                        "resources",
                        all -> inner(all, "reservations", some -> items(some, "devices", ComposeConfig::count))));
        items(result, "volumes", this::volume);
        items(result, "secrets", secret -> secret.putIfAbsent("target", "/run/secrets/" + secret.get("source")));
        inner(result, "blkio_config", blkio -> blkio.keySet()
                .forEach(key -> items(blkio, key, ComposeConfig::capitals)));
        hosts(result);
        return result;
    }

    /** Compose prints these with the names that they have in its program. */
    private static void capitals(Map<String, Object> device) {
        for (String key : List.of("path", "rate", "weight")) {
            Object value = device.remove(key);
            if (value != null) {
                device.put(Character.toUpperCase(key.charAt(0)) + key.substring(1), value);
            }
        }
    }

    /** A device that says neither how many nor which is all of them. */
    private static void count(Map<String, Object> device) {
        if (!device.containsKey("device_ids")) {
            device.putIfAbsent("count", BigInteger.ONE.negate());
        }
    }

    private static void hosts(Map<String, Object> of) {
        if (of.get("extra_hosts") instanceof Map<?, ?> hosts) {
            List<String> lines = new ArrayList<>();
            hosts.forEach((host, addresses) -> ((List<?>) addresses).forEach(ip -> lines.add(host + "=" + ip)));
            Collections.sort(lines);
            of.put("extra_hosts", lines);
        }
    }

    private void volume(Map<String, Object> volume) {
        if ("bind".equals(volume.get("type")) && !Sensitivity.MASK.equals(volume.get("source"))) {
            volume.computeIfPresent("source", (key, source) -> printer.path(String.valueOf(source)));
        }
    }

    @SuppressWarnings("unchecked")
    private static void inner(Map<String, Object> map, String key, Consumer<Map<String, Object>> change) {
        if (map.get(key) instanceof Map<?, ?> inner) {
            change.accept((Map<String, Object>) inner);
        }
    }

    @SuppressWarnings("unchecked")
    private static void items(Map<String, Object> map, String key, Consumer<Map<String, Object>> change) {
        if (map.get(key) instanceof List<?> items) {
            items.stream().filter(Map.class::isInstance).forEach(item -> change.accept((Map<String, Object>) item));
        }
    }
}
