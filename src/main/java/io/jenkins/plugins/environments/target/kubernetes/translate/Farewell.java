package io.jenkins.plugins.environments.target.kubernetes.translate;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.jenkins.plugins.environments.model.stack.Service;

/**
 * What happens in a pod before it is stopped. One that the edge leads to goes on answering for a moment: it is taken out
 * of the Service at once, but the edge hears of that a little later (Traefik, for one, gathers changes for two seconds),
 * and requests until then would find nobody.
 */
final class Farewell {

    private static final long SECONDS = 5;

    private Farewell() {}

    /** The hook; null where there is nothing to do before. */
    @CheckForNull
    static Lifecycle of(Context context, Service service) {
        if (seconds(context, service) == 0) {
            return StopSignal.of(service);
        }
        return new LifecycleBuilder()
                .withNewPreStop()
                .withNewSleep(SECONDS)
                .endPreStop()
                .build();
    }

    /** How long it takes: so much longer has the pod to go. A signal of the stack's own is more than a gap. */
    static long seconds(Context context, Service service) {
        boolean lingers =
                context.capabilities().sleeps() && !context.links(service).isEmpty() && StopSignal.of(service) == null;
        return lingers ? SECONDS : 0;
    }
}
