package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Moves the time at which an environment becomes stale. */
final class ExtendEnvExecution extends InstantExecution<LinkedHashMap<String, Object>> {

    private static final long serialVersionUID = 1L;

    private final ExtendEnvStep step;

    /** Set once, so that a step that is run again after a restart does not extend twice. */
    private Instant until;

    ExtendEnvExecution(ExtendEnvStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    LinkedHashMap<String, Object> act(EnvironmentLifecycle lifecycle, BuildSource build, Run<?, ?> run)
            throws IOException, InterruptedException {
        Duration by = Durations.parse(step.getBy(), Position.of("by"));
        EnvironmentChoice.Chosen chosen = new EnvironmentChoice(lifecycle, build).of(step);
        chosen.access().check(run, EnvironmentPermissions.CONFIGURE);
        Environment before = chosen.environment();
        Instant deadline = before.expiresAt();
        if (until == null) {
            Instant now = Instant.now();
            until = (deadline == null || deadline.isBefore(now) ? now : deadline).plus(by);
            getContext().saveState();
        }
        Environment after = until.equals(deadline)
                ? before
                : lifecycle.extend(before.id(), until, BuildSource.origin(run).by());
        getContext().get(TaskListener.class).getLogger().println(after.id() + " lives until " + after.expiresAt());
        return EnvironmentMaps.entry(after);
    }
}
