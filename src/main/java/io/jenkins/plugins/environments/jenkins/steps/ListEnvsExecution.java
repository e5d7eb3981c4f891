package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentAccess;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.model.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.springframework.security.core.Authentication;

/** Lists environments that the build's user may see. It only looks into memory, and looks again after a restart. */
final class ListEnvsExecution extends SynchronousNonBlockingStepExecution<ArrayList<LinkedHashMap<String, Object>>> {

    private static final long serialVersionUID = 1L;

    private final ListEnvsStep step;

    ListEnvsExecution(ListEnvsStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    protected ArrayList<LinkedHashMap<String, Object>> run() throws Exception {
        Run<?, ?> run = getContext().get(Run.class);
        BuildSource build = BuildSource.of(run, getContext().get(TaskListener.class));
        String project = step.getProject() == null ? build.project() : step.getProject();
        Authentication user = BuildSource.authentication(run);
        ArrayList<LinkedHashMap<String, Object>> list = new ArrayList<>();
        for (Environment environment : Background.get().lifecycle().environments()) {
            if (environment.project().equals(project)
                    && (step.getStage() == null || environment.stage().equals(step.getStage()))
                    && EnvironmentAccess.has(environment, EnvironmentPermissions.VIEW, user)) {
                list.add(EnvironmentMaps.entry(environment));
            }
        }
        return list;
    }

    @Override
    public void onResume() {
        try {
            start();
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }
}
