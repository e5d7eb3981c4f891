package io.jenkins.plugins.environments.model;

/** The one family of errors. Messages are for people and never hold a sensitive value. */
public abstract sealed class EnvironmentException extends RuntimeException
        permits InvalidInputException, OperationFailedException, RefusedException, TargetException {

    private static final long serialVersionUID = 1L;

    EnvironmentException(String message, Throwable cause) {
        super(message, cause);
    }
}
