package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.pages.BuildEnvironments;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.RollbackRequest;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import java.io.IOException;
import java.util.Objects;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Brings an earlier release back, and follows that to its end. */
final class RollbackEnvExecution extends FollowingExecution {

    private static final long serialVersionUID = 1L;

    private final RollbackEnvStep step;

    RollbackEnvExecution(RollbackEnvStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    Operation ask(EnvironmentLifecycle lifecycle, OperationLog log) throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        BuildSource build = BuildSource.of(run, getContext().get(TaskListener.class));
        EnvironmentChoice.Chosen chosen = new EnvironmentChoice(lifecycle, build).of(step);
        chosen.access().check(run, EnvironmentPermissions.DEPLOY);
        Environment environment = chosen.environment();
        lendPlace(environment.id(), environment.target(), "", log);
        Operation operation = lifecycle.rollback(new RollbackRequest(
                environment.id(),
                step.getTo(),
                Objects.requireNonNullElse(step.getReason(), "rolled back by " + run.getFullDisplayName()),
                step.timeoutOrDefault(),
                BuildSource.origin(run)));
        log.line("Rolling " + environment.id() + " back");
        BuildEnvironments.of(run).add(environment.id().value(), environment.stage());
        return operation;
    }

    @Override
    Object result(EnvironmentLifecycle lifecycle, Operation done, OperationLog log)
            throws IOException, InterruptedException {
        return released(lifecycle, done, log);
    }

    @Override
    boolean endsWithBuild() {
        return true;
    }
}
