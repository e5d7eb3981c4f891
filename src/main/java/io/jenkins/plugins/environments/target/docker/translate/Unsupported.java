package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.model.stack.ServiceOptions;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.Value;
import io.jenkins.plugins.environments.model.stack.Volume;
import io.jenkins.plugins.environments.target.Findings;
import java.time.Duration;

/** What has no meaning on an engine, or another one: a warning each, never silence. */
final class Unsupported {

    /** What Compose says of it when the file does not. */
    private static final Duration START_INTERVAL = Duration.ofSeconds(5);

    private final Stack stack;
    private final Findings findings;

    Unsupported(Stack stack, Findings findings) {
        this.stack = stack;
        this.findings = findings;
    }

    void report(Service service) {
        ServiceOptions.Scale scale = service.options().scale();
        if (scale != null && scale.max() > Math.max(scale.min(), service.replicas())) {
            findings.warn(
                    scale.position(),
                    "service " + service.name() + " is not scaled by load on an engine: it keeps "
                            + Math.max(scale.min(), service.replicas()) + " containers",
                    "run it on a cluster, or set replicas");
        }
        HealthCheck check = service.healthcheck();
        if (check != null && !check.disabled() && !check.startInterval().equals(START_INTERVAL)) {
            findings.warn(
                    check.position(),
                    "start_interval of service " + service.name() + " is left out: only engines from 25 on know it",
                    "shorten the interval where its start has to be seen sooner");
        }
        service.dependsOn().forEach((name, dependency) -> {
            if (dependency.restart() && stack.services().containsKey(name)) {
                findings.warn(
                        dependency.position(),
                        "service " + service.name() + " is not started again when " + name + " is",
                        "let it connect again by itself, and take out depends_on.restart");
            }
        });
        labels(service);
    }

    private void labels(Service service) {
        service.labels().forEach((name, value) -> {
            if (name.startsWith("traefik.")) {
                findings.warn(
                        value.position(),
                        "the label " + name + " of service " + service.name()
                                + " is left out: what the edge routes follows from the stage",
                        "say x-environment.link instead");
            } else if (value instanceof Value.Sensitive) {
                findings.warn(
                        value.position(),
                        "the label " + name + " of service " + service.name()
                                + " is left out: its value is sensitive, and labels are for all to read",
                        "give it as a variable");
            }
        });
    }

    void report(Volume volume) {
        if (volume.driverOptions().containsKey("size")
                && !"tmpfs".equals(volume.driverOptions().get("type"))) {
            findings.warn(
                    volume.position(),
                    "the size of volume " + volume.name() + " has no meaning on an engine: it may grow",
                    "watch the engine's disk");
        }
    }
}
