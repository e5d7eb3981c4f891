package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Resources;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.ServiceOptions;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.stack.StackReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small stacks for tests: {@code stack().service("db").service("web", "db").port(8080).reading()}. */
final class Stacks {

    private static final Position HERE = new Position("compose.yaml", 1, 1);

    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Map<String, byte[]> secrets = new HashMap<>();
    private String last = "";

    static Stacks stack() {
        return new Stacks();
    }

    Stacks service(String name, String... dependsOn) {
        Map<String, Service.Dependency> dependencies = new LinkedHashMap<>();
        for (String other : dependsOn) {
            dependencies.put(other, new Service.Dependency(Service.Dependency.Condition.HEALTHY, true, false, HERE));
        }
        last = name;
        services.put(
                name,
                new Service(
                        name,
                        new Position("compose.yaml", 10 + services.size(), 3),
                        new Service.Image(name + ":1", HERE),
                        null,
                        new Service.Process(null, null, null, null, null, false, false, false),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        dependencies,
                        null,
                        Map.of(),
                        1,
                        Resources.NONE,
                        new Service.Security(
                                null, List.of(), List.of(), List.of(), false, false, List.of(), Map.of(), HERE),
                        new Service.Hosts(null, null, Map.of(), List.of(), List.of(), List.of(), null),
                        null,
                        List.of(),
                        Map.of(),
                        ServiceOptions.NONE));
        return this;
    }

    Stacks image(String reference) {
        return with(
                s -> copy(s, new Service.Image(reference, HERE), s.environment(), s.ports(), s.expose(), s.options()));
    }

    Stacks variable(String name, String text) {
        return value(name, Value.plain(text, HERE));
    }

    /** A sensitive variable. */
    Stacks secret(String name, String text) {
        String key = last + "/" + name;
        secrets.put(key, text.getBytes(StandardCharsets.UTF_8));
        return value(name, new Value.Sensitive(key, "digest-" + Integer.toHexString(text.hashCode()), HERE));
    }

    private Stacks value(String name, Value value) {
        return with(s -> {
            Map<String, Value> environment = new LinkedHashMap<>(s.environment());
            environment.put(name, value);
            return copy(s, s.image(), environment, s.ports(), s.expose(), s.options());
        });
    }

    Stacks port(int target) {
        return port(target, target, null);
    }

    Stacks port(int target, Integer published, String appProtocol) {
        return with(s -> {
            List<Port> ports = new ArrayList<>(s.ports());
            ports.add(new Port(target, published, "tcp", null, appProtocol, null, HERE));
            return copy(s, s.image(), s.environment(), ports, s.expose(), s.options());
        });
    }

    Stacks expose(int target) {
        return with(s -> {
            List<Port> ports = new ArrayList<>(s.expose());
            ports.add(new Port(target, null, "tcp", null, null, null, HERE));
            return copy(s, s.image(), s.environment(), s.ports(), ports, s.options());
        });
    }

    Stacks link(Boolean wanted, String name, Integer port) {
        ServiceOptions options =
                new ServiceOptions(new ServiceOptions.Link(wanted, name, port), null, List.of(), null, Map.of());
        return with(s -> copy(s, s.image(), s.environment(), s.ports(), s.expose(), options));
    }

    Stacks volume(String name) {
        volumes.put(name, new Volume(name, null, Map.of(), Map.of(), HERE));
        return this;
    }

    private Stacks with(java.util.function.UnaryOperator<Service> change) {
        services.computeIfPresent(last, (name, service) -> change.apply(service));
        return this;
    }

    private static Service copy(
            Service s,
            Service.Image image,
            Map<String, Value> environment,
            List<Port> ports,
            List<Port> expose,
            ServiceOptions options) {
        return new Service(
                s.name(),
                s.position(),
                image,
                s.build(),
                s.process(),
                environment,
                ports,
                expose,
                s.mounts(),
                s.files(),
                s.dependsOn(),
                s.healthcheck(),
                s.networks(),
                s.replicas(),
                s.resources(),
                s.security(),
                s.hosts(),
                s.restart(),
                s.profiles(),
                s.labels(),
                options);
    }

    Stack build() {
        return new Stack("shop", services, volumes, Map.of(), Map.of(), Map.of());
    }

    StackReading reading() {
        return new StackReading(
                build(), new SecretValues(secrets), List.of(new SourceFile("compose.yaml", "services: …")), List.of());
    }
}
