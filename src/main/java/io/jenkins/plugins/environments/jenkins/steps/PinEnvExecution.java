package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Sets or takes away the pin of an environment. */
final class PinEnvExecution extends InstantExecution<LinkedHashMap<String, Object>> {

    private static final long serialVersionUID = 1L;

    private final PinEnvStep step;

    PinEnvExecution(PinEnvStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    LinkedHashMap<String, Object> act(EnvironmentLifecycle lifecycle, BuildSource build, Run<?, ?> run)
            throws IOException, InterruptedException {
        EnvironmentChoice.Chosen chosen = new EnvironmentChoice(lifecycle, build).of(step);
        chosen.access().check(run, EnvironmentPermissions.CONFIGURE);
        EnvironmentId id = chosen.environment().id();
        String by = BuildSource.origin(run).by();
        Environment after = step.isPinned() ? lifecycle.pin(id, by) : lifecycle.unpin(id, by);
        getContext()
                .get(TaskListener.class)
                .getLogger()
                .println(id + (after.pinned() ? " is pinned: no rule takes it away" : " is no longer pinned"));
        return EnvironmentMaps.entry(after);
    }
}
