package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.Environments;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Release;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What the same job promoted already for the same commit: its build was killed before it had noted that, or is done once
 * more. What it moved is in the next stage then, so that there is nothing to promote and nothing wrong.
 *
 * @param run the build that asks now
 * @param commit that it is of
 */
record EarlierPromotion(EnvironmentLifecycle lifecycle, Run<?, ?> run, String commit) {

    private static final Set<EnvironmentState> ON_ITS_WAY_OUT =
            EnumSet.of(EnvironmentState.DESTROYING, EnvironmentState.STUCK, EnvironmentState.GONE);

    /**
     * The promotion that is under way; or that has ended well, when its release still runs and its source does not: then
     * it can't be done again.
     */
    Optional<Operation> into(String project, String stage) {
        return new Environments(lifecycle.environments())
                .ofProject(project).ofStage(stage).all().stream()
                        .flatMap(environment -> newest(environment).stream())
                        .max(Comparator.comparing(Operation::requestedAt));
    }

    private Optional<Operation> newest(Environment environment) {
        return lifecycle.operations(environment.id()).stream()
                .max(Comparator.comparing(Operation::requestedAt))
                .filter(operation -> operation.kind() == Operation.Kind.PROMOTE)
                .filter(this::isOfSameCommit)
                .filter(operation -> !operation.phase().isEnd() || runsAlone(operation));
    }

    private boolean isOfSameCommit(Operation operation) {
        if (!run.getParent().getFullName().equals(operation.origin().job())) {
            return false;
        }
        Run<?, ?> asked = run.getParent().getBuildByNumber(operation.origin().build());
        return asked != null && commit.equals(BuildSource.commit(asked));
    }

    private boolean runsAlone(Operation operation) {
        // Asked once more: it may have ended since the environment was looked at.
        return operation.succeeded()
                && lifecycle
                        .environment(operation.environment())
                        .filter(now -> now.state() == EnvironmentState.READY)
                        .filter(now -> now.release() == operation.release())
                        .filter(now -> !stillRuns(ancestry(now)))
                        .isPresent();
    }

    @CheckForNull
    private Release.Ancestry ancestry(Environment environment) {
        return lifecycle.releases(environment.id()).stream()
                .filter(release -> release.number() == environment.release())
                .findFirst()
                .map(Release::ancestry)
                .orElse(null);
    }

    private boolean stillRuns(@CheckForNull Release.Ancestry source) {
        return source == null
                || lifecycle
                        .environment(source.environment())
                        .filter(each -> !ON_ITS_WAY_OUT.contains(each.state()))
                        .isPresent();
    }
}
