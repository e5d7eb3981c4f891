package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.Engine;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import io.jenkins.plugins.environments.target.docker.translate.LoopbackLink;
import io.jenkins.plugins.environments.target.docker.translate.Translation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where links lead on this engine: through the edge by their host names, or, when there is none, to ports of the engine's
 * machine, on 127.0.0.1 alone. A port of ours stays with its service for as long as a container of it is there, so that
 * links outlive re-deploys and restarts of the engine.
 */
record LinkedPorts(Engine engine, String edgeNetwork) {

    /** Below those that Linux gives to connections, so that nobody takes one by chance. */
    private static final int FIRST = 20_000;

    private static final int COUNT = 10_000;

    /** Whether there is an edge for links to go through. */
    boolean edge() {
        return engine.networks().stream().anyMatch(each -> each.name().equals(edgeNetwork));
    }

    /** Whether the engine says that there is none; one that does not answer says nothing. */
    boolean knownToHaveNoEdge() {
        try {
            return !edge();
        } catch (TargetException e) {
            return false;
        }
    }

    /** The same with links as they are served here; asks the engine if there are any. */
    Desired served(Desired desired) {
        return desired.links().isEmpty() ? desired : desired.withLinks(links(desired));
    }

    private List<Link> links(Desired desired) {
        if (edge()) {
            return desired.links().stream().map(LoopbackLink::byName).toList();
        }
        List<EngineContainer> containers = engine.containers();
        Set<Integer> taken = new HashSet<>(engine.publishedPorts());
        containers.forEach(each -> taken.addAll(ports(each)));
        List<Link> links = new ArrayList<>();
        for (Link link : desired.links()) {
            Service service = desired.stack().services().get(link.service());
            int count = service == null ? 1 : Math.max(1, Translation.containers(desired.stack(), service));
            int port = known(containers, desired, link, count).orElseGet(() -> free(taken, desired, link, count));
            IntStream.range(port, port + count).forEach(taken::add);
            links.add(LoopbackLink.of(link, port));
        }
        return links;
    }

    /** Of the service's containers, if there is room for all of them. */
    private static Optional<Integer> known(List<EngineContainer> containers, Desired desired, Link link, int count) {
        return containers.stream()
                .filter(each ->
                        each.label(Labels.ENVIRONMENT).equals(desired.id().value())
                                && each.label(Labels.OWNER).equals(desired.owner())
                                && each.label(Labels.SERVICE).equals(link.service()))
                .map(LinkedPorts::ports)
                .filter(ports -> ports.size() == count)
                .flatMap(ports -> ports.stream().limit(1))
                .findFirst();
    }

    private static List<Integer> ports(EngineContainer container) {
        return LoopbackLink.range(container.label(Labels.PORTS));
    }

    private static int free(Set<Integer> taken, Desired desired, Link link, int count) {
        int hash = Math.floorMod((desired.id() + "/" + link.service()).hashCode(), COUNT - count);
        return IntStream.range(0, COUNT)
                .map(step -> FIRST + (hash + step) % (COUNT - count))
                .filter(port -> IntStream.range(port, port + count).noneMatch(taken::contains))
                .findFirst()
                .orElseThrow(() -> new TargetException(
                        TargetException.Kind.PERMANENT,
                        Failure.of(
                                "service " + link.service() + " can have no link",
                                "there is no edge, and no port from " + FIRST + " on is free",
                                "start an edge with docs/docker-edge/compose.yaml")));
    }
}
