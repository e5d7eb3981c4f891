package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import java.util.List;
import java.util.Set;

/** News of an operation, for whoever follows it: a build's log, a terminal, a page. Never holds a sensitive value. */
public sealed interface OperationEvent {

    /** It waits behind others. @param ahead how many are before it, the running one among them */
    record Queued(int ahead, String behind) implements OperationEvent {}

    /** It entered a phase, or the next wave. The last event of an operation is one whose phase is an end. */
    record PhaseEntered(Operation operation, Set<String> services) implements OperationEvent {}

    /** A wave was applied. */
    record WaveApplied(int wave, Applied applied) implements OperationEvent {}

    /** What somebody had changed since the last deploy of the very same is again as it should be. */
    record Repaired(List<Applied.Change> repairs) implements OperationEvent {
        public Repaired {
            repairs = List.copyOf(repairs);
        }
    }

    /** A service's state changed while it was waited for. */
    record ServiceChanged(String service, ServiceStatus status) implements OperationEvent {}

    /** Something a person should know. */
    record Warned(Problem problem) implements OperationEvent {}

    /** A call failed in a way that may pass; it is tried again. */
    record Retrying(String what, String why) implements OperationEvent {}
}
