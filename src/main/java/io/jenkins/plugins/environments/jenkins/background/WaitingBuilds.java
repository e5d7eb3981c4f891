package io.jenkins.plugins.environments.jenkins.background;

import hudson.Extension;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.environments.jenkins.agents.BuildsAtWork;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Builds that still run and have asked for what is at work on an environment. */
@Extension
public final class WaitingBuilds implements BuildsAtWork {

    @Override
    public Optional<String> of(String environment) {
        return Background.get()
                .ifRunning()
                .flatMap(lifecycle -> lifecycle.operations(new EnvironmentId(environment)).stream()
                        .filter(operation -> !operation.phase().isEnd())
                        .map(Operation::origin)
                        .flatMap(origin -> build(origin).stream())
                        .findFirst());
    }

    @SuppressWarnings("try") // The context is closed, not used.
    private static Optional<String> build(Origin origin) {
        String job = origin.job();
        if (job == null) {
            return Optional.empty();
        }
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            Job<?, ?> found = Jenkins.get().getItemByFullName(job, Job.class);
            Run<?, ?> run = found == null ? null : found.getBuildByNumber(origin.build());
            return run != null && run.isBuilding() ? Optional.of(run.getFullDisplayName()) : Optional.empty();
        }
    }
}
