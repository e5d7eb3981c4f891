package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.EnvVars;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.credentials.StageCredentials;
import io.jenkins.plugins.environments.jenkins.pages.BuildEnvironments;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.jenkins.permissions.StageLimit;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.Environments;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.ManifestReading;
import io.jenkins.plugins.environments.stack.Parameters;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.StackRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jenkins.scm.api.SCMFileSystem;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Deploys, and follows the deploy to its end. */
final class DeployEnvExecution extends FollowingExecution {

    private static final long serialVersionUID = 1L;

    private final DeployEnvStep step;

    DeployEnvExecution(DeployEnvStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    Operation ask(EnvironmentLifecycle lifecycle, OperationLog log) throws IOException, InterruptedException {
        Parameters.refuse(step.problems());
        Run<?, ?> run = getContext().get(Run.class);
        Stage stage = EnvironmentsConfiguration.get().stage(step.getStage());
        BuildSource build = BuildSource.of(run, getContext().get(TaskListener.class));
        new StageAccess(stage, build).check();
        StageAccess access = new StageAccess(stage, ofRequest(lifecycle, stage, build, log));
        access.check(run, EnvironmentPermissions.DEPLOY);
        EnvVars variables = getContext().get(EnvVars.class);
        Change change = access.change(
                step.getProject(), step.getChange(), variables == null ? null : variables.get("GIT_COMMIT"));
        access.checkOwner(lifecycle, change);
        lendPlace(
                EnvironmentLifecycle.idOf(change, stage),
                stage.target(),
                ProjectCopy.folderOf(step.filesOrEmpty()),
                log);
        Map<String, String> secrets = new StageCredentials(run)
                .read(stage, StageLimit.allSecrets(stage, run.getParent(), step.secretsOrEmpty()));
        StackReading reading = read(run, stage, change, secrets);
        reading.warnings().forEach(warning -> log.line("WARNING: " + warning));
        Operation operation = lifecycle.deploy(new DeployRequest(
                change,
                stage,
                reading,
                step.imagesOrEmpty(),
                step.onFailureOrDefault(),
                step.timeoutOrDefault(),
                BuildSource.origin(run)));
        log.line("Deploying " + operation.environment() + " to " + stage.target());
        BuildEnvironments.of(run).add(operation.environment().value(), stage.name());
        return operation;
    }

    /** After a merge its branch deploys to the request's environment. */
    private BuildSource ofRequest(EnvironmentLifecycle lifecycle, Stage stage, BuildSource build, OperationLog log)
            throws IOException, InterruptedException {
        IncomingChange incoming = step.getChange() == null ? IncomingChange.of(getContext(), build) : null;
        return incoming == null
                ? build
                : build.with(incoming.request(
                        new Environments(lifecycle.environments())
                                .ofProject(build.project())
                                .ofStage(stage.name()),
                        log));
    }

    private StackReading read(Run<?, ?> run, Stage stage, Change change, Map<String, String> secrets)
            throws IOException, InterruptedException {
        Map<String, String> variables = new HashMap<>(stage.variables());
        variables.putAll(step.variablesOrEmpty());
        FilePath workspace = getContext().get(FilePath.class);
        if (workspace != null) {
            return readAll(new WorkspaceSource(workspace), workspace, stage, change, variables, secrets);
        }
        try (SCMFileSystem files = RevisionSource.open(run)) {
            if (files == null) {
                throw new InvalidInputException(new Problem(
                        null,
                        "there are no files to read: the step runs without a workspace, and the revision of this "
                                + "build can't be read from its SCM",
                        "run the step inside of node {} or with an agent, after a checkout"));
            }
            return readAll(new RevisionSource(files), null, stage, change, variables, secrets);
        }
    }

    /** Compose files, manifests, or both. @param workspace null: there is none */
    private StackReading readAll(
            ProjectSource source,
            @CheckForNull FilePath workspace,
            Stage stage,
            Change change,
            Map<String, String> variables,
            Map<String, String> secrets)
            throws IOException, InterruptedException {
        ReadyFiles ready = new ReadyFiles(source, step.manifestsOrEmpty(), step.getKustomize());
        if (ready.isEmpty()) {
            return read(source, stage, change, variables, secrets);
        }
        Launcher launcher = workspace == null ? null : getContext().get(Launcher.class);
        EnvVars ofBuild = getContext().get(EnvVars.class);
        Map<String, byte[]> files = ready.read(
                launcher == null
                        ? null
                        : new AgentPrograms(launcher, workspace, ofBuild == null ? new EnvVars() : ofBuild));
        ManifestReading manifests = Background.get().manifests().read(files, stage.development());
        return step.filesOrEmpty().isEmpty()
                ? manifests.alone(change.project())
                : manifests.beside(read(source, stage, change, variables, secrets));
    }

    private StackReading read(
            ProjectSource source,
            Stage stage,
            Change change,
            Map<String, String> variables,
            Map<String, String> secrets)
            throws IOException, InterruptedException {
        List<String> files = step.filesOrEmpty();
        List<String> envFiles = step.envFilesOrEmpty();
        String folder = change.project().replaceAll("[^A-Za-z0-9._-]+", "-");
        try (ProjectCopy copy = ProjectCopy.of(source, folder, files, envFiles, variables)) {
            return Background.get()
                    .reader()
                    .read(new StackRequest(
                            copy.projectDirectory(files),
                            copy.root(),
                            copy.paths(files),
                            copy.paths(envFiles),
                            Set.copyOf(step.profilesOrEmpty()),
                            variables,
                            secrets,
                            stage.development()));
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
