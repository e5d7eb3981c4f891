package io.jenkins.plugins.environments.target.docker.engine;

import com.github.dockerjava.api.exception.DockerException;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;

/** Says what went wrong between us and an engine. */
final class EngineErrors {

    private static final int FIRST_OF_ITS_OWN_TROUBLES = 500;

    private EngineErrors() {}

    /** @param what we wanted of it, e.g. {@code list containers} */
    static TargetException of(String what, RuntimeException e) {
        if (e instanceof TargetException known) {
            return known;
        }
        boolean answered = e instanceof DockerException;
        // What stands before an engine that is down answers in its place: 502, 503 or 504.
        boolean passing = !(e instanceof DockerException answer) || answer.getHttpStatus() >= FIRST_OF_ITS_OWN_TROUBLES;
        return new TargetException(
                passing ? Kind.TRANSIENT : Kind.PERMANENT,
                Failure.of(
                        "the engine could not " + what,
                        answered ? words(e) : root(e),
                        answered
                                ? "correct what the message names"
                                : "see whether the engine runs and can be reached; it is tried again"),
                e);
    }

    /** The engine's own words, without the JSON and the status around them. */
    static String words(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int begin = message.indexOf("\"message\":\"");
        if (begin >= 0) {
            int end = message.lastIndexOf('"');
            message = message.substring(begin + "\"message\":\"".length(), Math.max(begin + 11, end));
        }
        return message.replace("\\\"", "\"").replace("\\n", " ").strip();
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
