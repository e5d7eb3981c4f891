package io.jenkins.plugins.environments.lifecycle.store;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Release.Ancestry;
import io.jenkins.plugins.environments.target.Desired;

/**
 * What a promotion, a rollback or a redeploy has beside what a deploy has.
 *
 * @param ancestry the release that is moved
 * @param source where a promotion comes from; null for the others
 * @param hold what a rollback sets; null for the others
 */
public record Passage(Ancestry ancestry, @CheckForNull Source source, @CheckForNull Environment.Hold hold) {

    /**
     * @param ran what the release was in the source environment: by this its sensitive values are found there
     * @param target the id of the target of the source environment
     * @param destroy the source environment is taken away when the promotion has succeeded
     * @param valuesGiven sensitive values were given with the request; they are not in the journal
     */
    public record Source(Desired ran, String target, boolean destroy, boolean valuesGiven) {}
}
