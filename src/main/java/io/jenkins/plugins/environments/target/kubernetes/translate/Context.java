package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Findings;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import java.util.List;

/** What one translation works with. */
record Context(
        Desired desired,
        KubernetesSettings settings,
        Capabilities capabilities,
        Names names,
        Metadata metadata,
        Findings findings) {

    static Context of(Desired desired, KubernetesSettings settings, Capabilities capabilities) {
        Findings findings = new Findings();
        return new Context(
                desired,
                settings,
                capabilities,
                Names.of(desired.stack(), findings),
                new Metadata(desired, settings.namespacePrefix() + desired.id()),
                findings);
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
        return desired.links().stream()
                .filter(link -> link.service().equals(part))
                .toList();
    }
}
