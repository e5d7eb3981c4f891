package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.Comparator;

/**
 * One thing that is wrong with what a person gave, or one thing that they should know (a warning): where, what, and
 * what to do. Never holds a sensitive value.
 *
 * @param position where; null when it belongs to no place
 * @param what what is wrong, as a clause without a full stop
 * @param remedy what to do, as a clause without a full stop
 */
public record Problem(@CheckForNull Position position, String what, String remedy) {

    /** By place, those without a place first. */
    public static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::position, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** {@code file:line:column: what is wrong; what to do}. */
    @Override
    public String toString() {
        return (position == null ? "" : position + ": ") + what + "; " + remedy;
    }
}
