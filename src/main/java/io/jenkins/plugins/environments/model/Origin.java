package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * Who asked for an operation.
 *
 * @param by the person or the automation, e.g. a user id, {@code terminal}, {@code reconcile}
 * @param job the full name of the job; null without Jenkins
 * @param build the build's number; 0 without one
 * @param url the build's address relative to Jenkins' root; null without one
 */
public record Origin(String by, @CheckForNull String job, int build, @CheckForNull String url) {

    /** Somebody without a build. */
    public static Origin of(String by) {
        return new Origin(by, null, 0, null);
    }
}
