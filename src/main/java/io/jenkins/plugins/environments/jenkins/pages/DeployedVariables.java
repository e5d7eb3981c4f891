package io.jenkins.plugins.environments.jenkins.pages;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.model.EnvironmentContributor;
import hudson.model.Run;
import hudson.model.TaskListener;

/** {@code env.ENVIRONMENT_ID} and {@code env.ENVIRONMENT_URL} for the steps after a deploy. */
@Extension
public final class DeployedVariables extends EnvironmentContributor {
    @Override
    @SuppressWarnings("rawtypes") // As declared.
    public void buildEnvironmentFor(@NonNull Run run, @NonNull EnvVars variables, @NonNull TaskListener listener) {
        BuildEnvironments environments = run.getAction(BuildEnvironments.class);
        if (environments != null) {
            variables.putAll(environments.variables());
        }
    }
}
