package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.ServiceOptions.Scale;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Volume;
import java.util.HashSet;
import java.util.Set;

/** Which kind of workload a service is. */
enum Shape {
    /** Runs for ever; its replicas are alike. */
    DEPLOYMENT,
    /** Runs for ever; each replica has a name and data of its own. */
    STATEFUL_SET,
    /** Runs to its end, once for each change of its definition. */
    JOB;

    /**
     * The shape of a service; reports why it can't have the replicas that it asks for.
     *
     * <p>A service is a Job when another one waits for its end, or when it says {@code restart: "no"} and nothing about
     * it (a port, a health check) tells of something that goes on.
     */
    static Shape of(Context context, Claims claims, Service service) {
        if (isJob(context, service)) {
            return JOB;
        }
        if (mostReplicas(service) <= 1) {
            return DEPLOYMENT;
        }
        if (!mayWriteSideBySide(service)) {
            claims.of(service).stream()
                    .filter(volume -> Claims.writes(service, volume) && !Claims.manyNodes(volume))
                    .forEach(volume -> refuse(context, service, volume));
        }
        return claims.of(service).stream().anyMatch(volume -> claims.isOwn(service, volume))
                ? STATEFUL_SET
                : DEPLOYMENT;
    }

    private static void refuse(Context context, Service service, Volume volume) {
        Scale scale = service.options().scale();
        context.findings()
                .error(
                        scale == null ? service.position() : scale.position(),
                        "service " + service.name() + " can't have " + mostReplicas(service)
                                + " replicas: they would all write to the volume " + volume.name()
                                + ", and most software loses data that way",
                        "keep one replica, or say x-environment.scale.stateful: true when the service is made for that:"
                                + " each replica then has a volume of its own, unless other services use it, too");
    }

    /** Whether it says that several of its replicas may have data at the same time. */
    static boolean mayWriteSideBySide(Service service) {
        Scale scale = service.options().scale();
        return scale != null && scale.stateful();
    }

    /** The most replicas that it may come to have. */
    static int mostReplicas(Service service) {
        Scale scale = service.options().scale();
        return service.replicas() == 0 || scale == null ? service.replicas() : Math.max(scale.min(), scale.max());
    }

    /** The names of the services for whose end others wait. */
    static Set<String> waitedFor(Stack stack) {
        Set<String> names = new HashSet<>();
        stack.services().values().forEach(service -> service.dependsOn().forEach((name, dependency) -> {
            if (dependency.condition() == Condition.COMPLETED) {
                names.add(name);
            }
        }));
        return names;
    }

    private static boolean isJob(Context context, Service service) {
        boolean goesOn = !service.ports().isEmpty() || !service.expose().isEmpty() || Probes.isChecked(service);
        return context.waitedFor().contains(service.name()) || ("no".equals(service.restart()) && !goesOn);
    }
}
