package io.jenkins.plugins.environments.jenkins.config;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import io.jenkins.plugins.environments.target.Target;
import org.kohsuke.stapler.DataBoundSetter;

/** Where environments run, as an administrator configured it. Each kind of target has its own. */
public abstract class TargetSettings extends AbstractDescribableImpl<TargetSettings> {

    private final String id;
    private String identity;

    protected TargetSettings(String id) {
        this.id = id == null ? "" : id.strip();
    }

    /** What stages name it by; unique, a DNS label. */
    public final String getId() {
        return id;
    }

    /** What its environments know it by, when its id was changed since; null: its id. */
    @CheckForNull
    public final String getIdentity() {
        return identity;
    }

    /** Never changed while environments live there. */
    @DataBoundSetter
    public final void setIdentity(String identity) {
        String text = Util.fixEmptyAndTrim(identity);
        this.identity = id.equals(text) ? null : text;
    }

    /** What its environments know it by. */
    public final String identity() {
        return identity == null ? id : identity;
    }

    /**
     * Reads the credentials and says how to connect; talks to no target.
     *
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when something is missing or wrong
     */
    public abstract Blueprint blueprint();

    /**
     * All that a connected target is made of. Two are equal when one connection serves for both, so that it is renewed
     * exactly when settings or credentials change. Kept in memory only, as it holds credentials.
     */
    public interface Blueprint {

        /**
         * Connects; returns before the target has answered anything.
         *
         * @param holder who works there: the same after a restart, another for every other controller
         */
        Target connect(String holder);

        @Override
        boolean equals(Object other);

        @Override
        int hashCode();
    }
}
