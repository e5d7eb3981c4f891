package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.pages.BuildEnvironments;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
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
        String id = step.getId();
        Environment environment = id == null ? ofStage(lifecycle, build) : ofId(lifecycle, build, id);
        StageAccess access = new StageAccess(EnvironmentsConfiguration.get().stage(environment.stage()), build);
        access.check();
        access.check(run, EnvironmentPermissions.DESTROY);
        access.checkOwner(environment);
        Operation operation = lifecycle.destroy(new DestroyRequest(
                environment.id(), step.dataOrDefault(), step.timeoutOrDefault(), BuildSource.origin(run)));
        BuildEnvironments.of(run).add(environment.id().value(), environment.stage());
        return operation;
    }

    private Environment ofStage(EnvironmentLifecycle lifecycle, BuildSource build) {
        if (step.getStage() == null) {
            throw new InvalidInputException(new Problem(
                    null, "destroyEnv says neither \"stage\" nor \"id\"", "say which environment is meant"));
        }
        Stage stage = EnvironmentsConfiguration.get().stage(step.getStage());
        StageAccess access = new StageAccess(stage, build);
        return find(
                lifecycle, EnvironmentLifecycle.idOf(access.change(step.getProject(), step.getChange(), null), stage));
    }

    /** By its id an environment is named whole; a change of its own is one that the stage would have let it name. */
    private static Environment ofId(EnvironmentLifecycle lifecycle, BuildSource build, String id) {
        Environment environment = find(lifecycle, new EnvironmentId(id));
        if (environment.lifetime() == Lifetime.PER_CHANGE) {
            Stage stage = EnvironmentsConfiguration.get().stage(environment.stage());
            Change change = environment.change();
            String named = change.number() != null ? String.valueOf(change.number()) : change.branch();
            new StageAccess(stage, build).change(environment.project(), named, null);
        }
        return environment;
    }

    private static Environment find(EnvironmentLifecycle lifecycle, EnvironmentId id) {
        return lifecycle
                .environment(id)
                .orElseThrow(() -> new InvalidInputException(
                        new Problem(null, "there is no environment " + id, "listEnvs() tells which there are")));
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
