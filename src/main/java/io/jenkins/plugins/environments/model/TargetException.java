package io.jenkins.plugins.environments.model;

/** A target did not do what it was asked for. */
public final class TargetException extends EnvironmentException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final Kind kind;

    /** What the caller may do about it. */
    public enum Kind {
        /** A lost connection, an overloaded server, a conflict: the same call may work in a moment. */
        TRANSIENT,
        /** The target understood and says no (forbidden, invalid, quota): the same call fails again. */
        PERMANENT,
        /** The call needs secret values, the target does not have them yet, and none were given. */
        VALUES_MISSING,
        /** What is there belongs to someone else. */
        NOT_OURS
    }

    public TargetException(Kind kind, Failure failure, Throwable cause) {
        super(failure.toString(), cause);
        this.kind = kind;
        this.failure = failure;
    }

    public TargetException(Kind kind, Failure failure) {
        this(kind, failure, null);
    }

    public Kind kind() {
        return kind;
    }

    public Failure failure() {
        return failure;
    }
}
