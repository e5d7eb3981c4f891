package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.FilePath;
import hudson.Launcher;
import hudson.model.Run;
import io.jenkins.plugins.environments.lifecycle.Environments;
import io.jenkins.plugins.environments.lifecycle.merge.ChangeSearch;
import io.jenkins.plugins.environments.lifecycle.merge.GitCommands;
import io.jenkins.plugins.environments.lifecycle.merge.GitHistory;
import io.jenkins.plugins.environments.lifecycle.merge.MergedChange;
import io.jenkins.plugins.environments.lifecycle.merge.MergedChange.Decided;
import io.jenkins.plugins.environments.lifecycle.merge.MergedChange.Undecided;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.MergeMessage;
import io.jenkins.plugins.environments.model.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Which change came into the branch that a build is of: by the commit's message and, where that says nothing, by the
 * history of the clone in the workspace. May wait for the agent.
 *
 * @param commit that is built
 * @param previous what the last successful build of another commit built; null: there was none
 */
record IncomingChange(GitHistory history, String commit, @CheckForNull String previous) {

    /** Null: Jenkins does not know which commit is built, or it is no build of a branch, which brings nothing in. */
    @CheckForNull
    static IncomingChange of(StepContext context, BuildSource build) throws IOException, InterruptedException {
        String commit = build.commit();
        if (commit == null || build.request()) {
            return null;
        }
        Run<?, ?> run = context.get(Run.class);
        return new IncomingChange(history(context, run, commit), commit, previous(run, commit));
    }

    /** What was built with success before it, and is not the same once more. */
    @CheckForNull
    private static String previous(Run<?, ?> run, String commit) {
        Run<?, ?> before = run.getPreviousSuccessfulBuild();
        while (before != null && commit.equals(BuildSource.commit(before))) {
            before = before.getPreviousSuccessfulBuild();
        }
        return before == null ? null : BuildSource.commit(before);
    }

    private static GitHistory history(StepContext context, Run<?, ?> run, String commit)
            throws IOException, InterruptedException {
        FilePath workspace = context.get(FilePath.class);
        Launcher launcher = context.get(Launcher.class);
        if (workspace == null || launcher == null) {
            return MergedRequest.history(run);
        }
        GitCommands clone = new GitCommands(new WorkspaceGit(workspace, launcher));
        try {
            return clone.commit(commit).isPresent() ? clone : MergedRequest.history(run);
        } catch (WorkspaceGit.Interrupted e) {
            throw interrupted(e);
        }
    }

    private static InterruptedException interrupted(WorkspaceGit.Interrupted why) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(why);
        return interrupted;
    }

    /**
     * The request whose environment a build of its branch deploys: one that runs in the stage and came with the commit,
     * else the one that the commit's message names.
     *
     * @param running in the stage
     * @return its number; null: none, so it is the branch itself
     */
    @CheckForNull
    Integer request(Environments running, OperationLog log) throws InterruptedException {
        Environments requests = running.where(each -> each.change().number() != null);
        try {
            List<String> parents = history.parents(commit);
            // With nothing to compare with, everything would have come with it that the branch has.
            boolean compares = previous != null && history.message(previous).isPresent();
            String before = compares ? previous : parents.stream().findFirst().orElse(null);
            MergedChange found = search(requests, parents, before);
            if (found instanceof Decided decided) {
                log.line("This is " + decided.change().key() + ": " + decided.sentence());
                return decided.change().number();
            }
            return history.message(commit)
                    .map(MergeMessage::read)
                    .filter(MergeMessage.Request.class::isInstance)
                    .map(told -> ((MergeMessage.Request) told).number())
                    .orElse(null);
        } catch (WorkspaceGit.Interrupted e) {
            throw interrupted(e);
        }
    }

    /** A merge brought in what it was made from; another commit, what came since the build before. */
    private MergedChange search(Environments running, List<String> parents, @CheckForNull String before) {
        return new ChangeSearch(running.all(), history).find(commit, parents.size() > 1 ? null : before);
    }

    /**
     * The change that is promoted.
     *
     * @param running in the stage that it comes from
     * @throws RefusedException when it can't be told
     */
    Change promoted(Environments running, OperationLog log) throws InterruptedException {
        try {
            MergedChange found = search(running, history.parents(commit), previous);
            if (found instanceof Decided decided) {
                log.line("What came in is " + decided.change().key() + ": " + decided.sentence());
                return decided.change();
            }
            String which = ((Undecided) found)
                    .candidates().stream().map(Change::key).sorted().collect(Collectors.joining(" or "));
            throw new RefusedException(
                    found.sentence(),
                    (which.isEmpty() ? "deploy the change first" : "it may be " + which)
                            + "; say which with \"change\" where the stage allows that"
                            + (history instanceof GitCommands
                                    ? ""
                                    : ", or run the step with an agent, after a checkout, so that the history can be "
                                            + "asked"));
        } catch (WorkspaceGit.Interrupted e) {
            throw interrupted(e);
        }
    }
}
