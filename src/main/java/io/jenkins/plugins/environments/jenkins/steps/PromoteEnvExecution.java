package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.credentials.StageCredentials;
import io.jenkins.plugins.environments.jenkins.pages.BuildEnvironments;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.jenkins.permissions.StageLimit;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.Environments;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Stage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Moves a release to the next stage, and follows that to its end. */
final class PromoteEnvExecution extends FollowingExecution {

    private static final long serialVersionUID = 1L;

    private final PromoteEnvStep step;

    PromoteEnvExecution(PromoteEnvStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    Operation ask(EnvironmentLifecycle lifecycle, OperationLog log) throws IOException, InterruptedException {
        Run<?, ?> run = getContext().get(Run.class);
        BuildSource build = BuildSource.of(run, getContext().get(TaskListener.class));
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        StageAccess source = new StageAccess(configuration.stage(step.getFrom()), build);
        StageAccess destination = new StageAccess(configuration.stage(step.getTo()), build);
        // The stage that it comes from is one of another branch: what was merged comes from there.
        source.checkJob();
        destination.check();
        destination.check(run, EnvironmentPermissions.DEPLOY);
        source.check(run, EnvironmentPermissions.DEPLOY);
        Optional<Operation> earlier = earlier(lifecycle, run, build, destination);
        if (earlier.isPresent()) {
            return goOn(earlier.get(), run, destination.stage(), log);
        }
        Change change = change(lifecycle, source.stage(), destination, build, log);
        String project = change == null
                ? destination.change(step.getProject(), null, null).project()
                : change.project();
        owners(lifecycle, source, destination, project, change);
        lendTo(destination.stage(), project, change, log);
        Map<String, String> variables = new HashMap<>(destination.stage().variables());
        variables.putAll(step.variablesOrEmpty());
        Operation operation = lifecycle.promote(new PromoteRequest(
                project,
                change,
                source.stage(),
                destination.stage(),
                configuration.getStages().stream().map(StageSettings::identity).toList(),
                step.getRelease(),
                variables,
                new StageCredentials(run)
                        .read(
                                destination.stage(),
                                StageLimit.allSecrets(destination.stage(), run.getParent(), step.secretsOrEmpty())),
                step.isDestroySource(),
                PromoteRequest.Authority.GRANTED,
                step.timeoutOrDefault(),
                BuildSource.origin(run)));
        log.line("Promoting from " + step.getFrom() + " to " + operation.environment());
        BuildEnvironments.of(run).add(operation.environment().value(), step.getTo());
        return operation;
    }

    /** A release that is named is wanted whatever was done before. */
    private Optional<Operation> earlier(
            EnvironmentLifecycle lifecycle, Run<?, ?> run, BuildSource build, StageAccess destination) {
        String commit = build.commit();
        return commit == null || step.getRelease() != null
                ? Optional.empty()
                : new EarlierPromotion(lifecycle, run, commit)
                        .into(
                                destination
                                        .change(step.getProject(), step.getChange(), null)
                                        .project(),
                                step.getTo());
    }

    private Operation goOn(Operation earlier, Run<?, ?> run, Stage stage, OperationLog log)
            throws IOException, InterruptedException {
        String when = "Build #" + earlier.origin().build() + " of the same commit ";
        if (earlier.phase().isEnd()) {
            log.line(when + "promoted it already: " + earlier.environment() + " runs it as release "
                    + earlier.release());
        } else {
            log.line(when + "began to promote it to " + earlier.environment() + ": following that");
            lendPlace(earlier.environment(), stage.target(), "", log);
        }
        BuildEnvironments.of(run).add(earlier.environment().value(), stage.name());
        return earlier;
    }

    /** Null: what runs in the standing environment; or the lifecycle asks for a change, as the build names none. */
    @CheckForNull
    private Change change(
            EnvironmentLifecycle lifecycle, Stage from, StageAccess destination, BuildSource build, OperationLog log)
            throws IOException, InterruptedException {
        if (step.getChange() != null) {
            return destination.change(step.getProject(), step.getChange(), null);
        }
        if (from.lifetime() == Lifetime.STANDING) {
            return null;
        }
        Change own = destination.change(step.getProject(), null, null);
        IncomingChange incoming = IncomingChange.of(getContext(), build);
        String branch = from.branch();
        if (branch == null || branch.equals(build.branch())) {
            // What the branch deployed itself, under the name that it deployed it.
            Integer request =
                    incoming == null ? build.number() : incoming.request(running(lifecycle, own.project(), from), log);
            return new StageAccess(destination.stage(), build.with(request)).change(step.getProject(), null, null);
        }
        if (incoming != null) {
            return incoming.promoted(running(lifecycle, own.project(), from), log);
        }
        return build.number() == null ? null : own;
    }

    private static Environments running(EnvironmentLifecycle lifecycle, String project, Stage stage) {
        return new Environments(lifecycle.environments()).ofProject(project).ofStage(stage.name());
    }

    private static void owners(
            EnvironmentLifecycle lifecycle,
            StageAccess source,
            StageAccess destination,
            String project,
            @CheckForNull Change change) {
        for (StageAccess access : List.of(source, destination)) {
            boolean standing = access.stage().lifetime() == Lifetime.STANDING;
            if (standing || change != null) {
                EnvironmentId id = EnvironmentId.of(
                        project, access.stage().name(), standing || change == null ? null : change.key());
                lifecycle.environment(id).ifPresent(access::checkOwner);
            }
        }
    }

    /** Of a change that the lifecycle has to find first, the place is not known: then a label of agents is needed. */
    private void lendTo(Stage stage, String project, @CheckForNull Change change, OperationLog log)
            throws IOException, InterruptedException {
        if (stage.lifetime() == Lifetime.STANDING || change != null) {
            String key = stage.lifetime() == Lifetime.STANDING || change == null ? null : change.key();
            lendPlace(EnvironmentId.of(project, stage.name(), key), stage.target(), "", log);
        }
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
