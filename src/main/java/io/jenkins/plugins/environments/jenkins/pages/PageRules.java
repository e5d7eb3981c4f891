package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.security.Permission;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Lifetime;
import java.util.List;

/** Who may do what by hand. */
final class PageRules {

    private PageRules() {}

    /** In a protected stage, and of a standing environment, it takes what it takes to change production. */
    static Permission toDestroy(Environment environment) {
        return environment.lifetime() == Lifetime.STANDING
                ? EnvironmentPermissions.PROMOTE
                : toChange(environment.stage(), EnvironmentPermissions.DESTROY);
    }

    /** Runs another release in the environment. */
    static Permission toDeploy(Environment environment) {
        return toChange(environment.stage(), EnvironmentPermissions.DEPLOY);
    }

    private static Permission toChange(String stage, Permission otherwise) {
        boolean guarded =
                stages().stream().filter(each -> each.identity().equals(stage)).anyMatch(StageSettings::isProtected);
        return guarded ? EnvironmentPermissions.PROMOTE : otherwise;
    }

    /** The stage after this one, towards production; null: none, or this one is not configured. */
    @CheckForNull
    static StageSettings next(String stage) {
        List<StageSettings> all = stages();
        for (int i = 0; i + 1 < all.size(); i++) {
            if (all.get(i).identity().equals(stage)) {
                return all.get(i + 1);
            }
        }
        return null;
    }

    private static List<StageSettings> stages() {
        return EnvironmentsConfiguration.get().getStages();
    }
}
