package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Manifest;
import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.ServiceOptions;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
        return explained(stage, change, stack).stream()
                .flatMap(reason -> Optional.ofNullable(reason.link()).stream())
                .toList();
    }

    /**
     * For each service of a stack whether it gets a link and why, in their order.
     *
     * @throws InvalidInputException with every reason why there can't be the links that were asked for
     */
    public static List<LinkReason> explained(Stage stage, Change change, Stack stack) {
        Links links = new Links(stage, change);
        List<LinkReason> reasons = Stream.concat(
                        stack.services().values().stream().map(links::of),
                        stack.manifests().stream().flatMap(manifest -> links.of(manifest).stream()))
                .toList();
        links.findTwins(
                stack,
                reasons.stream()
                        .flatMap(reason -> Optional.ofNullable(reason.link()).stream())
                        .toList());
        if (!links.problems.isEmpty()) {
            throw new InvalidInputException(links.problems);
        }
        return reasons;
    }

    private LinkReason of(Service service) {
        ServiceOptions.Link asked = service.options().link();
        if (Boolean.FALSE.equals(asked.wanted())) {
            return new LinkReason(service.name(), null, "x-environment says link: none");
        }
        boolean named = stage.linkRules().names().containsKey(service.name());
        boolean wanted = Boolean.TRUE.equals(asked.wanted()) || asked.name() != null || asked.port() != null || named;
        Optional<Choice> port = port(service, wanted);
        if (port.isEmpty()) {
            if (wanted) {
                problems.add(new Problem(
                        service.position(),
                        "service \"" + service.name() + "\" shall have a link and has no TCP port",
                        "name one with x-environment: { link: { port: 8080 } }, or under \"ports\" or \"expose\""));
            }
            return new LinkReason(
                    service.name(),
                    null,
                    service.ports().isEmpty()
                            ? "it publishes no port"
                            : "no port that it publishes says app_protocol: http or is known for HTTP");
        }
        String host = host(service);
        String name = named ? ", its host name is one of the stage's own" : "";
        return new LinkReason(
                service.name(),
                new Link(service.name(), host, port.get().port(), url(host)),
                port.get().why() + name);
    }

    /** Of a Service among manifests; empty when it asks for no link. */
    private Optional<LinkReason> of(Manifest manifest) {
        Manifest.Link asked = manifest.link();
        if (asked == null) {
            return Optional.empty();
        }
        String fixed = stage.linkRules().names().get(manifest.unit());
        String name = asked.name() == null ? manifest.unit() : asked.name();
        String host = fixed != null ? HostName.fixed(fixed, manifest.unit(), problems) : pattern(name);
        return Optional.of(new LinkReason(
                manifest.unit(),
                new Link(manifest.unit(), host, asked.port(), url(host)),
                "its annotation asks for one, port " + asked.port()
                        + (fixed == null ? "" : ", its host name is one of the stage's own")));
    }

    private String url(String host) {
        return (stage.linkRules().tls() ? "https://" : "http://") + host;
    }

    /**
     * @param port the container's
     * @param why as a clause
     */
    private record Choice(int port, String why) {}

    /** What is said comes before what is a custom. */
    private static Optional<Choice> port(Service service, boolean wanted) {
        Integer asked = service.options().link().port();
        if (asked != null) {
            return Optional.of(new Choice(asked, "x-environment says port " + asked));
        }
        Optional<Choice> published = first(service.ports(), Links::saysHttp, "says app_protocol: http")
                .or(() -> first(service.ports(), Links::speaksHttp, "is known for HTTP"));
        if (published.isPresent() || !wanted) {
            return published;
        }
        // Wanted: what it only exposes will do as well, the likely ones first.
        String only = "is its first, and a link is asked for";
        return first(service.expose(), Links::speaksHttp, "is known for HTTP, and a link is asked for")
                .or(() -> first(service.ports(), port -> true, only))
                .or(() -> first(service.expose(), port -> true, only));
    }

    private static Optional<Choice> first(List<Port> ports, Predicate<Port> fits, String why) {
        return ports.stream()
                .filter(port -> "tcp".equals(port.protocol()))
                .filter(fits)
                .findFirst()
                .map(port -> new Choice(port.target(), "port " + port.target() + " " + why));
    }

    private static boolean saysHttp(Port port) {
        String protocol = port.appProtocol();
        return protocol != null && protocol.startsWith("http");
    }

    private static boolean speaksHttp(Port port) {
        if (port.appProtocol() != null) {
            return saysHttp(port);
        }
        return "tcp".equals(port.protocol())
                && (HTTP_PORTS.contains(port.target())
                        || port.published() != null && HTTP_PORTS.contains(port.published()));
    }

    private String host(Service service) {
        String fixed = stage.linkRules().names().get(service.name());
        return fixed != null ? HostName.fixed(fixed, service.name(), problems) : pattern(name(service));
    }

    private static String name(Service service) {
        String name = service.options().link().name();
        return name == null ? service.name() : name;
    }

    private String pattern(String name) {
        return HostName.of(
                stage.linkRules().pattern(),
                Map.of(
                        "service", label(name),
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
                Position position = stack.services().containsKey(link.service())
                        ? stack.service(link.service()).position()
                        : stack.unit(link.service()).get(0).position();
                problems.add(new Problem(
                        position,
                        "services \"" + other + "\" and \"" + link.service() + "\" would both answer at " + link.host(),
                        "put {service} into the stage's link pattern, or give one a name of its own"));
            }
        }
    }
}
