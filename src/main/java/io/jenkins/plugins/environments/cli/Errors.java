package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.OperationFailedException;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.TargetException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** What a person sees of an error, and the status that a script sees: 1 failed, 2 bad input, 3 refused by a rule. */
final class Errors implements IExecutionExceptionHandler {

    static final int FAILED = 1;
    static final int INVALID = 2;
    static final int REFUSED = 3;

    @Override
    public int handleExecutionException(Exception e, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(e instanceof EnvironmentException known)) {
            throw e;
        }
        command.getErr().println(known.getMessage());
        if (known instanceof TargetException target) {
            target.failure().details().forEach(line -> command.getErr().println("  | " + line));
        }
        command.getErr().flush();
        return status(known);
    }

    static int status(EnvironmentException e) {
        if (e instanceof InvalidInputException) {
            return INVALID;
        }
        if (e instanceof RefusedException) {
            return REFUSED;
        }
        if (e instanceof TargetException target) {
            return target.kind() == TargetException.Kind.NOT_OURS ? REFUSED : FAILED;
        }
        if (e instanceof OperationFailedException) {
            return FAILED;
        }
        throw new IllegalStateException("an error without a status", e);
    }
}
