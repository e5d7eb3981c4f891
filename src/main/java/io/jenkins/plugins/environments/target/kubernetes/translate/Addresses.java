package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names under which services reach one another, as Service objects. */
final class Addresses {

    private static final Pattern PORT_NAME = Pattern.compile("(?=.*[a-z])[a-z0-9](?!.*--)([-a-z0-9]{0,13}[a-z0-9])?");
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern APP_PROTOCOL =
            Pattern.compile("([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");

    private final Context context;
    private final Map<String, String> owners = new HashMap<>();

    Addresses(Context context) {
        this.context = context;
        context.stack().services().values().forEach(service -> owners.put(context.name(service), service.name()));
    }

    /** The name of the Service that gives each replica of a StatefulSet a name. */
    static String peers(String name) {
        return name + "-peers";
    }

    /** The Service objects of a service. */
    List<io.fabric8.kubernetes.api.model.Service> of(Service service, Shape shape) {
        List<ServicePort> ports = ports(service, context.links(service)).stream()
                .map(Addresses::port)
                .toList();
        if (shape == Shape.JOB && ports.isEmpty()) {
            return List.of();
        }
        List<io.fabric8.kubernetes.api.model.Service> services = new ArrayList<>();
        services.add(object(context.name(service), service, ports));
        if (shape == Shape.STATEFUL_SET) {
            services.add(headless(peers(context.name(service)), service, ports));
        }
        for (Map.Entry<String, Position> alias : aliases(service).entrySet()) {
            services.add(object(alias.getKey(), service, ports));
        }
        return services;
    }

    /**
     * A service that names no port may still be spoken to on every port of its container, as in Compose: its name then
     * stands for the pods themselves.
     */
    private io.fabric8.kubernetes.api.model.Service object(String name, Service service, List<ServicePort> ports) {
        if (ports.isEmpty()) {
            return headless(name, service, ports);
        }
        return object(name, service, spec(service, ports));
    }

    private io.fabric8.kubernetes.api.model.Service headless(String name, Service service, List<ServicePort> ports) {
        ServiceSpec spec = spec(service, ports);
        spec.setClusterIP("None");
        // As in Compose, a container has its name from its start; replicas find one another before they are ready.
        spec.setPublishNotReadyAddresses(true);
        return object(name, service, spec);
    }

    private static ServiceSpec spec(Service service, List<ServicePort> ports) {
        ServiceSpec spec = new ServiceSpec();
        spec.setType("ClusterIP");
        spec.setSelector(Metadata.selector(service.name()));
        spec.setPorts(ports);
        return spec;
    }

    private io.fabric8.kubernetes.api.model.Service object(String name, Service service, ServiceSpec spec) {
        io.fabric8.kubernetes.api.model.Service object = new io.fabric8.kubernetes.api.model.Service();
        object.setMetadata(context.metadata().of(name, service.name()));
        object.setSpec(spec);
        return object;
    }

    private Map<String, Position> aliases(Service service) {
        Map<String, Position> aliases = new LinkedHashMap<>();
        service.networks().values().forEach(attachment -> attachment
                .aliases()
                .forEach(alias -> aliases.putIfAbsent(alias, attachment.position())));
        Map<String, Position> usable = new LinkedHashMap<>();
        aliases.forEach((alias, position) -> {
            String name = alias.toLowerCase(Locale.ROOT);
            if (!SERVICE_NAME.matcher(name).matches()) {
                context.findings()
                        .warn(
                                position,
                                "service " + service.name() + ": nobody reaches it as \"" + alias
                                        + "\", which is no DNS label",
                                "use lower-case letters, digits and dashes, beginning with a letter");
                return;
            }
            String owner = owners.putIfAbsent(name, service.name());
            if (owner == null) {
                usable.put(name, position);
            } else if (!owner.equals(service.name())) {
                context.findings()
                        .error(
                                position,
                                "service " + service.name() + ": the alias \"" + alias + "\" is taken by service "
                                        + owner,
                                "give each service names of its own");
            }
        });
        return usable;
    }

    /** The ports of a service's containers, each once: published, exposed, and those behind links. */
    static List<Numbered> ports(Service service, List<Link> links) {
        List<Port> all = new ArrayList<>(service.ports());
        all.addAll(service.expose());
        links.forEach(link -> all.add(new Port(link.port(), null, "tcp", null, null, null, service.position())));
        Map<String, Numbered> ports = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Port port : all) {
            String key = port.protocol() + "-" + port.target();
            if (!ports.containsKey(key)) {
                String name =
                        port.name() != null && PORT_NAME.matcher(port.name()).matches() && !names.contains(port.name())
                                ? port.name()
                                : key;
                names.add(name);
                ports.put(
                        key,
                        new Numbered(
                                name, port.target(), port.protocol().toUpperCase(Locale.ROOT), port.appProtocol()));
            }
        }
        return List.copyOf(ports.values());
    }

    private static ServicePort port(Numbered port) {
        String appProtocol = port.appProtocol();
        ServicePort object = new ServicePort();
        object.setName(port.name());
        object.setPort(port.number());
        object.setTargetPort(new IntOrString(port.number()));
        object.setProtocol(port.protocol());
        if (appProtocol != null && APP_PROTOCOL.matcher(appProtocol).matches()) {
            object.setAppProtocol(appProtocol);
        }
        return object;
    }

    /**
     * A port with the name that it has in objects.
     *
     * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
     */
    record Numbered(String name, int number, String protocol, @CheckForNull String appProtocol) {}
}
