package io.jenkins.plugins.environments.lifecycle.retention;

import io.jenkins.plugins.environments.model.Environment;

/**
 * Tells what is known of the changes of environments. Implemented by who knows: Jenkins by its jobs and branch sources,
 * a terminal by a list of what is open.
 *
 * <p>Asked about the source of the last deploy, {@link Environment#origin()}: after a merge the branch's job deploys the
 * same environment again, and from then on the end of the pull request says nothing about it.
 */
@FunctionalInterface
public interface KnownChanges {

    /** Nothing is known. */
    KnownChanges NOTHING = environment -> ChangeStatus.UNKNOWN;

    /**
     * What is known of the change of an environment. Called on threads of the lifecycle, once for each environment and
     * look, so it answers from memory or nearly so. Who can't tell, because a server is not reached or the environment
     * is none of theirs, answers {@link ChangeStatus#UNKNOWN}; what is thrown counts as unknown, and is reported.
     */
    ChangeStatus of(Environment environment);
}
