package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.stack.Waves;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What records look like now: for pages, and for those who begin to follow an operation. */
final class Present {

    private Present() {}

    /** The settled environment, as the operations that have not ended show it. */
    static Environment environment(Environment settled, List<OperationRecord> open) {
        if (open.isEmpty()) {
            return settled;
        }
        Operation first = open.get(0).operation();
        EnvironmentState state = first.kind() != Kind.DESTROY
                ? EnvironmentState.DEPLOYING
                : first.phase() == Phase.STUCK ? EnvironmentState.STUCK : EnvironmentState.DESTROYING;
        return Changes.of(settled)
                .state(state)
                .operation(first.id())
                .failure(first.phase() == Phase.STUCK ? first.failure() : settled.failure())
                .done();
    }

    /** What somebody is told first who follows an operation. */
    static List<OperationEvent> of(
            OperationRecord operation, List<OperationRecord> open, Map<String, ServiceStatus> statuses) {
        List<OperationEvent> events = new ArrayList<>();
        events.add(entered(operation));
        if (operation.work() instanceof Work.Deploy deploy) {
            deploy.warnings().forEach(warning -> events.add(new OperationEvent.Warned(warning)));
        }
        int ahead = open.indexOf(operation);
        if (ahead > 0) {
            events.add(queued(open, ahead));
        } else if (ahead == 0) {
            statuses.forEach((service, status) -> events.add(new OperationEvent.ServiceChanged(service, status)));
        }
        return events;
    }

    static OperationEvent entered(OperationRecord operation) {
        return new OperationEvent.PhaseEntered(operation.operation(), services(operation));
    }

    static OperationEvent queued(List<OperationRecord> open, int ahead) {
        return new OperationEvent.Queued(ahead, describe(open.get(0).operation()));
    }

    private static Set<String> services(OperationRecord operation) {
        Operation now = operation.operation();
        boolean inWave = now.phase() == Phase.APPLYING || now.phase() == Phase.WAITING;
        return inWave && operation.work() instanceof Work.Deploy deploy
                ? Waves.of(deploy.desired().stack()).get(now.wave() - 1)
                : Set.of();
    }

    /** E.g. {@code deploy by alice (shop/PR-7 #12)}. */
    static String describe(Operation operation) {
        Origin origin = operation.origin();
        return operation.kind().name().toLowerCase(Locale.ROOT) + " by " + origin.by()
                + (origin.job() == null ? "" : " (" + origin.job() + " #" + origin.build() + ")");
    }
}
