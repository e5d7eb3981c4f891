package io.jenkins.plugins.environments.model.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a project runs, fully resolved (Compose Specification). Maps keep the order of the files.
 *
 * @param name the project's name as the files give it
 * @param services by name; only those whose profiles are active
 * @param volumes named volumes that services use, by name
 * @param networks networks that services use, by name; {@code default} among them when a service names none
 * @param configs by name
 * @param secrets by name
 * @param manifests ready Kubernetes objects, in the order of their files
 */
public record Stack(
        String name,
        Map<String, Service> services,
        Map<String, Volume> volumes,
        Map<String, Network> networks,
        Map<String, StackFile> configs,
        Map<String, StackFile> secrets,
        List<Manifest> manifests) {

    public Stack {
        services = ordered(services);
        volumes = ordered(volumes);
        networks = ordered(networks);
        configs = ordered(configs);
        secrets = ordered(secrets);
        manifests = manifests == null ? List.of() : List.copyOf(manifests);
    }

    /** A stack without manifests. */
    public Stack(
            String name,
            Map<String, Service> services,
            Map<String, Volume> volumes,
            Map<String, Network> networks,
            Map<String, StackFile> configs,
            Map<String, StackFile> secrets) {
        this(name, services, volumes, networks, configs, secrets, List.of());
    }

    /** The same with other manifests. */
    public Stack with(List<Manifest> others) {
        return new Stack(name, services, volumes, networks, configs, secrets, others);
    }

    /** The manifests of a unit, in their order; none when there is no such unit. */
    public List<Manifest> unit(String unit) {
        return manifests.stream()
                .filter(manifest -> manifest.unit().equals(unit))
                .toList();
    }

    /** The names of all that is deployed together, services first, then units of manifests. */
    public Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>(services.keySet());
        manifests.forEach(manifest -> parts.add(manifest.unit()));
        return Collections.unmodifiableSet(parts);
    }

    /** Those of the parts that have a state that a deploy waits for. */
    public Set<String> awaited() {
        Set<String> awaited = new LinkedHashSet<>(services.keySet());
        manifests.stream().filter(Manifest::awaited).forEach(manifest -> awaited.add(manifest.unit()));
        return Collections.unmodifiableSet(awaited);
    }

    /** The service of that name. */
    public Service service(String name) {
        Service service = services.get(name);
        if (service == null) {
            throw new InvalidInputException(
                    new Problem(null, "the stack has no service \"" + name + "\"", "name one of " + services.keySet()));
        }
        return service;
    }

    static <T> Map<String, T> ordered(Map<String, T> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
