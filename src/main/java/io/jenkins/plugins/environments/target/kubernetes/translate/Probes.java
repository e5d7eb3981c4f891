package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ExecAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.TCPSocketAction;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.Service;
import java.time.Duration;
import java.util.List;

/**
 * A health check as Kubernetes asks it: a startup probe until it first succeeds, then a readiness and a liveness probe.
 * A service without one is ready when it runs, as in Compose.
 */
final class Probes {

    /**
     * Docker only marks a container that does not become healthy in time; Kubernetes kills it, and a slow first start
     * (a database that fills itself) would begin again for ever. So the startup probe is never less patient than this;
     * a deploy's own timeout ends earlier.
     */
    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(5);

    /** Docker never restarts an unhealthy container; so liveness waits this much longer than readiness before it does. */
    private static final int LIVENESS_FACTOR = 3;

    private static final int LINK_PERIOD_SECONDS = 3;

    private Probes() {}

    /** Whether the stack says how to tell that the service is well. */
    static boolean isChecked(Service service) {
        HealthCheck check = service.healthcheck();
        return check != null && !check.disabled();
    }

    /** Puts a service's probes into its container. */
    static void add(Container container, Service service, CommandLine commandLine, List<Link> links) {
        HealthCheck check = service.healthcheck();
        if (check != null) {
            if (!check.disabled()) {
                add(container, check, commandLine.healthTest());
            }
        } else if (!links.isEmpty()) {
            // Nobody says how to tell that it is well, but people will open its link: let it answer first.
            TCPSocketAction socket = new TCPSocketAction();
            socket.setPort(new IntOrString(links.get(0).port()));
            Probe probe = new Probe();
            probe.setTcpSocket(socket);
            probe.setPeriodSeconds(LINK_PERIOD_SECONDS);
            container.setReadinessProbe(probe);
        }
    }

    private static void add(Container container, HealthCheck check, List<String> test) {
        int interval = seconds(check.interval());
        // Docker asks every start interval in the start period, then every interval. One probe has one period: the
        // shorter of both, so that a service is seen to be ready as soon as it is.
        int period = Math.min(seconds(check.startInterval()), interval);
        Duration patience = check.startPeriod().plus(check.interval().multipliedBy(Math.max(1, check.retries())));
        Duration granted = patience.compareTo(LEAST_PATIENCE) > 0 ? patience : LEAST_PATIENCE;
        int retries = Math.max(1, check.retries());
        container.setStartupProbe(probe(check, test, period, ceilDiv(seconds(granted), period)));
        container.setReadinessProbe(probe(check, test, interval, retries));
        container.setLivenessProbe(probe(check, test, interval, retries * LIVENESS_FACTOR));
    }

    private static Probe probe(HealthCheck check, List<String> test, int period, int failures) {
        ExecAction exec = new ExecAction();
        exec.setCommand(test);
        Probe probe = new Probe();
        probe.setExec(exec);
        probe.setPeriodSeconds(period);
        probe.setTimeoutSeconds(seconds(check.timeout()));
        probe.setFailureThreshold(failures);
        return probe;
    }

    /** Whole seconds, at least one: Kubernetes knows no finer. */
    private static int seconds(Duration duration) {
        return (int)
                Math.max(1, Math.min(Integer.MAX_VALUE, duration.plusMillis(999).toSeconds()));
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
