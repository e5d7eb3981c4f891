package io.jenkins.plugins.environments.lifecycle.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * One line of the table.
 *
 * @param name as the documentation names it
 * @param verdict what it says when it applies
 * @param look whether it applies
 */
public record Rule(String name, Verdict verdict, Look look) {

    /** A pure function. */
    @FunctionalInterface
    public interface Look {
        /** Why it applies, as a clause without a full stop; null: it does not. */
        @CheckForNull
        String at(Facts facts);
    }
}
