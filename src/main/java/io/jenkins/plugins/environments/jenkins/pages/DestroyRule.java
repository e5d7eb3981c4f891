package io.jenkins.plugins.environments.jenkins.pages;

import hudson.security.Permission;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Lifetime;

/** Who may take an environment away by hand. */
final class DestroyRule {

    private DestroyRule() {}

    /** In a protected stage, and of a standing environment, it takes what it takes to change production. */
    static Permission needed(Environment environment) {
        boolean guarded = EnvironmentsConfiguration.get().getStages().stream()
                .filter(stage -> stage.getName().equals(environment.stage()))
                .anyMatch(StageSettings::isProtected);
        return guarded || environment.lifetime() == Lifetime.STANDING
                ? EnvironmentPermissions.PROMOTE
                : EnvironmentPermissions.DESTROY;
    }
}
