package io.jenkins.plugins.environments.lifecycle.store;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import java.util.function.UnaryOperator;

/**
 * An operation as the journal keeps it.
 *
 * @param place the environment as the request found or made it: enough to take it up again if its own record is lost
 * @param work what it does; null once it has ended, so that history stays small
 */
public record OperationRecord(Operation operation, Environment place, @CheckForNull Work work) implements Stored {

    /** The same with another state of the operation; an ended one needs no work any more. */
    public OperationRecord with(UnaryOperator<Operation> change) {
        Operation next = change.apply(operation);
        return new OperationRecord(next, place, next.phase().isEnd() ? null : work);
    }

    public boolean ended() {
        return operation.phase().isEnd();
    }

    @Override
    public String path() {
        return Stored.folder(operation.environment()) + "/operations/" + operation.id() + ".json";
    }
}
