package io.jenkins.plugins.environments.jenkins.steps;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/** A step that asks the lifecycle for something that is done at once; done again after a restart, as that is harmless. */
abstract class InstantExecution<T> extends SynchronousNonBlockingStepExecution<T> {

    private static final long serialVersionUID = 1L;

    InstantExecution(StepContext context) {
        super(context);
    }

    /** Does it. */
    abstract T act(EnvironmentLifecycle lifecycle, BuildSource build, Run<?, ?> run)
            throws IOException, InterruptedException;

    @Override
    protected final T run() throws Exception {
        Run<?, ?> run = getContext().get(Run.class);
        TaskListener listener = getContext().get(TaskListener.class);
        try {
            return act(Background.get().lifecycle(), BuildSource.of(run, listener), run);
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> listener.error(problem.toString()));
            throw new AbortException(e.problems().size() + " problem(s) with what the step was given");
        } catch (EnvironmentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    @Override
    public final void onResume() {
        try {
            start();
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }
}
