package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentAccess;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Environment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.springframework.security.core.Authentication;

/** Lists environments that the build's user may see. It only looks into memory. */
final class ListEnvsExecution extends InstantExecution<ArrayList<LinkedHashMap<String, Object>>> {

    private static final long serialVersionUID = 1L;

    private final ListEnvsStep step;

    ListEnvsExecution(ListEnvsStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    ArrayList<LinkedHashMap<String, Object>> act(EnvironmentLifecycle lifecycle, BuildSource build, Run<?, ?> run) {
        String project = step.getProject() == null ? build.project() : step.getProject();
        String stage =
                step.getStage() == null ? null : EnvironmentsConfiguration.get().stageIdentity(step.getStage());
        Authentication user = BuildSource.authentication(run);
        ArrayList<LinkedHashMap<String, Object>> list = new ArrayList<>();
        for (Environment environment : lifecycle.environments()) {
            if (environment.project().equals(project)
                    && (stage == null || environment.stage().equals(stage))
                    && EnvironmentAccess.has(environment, EnvironmentPermissions.VIEW, user)) {
                list.add(EnvironmentMaps.entry(environment));
            }
        }
        return list;
    }
}
