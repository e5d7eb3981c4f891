package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.ServiceOptions;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which services of an environment get a link, and under which host name: what {@code x-environment} and the stage's
 * names say, else every service that publishes a port that speaks HTTP.
 */
public final class Links {

    /** Ports that speak HTTP by custom, when nothing says what they speak. 443 and 8443 speak TLS: the edge does that. */
    private static final Set<Integer> HTTP_PORTS = Set.of(
            80, 3000, 3001, 4000, 4200, 5000, 5173, 5601, 7000, 7474, 8000, 8001, 8008, 8080, 8081, 8082, 8083, 8084,
            8085, 8086, 8087, 8088, 8089, 8090, 8888, 8983, 9000, 9001, 9090, 15672);

    private final Stage stage;
    private final Change change;
    private final List<Problem> problems = new ArrayList<>();

    private Links(Stage stage, Change change) {
        this.stage = stage;
        this.change = change;
    }

    /**
     * The links of a stack's services, in their order.
     *
     * @throws InvalidInputException with every reason why there can't be the links that were asked for
     */
    public static List<Link> of(Stage stage, Change change, Stack stack) {
        Links links = new Links(stage, change);
        List<Link> result = new ArrayList<>();
        stack.services().values().forEach(service -> links.of(service).ifPresent(result::add));
        links.findTwins(stack, result);
        if (!links.problems.isEmpty()) {
            throw new InvalidInputException(links.problems);
        }
        return result;
    }

    private Optional<Link> of(Service service) {
        ServiceOptions.Link asked = service.options().link();
        if (Boolean.FALSE.equals(asked.wanted())) {
            return Optional.empty();
        }
        boolean wanted = Boolean.TRUE.equals(asked.wanted())
                || asked.name() != null
                || asked.port() != null
                || stage.linkRules().names().containsKey(service.name());
        OptionalInt port = port(service, wanted);
        if (port.isEmpty()) {
            if (wanted) {
                problems.add(new Problem(
                        service.position(),
                        "service \"" + service.name() + "\" shall have a link and has no TCP port",
                        "name one with x-environment: { link: { port: 8080 } }, or under \"ports\" or \"expose\""));
            }
            return Optional.empty();
        }
        String host = host(service);
        String url = (stage.linkRules().tls() ? "https://" : "http://") + host;
        return Optional.of(new Link(service.name(), host, port.getAsInt(), url));
    }

    private static OptionalInt port(Service service, boolean wanted) {
        Integer asked = service.options().link().port();
        if (asked != null) {
            return OptionalInt.of(asked);
        }
        OptionalInt published = first(service.ports().stream().filter(Links::speaksHttp));
        if (published.isPresent() || !wanted) {
            return published;
        }
        // Wanted: what it only exposes will do as well, the likely ones first.
        return Stream.of(
                        service.expose().stream().filter(Links::speaksHttp),
                        service.ports().stream(),
                        service.expose().stream())
                .map(Links::first)
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt first(Stream<Port> ports) {
        return ports.filter(port -> "tcp".equals(port.protocol()))
                .mapToInt(Port::target)
                .findFirst();
    }

    private static boolean speaksHttp(Port port) {
        if (port.appProtocol() != null) {
            return port.appProtocol().startsWith("http");
        }
        return "tcp".equals(port.protocol())
                && (HTTP_PORTS.contains(port.target())
                        || port.published() != null && HTTP_PORTS.contains(port.published()));
    }

    private String host(Service service) {
        String fixed = stage.linkRules().names().get(service.name());
        return fixed != null ? HostName.fixed(fixed, service.name(), problems) : pattern(service);
    }

    private String pattern(Service service) {
        String name = service.options().link().name();
        return HostName.of(
                stage.linkRules().pattern(),
                Map.of(
                        "service", label(name == null ? service.name() : name),
                        "change", change.key(),
                        "stage", label(stage.name()),
                        "project", label(change.project()),
                        "domain", stage.linkRules().domain()),
                problems);
    }

    private static String label(String name) {
        return DnsLabel.of(name, HostName.MAX_LABEL);
    }

    private void findTwins(Stack stack, List<Link> links) {
        Map<String, String> owners = new HashMap<>();
        for (Link link : links) {
            String other = owners.putIfAbsent(link.host(), link.service());
            if (other != null) {
                Position position = stack.service(link.service()).position();
                problems.add(new Problem(
                        position,
                        "services \"" + other + "\" and \"" + link.service() + "\" would both answer at " + link.host(),
                        "put {service} into the stage's link pattern, or give one a name of its own"));
            }
        }
    }
}
