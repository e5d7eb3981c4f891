package io.jenkins.plugins.environments.model.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a project runs, fully resolved (Compose Specification). Maps keep the order of the files.
 *
 * @param name the project's name as the files give it
 * @param services by name; only those whose profiles are active
 * @param volumes named volumes that services use, by name
 * @param networks networks that services use, by name; {@code default} among them when a service names none
 * @param configs by name
 * @param secrets by name
 */
public record Stack(
        String name,
        Map<String, Service> services,
        Map<String, Volume> volumes,
        Map<String, Network> networks,
        Map<String, StackFile> configs,
        Map<String, StackFile> secrets) {

    public Stack {
        services = ordered(services);
        volumes = ordered(volumes);
        networks = ordered(networks);
        configs = ordered(configs);
        secrets = ordered(secrets);
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
