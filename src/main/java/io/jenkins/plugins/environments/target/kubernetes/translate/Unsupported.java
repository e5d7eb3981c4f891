package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Network;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.Value;
import java.util.List;
import java.util.Set;

/** Keys that have no meaning on Kubernetes, or another one: a warning each, never silence. */
final class Unsupported {

    private final Context context;

    Unsupported(Context context) {
        this.context = context;
    }

    void report(Network network) {
        if (network.external() != null) {
            context.findings()
                    .warn(
                            network.position(),
                            "network " + network.name() + " is external, and environments share no network here:"
                                    + " it connects the services of this environment only",
                            "reach other environments by their links");
        }
    }

    void report(Service service, Shape shape) {
        StopSignal.report(context.findings(), service);
        StartOrder.report(context, service);
        if (service.resources().pidsLimit() != null) {
            warn(
                    service,
                    service.at("pids_limit"),
                    "the limit of processes has no meaning on Kubernetes",
                    "have the nodes limit processes per pod");
        }
        if (service.hosts().domainname() != null) {
            warn(service, service.at("domainname"), "domainname has no meaning on Kubernetes", "take it out");
        }
        emptyCommand(service);
        networkMode(service);
        restart(service, shape);
        dependencies(service);
        service.files().stream()
                .filter(grant -> isName(grant.uid()) || isName(grant.gid()))
                .forEach(grant -> warn(
                        service,
                        grant.position(),
                        "the file " + grant.target() + " belongs to root here, since its uid and gid are no numbers",
                        "write them as numbers"));
        service.mounts().stream()
                .filter(mount -> mount instanceof Mount.Tmpfs tmpfs && tmpfs.mode() != null)
                .forEach(mount -> warn(
                        service,
                        mount.position(),
                        "the mode of the tmpfs " + mount.target()
                                + " has no meaning on Kubernetes: all may write to it",
                        "take the mode out"));
    }

    private static boolean isName(@CheckForNull String id) {
        return id != null && !id.matches("\\d+");
    }

    private void emptyCommand(Service service) {
        List<Value> command = service.process().command();
        List<Value> entrypoint = service.process().entrypoint();
        boolean noCommand = command != null && command.isEmpty();
        boolean noEntrypoint = entrypoint != null && entrypoint.isEmpty();
        boolean somethingLeft = noEntrypoint ? command != null && !noCommand : !noCommand;
        boolean ownEntrypoint = entrypoint != null && !noEntrypoint;
        if (!somethingLeft && !ownEntrypoint) {
            warn(
                    service,
                    service.at(noEntrypoint ? "entrypoint" : "command"),
                    "an empty " + (noEntrypoint ? "entrypoint" : "command")
                            + " has no meaning on Kubernetes: the image's is used",
                    "write the whole command line into entrypoint");
        }
    }

    private void networkMode(Service service) {
        String mode = service.hosts().networkMode();
        if (mode != null && !Set.of("none", "bridge", "default").contains(mode)) {
            warn(
                    service,
                    service.at("network_mode"),
                    "network_mode: " + mode + " has no meaning on Kubernetes: the service has an address of its own",
                    "connect services by networks and reach them by name");
        }
    }

    private void restart(Service service, Shape shape) {
        String restart = service.restart();
        if (shape == Shape.JOB) {
            if (Shape.mostReplicas(service) > 1) {
                warn(
                        service,
                        service.at("deploy"),
                        "it runs to its end, so it runs once and not several times",
                        "take out replicas and scale");
            }
            if ("always".equals(restart) || "unless-stopped".equals(restart)) {
                warn(
                        service,
                        service.at("restart"),
                        "other services wait for its end, so it is not started again after it, whatever restart says",
                        "say restart: on-failure");
            }
        } else if ("no".equals(restart)) {
            warn(
                    service,
                    service.at("restart"),
                    "restart: \"no\" has no meaning for a service with ports or a health check: it is kept running",
                    "take restart out, or wait for its end with depends_on: service_completed_successfully");
        }
    }

    private void dependencies(Service service) {
        service.dependsOn().forEach((name, dependency) -> {
            Service other = context.stack().services().get(name);
            if (other == null) {
                return;
            }
            HealthCheck check = other.healthcheck();
            if (dependency.condition() == Condition.HEALTHY && (check == null || check.disabled())) {
                warn(
                        service,
                        dependency.position(),
                        "it waits until " + name + " is healthy, and " + name
                                + " has no healthcheck in the stack (one in the image has no meaning on Kubernetes):"
                                + " it is waited for until it runs",
                        "give " + name + " a healthcheck");
            }
        });
    }

    private void warn(Service service, Position position, String what, String remedy) {
        context.findings().warn(position, "service " + service.name() + ": " + what, remedy);
    }
}
