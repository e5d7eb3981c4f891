package io.jenkins.plugins.environments.model;

/** An operation ended without what it was asked for. */
public final class OperationFailedException extends EnvironmentException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public OperationFailedException(Failure failure) {
        super(failure.toString(), null);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }
}
