package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * What the services of a stack name: volumes, networks, configs, secrets, each with the first place that names it.
 *
 * @param volumes names of volumes to places; the others alike
 */
record References(
        Map<String, Position> volumes,
        Map<String, Position> networks,
        Map<String, Position> configs,
        Map<String, Position> secrets) {

    /**
     * Gathers them, and reports what is named but not defined.
     *
     * @param document in long form, with the services of active profiles only
     * @param inactive services of other profiles
     */
    static References of(Fields document, Set<String> inactive, Problems problems) {
        References used = new References(
                new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        Map<String, Fields> services = document.entries("services");
        services.values().forEach(service -> used.gather(service));
        used.check(document, "volumes", used.volumes(), Set.of(), problems);
        used.check(document, "networks", used.networks(), Set.of("default"), problems);
        used.check(document, "configs", used.configs(), Set.of(), problems);
        used.check(document, "secrets", used.secrets(), Set.of(), problems);
        services.forEach((name, service) -> dependencies(name, service, services.keySet(), inactive, problems));
        Circles.report(services, problems);
        return used;
    }

    private void gather(Fields service) {
        for (Fields volume : service.tables("volumes")) {
            Tree.Text type = volume.scalar("type");
            Tree.Text source = volume.scalar("source");
            if (type != null && type.text().equals("volume") && source != null && !source.tainted()) {
                volumes.putIfAbsent(source.text(), source.position());
            }
        }
        if (!service.has("network_mode") && !service.has("provider")) {
            service.entries("networks").forEach((name, entry) -> networks.putIfAbsent(name, entry.position()));
            if (service.inner("networks").table().entries().isEmpty()) {
                networks.putIfAbsent("default", service.position());
            }
        }
        grants(service, "configs", configs::putIfAbsent);
        grants(service, "secrets", secrets::putIfAbsent);
        grants(service.inner("build"), "secrets", secrets::putIfAbsent);
    }

    private static void grants(Fields service, String kind, BiConsumer<String, Position> into) {
        for (Fields grant : service.tables(kind)) {
            Tree.Text source = grant.scalar("source");
            if (source != null && !source.tainted()) {
                into.accept(source.text(), source.position());
            }
        }
    }

    private void check(
            Fields document, String kind, Map<String, Position> named, Set<String> implied, Problems problems) {
        Set<String> defined = document.entries(kind).keySet();
        named.forEach((name, at) -> {
            if (!defined.contains(name) && !implied.contains(name) && !problems.full()) {
                problems.error(
                        at,
                        "\"" + name + "\" is not defined under " + kind,
                        Nearest.remedy(name, defined, "add it under " + kind + " at the top level"));
            }
        });
    }

    private static void dependencies(
            String name, Fields service, Set<String> active, Set<String> inactive, Problems problems) {
        service.entries("depends_on").forEach((other, entry) -> {
            boolean optional = Boolean.FALSE.equals(entry.flagIfGiven("required"));
            if (active.contains(other) || optional || problems.full()) {
                return;
            }
            if (inactive.contains(other)) {
                problems.error(
                        entry.position(),
                        "\"" + name + "\" depends on \"" + other + "\", whose profile is not active",
                        "activate the profile, or say required: false");
            } else {
                problems.error(
                        entry.position(),
                        "\"" + name + "\" depends on \"" + other + "\", which is no service",
                        Nearest.remedy(
                                other,
                                active,
                                "name one of " + active.stream().limit(20).toList()));
            }
        });
    }
}
