package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Findings;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one translation works with.
 *
 * @param links by the part of the stack that they lead to
 * @param waitedFor names of the services for whose end others wait
 */
record Context(
        Desired desired,
        KubernetesSettings settings,
        Capabilities capabilities,
        Names names,
        Metadata metadata,
        Findings findings,
        Map<String, List<Link>> links,
        Set<String> waitedFor) {

    static Context of(Desired desired, KubernetesSettings settings, Capabilities capabilities) {
        Findings findings = new Findings();
        return new Context(
                desired,
                settings,
                capabilities,
                Names.of(desired.stack(), findings),
                new Metadata(desired, settings.namespacePrefix() + desired.id()),
                findings,
                desired.links().stream().collect(Collectors.groupingBy(Link::service)),
                Shape.waitedFor(desired.stack()));
    }

    Stack stack() {
        return desired.stack();
    }

    /** The name of a service's objects. */
    String name(Service service) {
        return names.service(service.name());
    }

    List<Link> links(Service service) {
        return links(service.name());
    }

    /** The links to a service or a unit of manifests. */
    List<Link> links(String part) {
        return links.getOrDefault(part, List.of());
    }
}
