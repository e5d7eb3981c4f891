package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * Why something did not work, as a person needs it. Kept in the journal and shown on pages, so it never holds a
 * sensitive value.
 *
 * @param what what failed, e.g. {@code service db did not become ready}
 * @param subject on which environment, service or object, e.g. {@code Deployment db}; null when it is plain from what
 * @param why the cluster's or engine's own words
 * @param remedy what to do next
 * @param details lines worth reading: events, the last lines of a container's log; may be empty
 */
public record Failure(String what, @CheckForNull String subject, String why, String remedy, List<String> details) {

    public Failure {
        details = List.copyOf(details);
    }

    /** A failure with nothing more to read. */
    public static Failure of(String what, String why, String remedy) {
        return new Failure(what, null, why, remedy, List.of());
    }

    /** One line: {@code what (subject): why; remedy}. */
    @Override
    public String toString() {
        return what + (subject == null ? "" : " (" + subject + ")") + ": " + why + "; " + remedy;
    }
}
