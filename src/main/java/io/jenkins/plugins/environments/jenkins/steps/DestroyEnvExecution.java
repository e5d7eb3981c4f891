package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.pages.BuildEnvironments;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Takes an environment away, and waits until nothing of it is left. */
final class DestroyEnvExecution extends FollowingExecution {

    private static final long serialVersionUID = 1L;

    private final DestroyEnvStep step;

    DestroyEnvExecution(DestroyEnvStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    Operation ask(EnvironmentLifecycle lifecycle, OperationLog log) throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        BuildSource build = BuildSource.of(run, getContext().get(TaskListener.class));
        EnvironmentChoice.Chosen chosen = new EnvironmentChoice(lifecycle, build).of(step);
        chosen.access().check(run, EnvironmentPermissions.DESTROY);
        Environment environment = chosen.environment();
        Operation operation = lifecycle.destroy(new DestroyRequest(
                environment.id(), step.dataOrDefault(), step.timeoutOrDefault(), BuildSource.origin(run)));
        BuildEnvironments.of(run).add(environment.id().value(), environment.stage());
        return operation;
    }

    @Override
    Object result(EnvironmentLifecycle lifecycle, Operation done, OperationLog log) {
        log.line(done.environment() + " is gone");
        return lifecycle
                .environment(done.environment())
                .map(environment -> EnvironmentMaps.result(environment, "GONE", environment.release()))
                .orElse(null);
    }

    /** What has begun to go would be left half: it goes on. */
    @Override
    boolean endsWithBuild() {
        return false;
    }
}
