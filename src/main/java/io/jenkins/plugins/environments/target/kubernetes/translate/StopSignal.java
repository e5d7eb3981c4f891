package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.jenkins.plugins.environments.model.stack.Service;
import io.jenkins.plugins.environments.target.Findings;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code stop_signal}: a hook that sends it and waits for the end, as Docker does. The pods' specification has such a
 * field, but no cluster of today serves it. Without a shell in the image the hook fails, and the image's own signal is
 * sent as if there were no hook.
 */
final class StopSignal {

    private static final Pattern SIGNAL = Pattern.compile("(?:SIG)?([A-Z]+[0-9+-]*|[0-9]{1,2})");

    private StopSignal() {}

    /** The hook; null when the service stops as others do. */
    @CheckForNull
    static Lifecycle of(Service service) {
        return signal(service)
                .map(signal -> new LifecycleBuilder()
                        .withNewPreStop()
                        .withNewExec()
                        .withCommand(
                                "/bin/sh",
                                "-c",
                                "kill -s " + signal + " 1 && while kill -0 1 2>/dev/null; do sleep 1; done")
                        .endExec()
                        .endPreStop()
                        .build())
                .orElse(null);
    }

    /** Says what of it needs to be known. */
    static void report(Findings findings, Service service) {
        String given = service.process().stopSignal();
        if (given == null || signal(service).isEmpty() && isTerm(given)) {
            return;
        }
        findings.warn(
                service.at("stop_signal"),
                "service " + service.name() + ": "
                        + (signal(service).isPresent()
                                ? "its stop_signal is sent by a shell in its container; without one in the image, the"
                                        + " image's signal is sent"
                                : "stop_signal " + given + " has no meaning on Kubernetes"
                                        + (service.process().init() ? " together with init" : "")
                                        + ": the image's signal is sent"),
                "set STOPSIGNAL in the image");
    }

    /** Its name or number for {@code kill}; empty when there is none, or it is what is sent anyhow. */
    private static Optional<String> signal(Service service) {
        String given = service.process().stopSignal();
        // With init the service is not the first process, and nothing tells which it is.
        if (given == null || isTerm(given) || service.process().init()) {
            return Optional.empty();
        }
        var matcher = SIGNAL.matcher(given.toUpperCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static boolean isTerm(String given) {
        return given.equalsIgnoreCase("SIGTERM") || given.equalsIgnoreCase("TERM") || given.equals("15");
    }
}
