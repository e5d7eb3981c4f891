package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import hudson.security.Permission;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentAccess;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.Parameters;

/**
 * Which stage a build may use, and as which change. It follows from the job and from the stage's configuration; what a
 * Jenkinsfile says counts only where the stage lets it. All refusals name the rule and who can help.
 */
record StageAccess(Stage stage, BuildSource build) {

    private static final String ASK = "ask an administrator to change the stage";

    /** @throws RefusedException when the build may not use the stage at all */
    void check() {
        checkJob();
        if (build.fork() && !stage.forks()) {
            throw new RefusedException(
                    "stage " + stage.name() + " is not for pull requests from forks: their code would run with the "
                            + "stage's secrets",
                    "open the pull request from a branch of the project itself, or " + ASK);
        }
        String branch = stage.branch();
        if (branch != null && !branch.equals(build.target())) {
            throw new RefusedException(
                    "stage " + stage.name() + " is for builds of branch " + branch
                            + " and for pull requests into it, and this build is " + words(),
                    "use a stage of that branch, or " + ASK);
        }
        if (stage.lifetime() == Lifetime.STANDING && build.request()) {
            throw new RefusedException(
                    "stage " + stage.name() + " has one standing environment, which a pull request would replace "
                            + "before it is merged",
                    "use a stage with an environment for each change");
        }
    }

    /** @throws RefusedException when the stage is not for this job */
    void checkJob() {
        String limit = EnvironmentAccess.forbiddenBy(stage, build.job());
        if (limit != null) {
            throw new RefusedException(
                    limit + " does not let its jobs use stage " + stage.name(),
                    "use a stage that it lets them use, or ask who configures it");
        }
        if (!isForJob()) {
            throw new RefusedException(
                    "stage " + stage.name() + " is for jobs that match \"" + stage.jobs() + "\", and this one is "
                            + build.job(),
                    "use a stage of this job, or " + ASK);
        }
    }

    boolean isForJob() {
        return EnvironmentAccess.isForJob(stage, build.job());
    }

    private String words() {
        if (build.target() == null) {
            return "of a job that does not say which branch it builds (use a multibranch project)";
        }
        return build.request() ? "of a pull request into " + build.target() : "of branch " + build.target();
    }

    /** @throws RefusedException when the user that the build runs as has not the permission on the job */
    void check(Run<?, ?> run, Permission permission) {
        if (!allows(run, permission)) {
            throw new RefusedException(
                    "the user that this build runs as lacks the permission Environments/" + needed(permission).name
                            + " on " + build.job(),
                    "ask an administrator for it, or run the build as somebody who has it");
        }
    }

    boolean allows(Run<?, ?> run, Permission permission) {
        return run.getParent().hasPermission2(BuildSource.authentication(run), needed(permission));
    }

    private Permission needed(Permission permission) {
        return stage.isProtected() ? EnvironmentPermissions.PROMOTE : permission;
    }

    /**
     * The change that is meant.
     *
     * @param project null: the build's own
     * @param change a number or a branch; null: the build's own
     * @throws RefusedException when the step names another than the build's own, and the stage does not allow that
     */
    Change change(@CheckForNull String project, @CheckForNull String change, @CheckForNull String commit) {
        String ownProject = project == null ? build.project() : project;
        if (change == null) {
            override("project", project, build.project());
            return new Change(
                    ownProject,
                    build.number(),
                    build.branch(),
                    build.commit() == null ? commit : build.commit(),
                    build.title(),
                    build.link());
        }
        Change named = named(ownProject, change, build.commit() == null ? commit : build.commit());
        Change own = new Change(build.project(), build.number(), build.branch(), null, null, null);
        override("project", ownProject, build.project());
        override("change", named.key(), own.key());
        return named;
    }

    private static Change named(String project, String change, @CheckForNull String commit) {
        Parameters.refuse(Parameters.change(change));
        String digits = change.matches("pr-\\d{1,9}") ? change.substring(3) : change;
        Integer number = BuildSource.number(digits);
        return new Change(project, number, number == null ? change : null, commit, null, null);
    }

    private void override(String what, @CheckForNull String named, String own) {
        if (named != null && !named.equals(own) && (!stage.changeOverride() || build.fork())) {
            throw new RefusedException(
                    "stage " + stage.name() + " takes the " + what + " from the build (" + own
                            + "), and the step names " + named,
                    build.fork()
                            ? "leave \"" + what + "\" out: a build of a fork never chooses"
                            : "leave \"" + what + "\" out, or ask an administrator to let builds of this stage say it");
        }
    }

    /** @throws RefusedException when what the build would change is what another project deployed */
    void checkOwner(EnvironmentLifecycle lifecycle, Change change) {
        lifecycle.environment(EnvironmentLifecycle.idOf(change, stage)).ifPresent(this::checkOwner);
    }

    /** @throws RefusedException when another project deployed it, and the stage does not let builds reach over */
    void checkOwner(Environment environment) {
        String job = environment.origin().job();
        boolean own = job == null || job.equals(build.projectItem()) || job.startsWith(build.projectItem() + "/");
        if (!own && (!stage.changeOverride() || build.fork())) {
            throw new RefusedException(
                    "environment " + environment.id() + " belongs to " + job + ", which is no job of "
                            + build.projectItem(),
                    "give one of the two projects another name, or say another with \"project\" where the stage "
                            + "allows it");
        }
    }
}
