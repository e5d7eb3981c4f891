package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Stage;
import java.util.List;

/**
 * Which environments to decide about, and by what.
 *
 * @param stages all stages as they are configured now
 * @param stage only environments of this stage; null: of all
 * @param project only environments of this project; null: of all
 */
public record StaleQuery(
        List<Stage> stages, @CheckForNull String stage, @CheckForNull String project, KnownChanges changes) {

    public StaleQuery {
        stages = List.copyOf(stages);
    }

    boolean covers(Environment environment) {
        return (stage == null || environment.stage().equals(stage))
                && (project == null || environment.project().equals(project));
    }

    @CheckForNull
    Stage stageOf(Environment environment) {
        return stages.stream()
                .filter(each -> each.name().equals(environment.stage()))
                .findFirst()
                .orElse(null);
    }
}
