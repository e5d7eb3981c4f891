package io.jenkins.plugins.environments.jenkins.config;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import java.util.Set;

/** Says no to a configuration that something which lives can't do without. */
public interface ConfigurationGuard extends ExtensionPoint {

    /**
     * Looks at targets that are about to be saved.
     *
     * @param identities what environments know them by
     * @throws io.jenkins.plugins.environments.model.InvalidInputException when one is missing that is in use; names by
     *     what
     */
    void targets(Set<String> identities);

    /** The same for stages. */
    void stages(Set<String> identities);

    /** Whether something lives on the target. */
    boolean isTargetInUse(String identity);

    /** Whether something lives in the stage. */
    boolean isStageInUse(String identity);

    /** All of them. */
    static ExtensionList<ConfigurationGuard> all() {
        return ExtensionList.lookup(ConfigurationGuard.class);
    }
}
