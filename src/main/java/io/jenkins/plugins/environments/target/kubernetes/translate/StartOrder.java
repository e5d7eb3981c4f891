package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.Container;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The order of starts beyond the first. Waves bring services up in the order of {@code depends_on}; when nodes restart,
 * pods come as they may, as containers do when Docker restarts. Only where the stack says {@code restart: true} does the
 * order hold then, too: the pods are replaced with those of the other service, and each waits until that one answers.
 */
final class StartOrder {

    /** With whichever of these tools the image has; with none of them it does not wait. */
    private static final String WAIT = "%1$s() {"
            + " if command -v nc; then nc -w 2 \"$1\" \"$2\" </dev/null;"
            + " elif command -v bash; then bash -c \"exec 3<>/dev/tcp/$1/$2\";"
            + " elif command -v python3; then python3 -c \"import socket; socket.create_connection(('$1', $2), 2)\";"
            + " elif command -v curl; then curl -s -m 2 \"telnet://$1:$2\" </dev/null;"
            + " fi; };"
            + " until %1$s %2$s %3$d >/dev/null 2>&1; do sleep 1; done";

    private final Context context;

    StartOrder(Context context) {
        this.context = context;
    }

    /** The services that a service is to be started again with, in the order of the file. */
    static List<Service> strict(Context context, Service service) {
        return service.dependsOn().entrySet().stream()
                .filter(dependency ->
                        dependency.getValue().restart() && dependency.getValue().condition() != Condition.COMPLETED)
                .map(dependency -> context.stack().services().get(dependency.getKey()))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * What has to end before the service starts.
     *
     * @param container the service's own, of which the waiting ones have image and rights
     */
    List<Container> waits(Service service, Container container) {
        List<Container> waits = new ArrayList<>();
        for (Service other : strict(context, service)) {
            port(other).ifPresent(port -> waits.add(waiting(other, port, container)));
        }
        return waits;
    }

    private Container waiting(Service other, int port, Container container) {
        Container wait = new Container();
        wait.setName(Labels.WAIT_PREFIX + context.name(other));
        wait.setImage(container.getImage());
        wait.setImagePullPolicy(container.getImagePullPolicy());
        wait.setCommand(List.of("/bin/sh", "-c", WAIT.formatted("answers", context.name(other), port)));
        wait.setResources(container.getResources());
        wait.setSecurityContext(container.getSecurityContext());
        wait.setTerminationMessagePolicy(container.getTerminationMessagePolicy());
        return wait;
    }

    /** Says what of it needs to be known. */
    static void report(Context context, Service service) {
        for (Map.Entry<String, Service.Dependency> dependency :
                service.dependsOn().entrySet()) {
            Service other = context.stack().services().get(dependency.getKey());
            if (other == null || !dependency.getValue().restart()) {
                continue;
            }
            boolean waits =
                    strict(context, service).contains(other) && port(other).isPresent();
            context.findings()
                    .warn(
                            dependency.getValue().position(),
                            "service " + service.name() + ": "
                                    + (waits
                                            ? "at each start a shell in its image waits until " + other.name()
                                                    + " answers"
                                            : "it does not wait for " + other.name()
                                                    + " when both start again, since that has no TCP port"),
                            "take out depends_on.restart when "
                                    + (waits ? "its image has no shell" : "the order does not matter then"));
        }
    }

    private static Optional<Integer> port(Service service) {
        return Stream.concat(service.expose().stream(), service.ports().stream())
                .filter(port -> port.protocol().equals("tcp"))
                .map(port -> port.target())
                .findFirst();
    }
}
