package io.jenkins.plugins.environments.jenkins.steps;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.lifecycle.DestroyStaleRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.StaleQuery;
import io.jenkins.plugins.environments.lifecycle.Sweep;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** What {@code destroyStaleEnvs} asks for: in each stage that its build may empty, what no rule keeps. */
record StaleSweep(DestroyStaleEnvsStep step, Run<?, ?> run, TaskListener listener) {

    /** Where the id of a removal stands in a map; gone from it when the step returns. */
    static final String OPERATION = "operation";

    /** Begins all removals, and says for each environment what was decided and begun. */
    ArrayList<LinkedHashMap<String, Object>> begin(EnvironmentLifecycle lifecycle)
            throws IOException, InterruptedException {
        BuildSource build = BuildSource.of(run, listener);
        List<Stage> stages = stages(build);
        ArrayList<LinkedHashMap<String, Object>> all = new ArrayList<>();
        for (Stage stage : stages) {
            StaleQuery query = new StaleQuery(
                    stages, stage.name(), build.project(), Background.get().changes());
            Sweep sweep = lifecycle
                    .upkeep()
                    .destroyStale(new DestroyStaleRequest(
                            query,
                            step.isDryRun(),
                            step.getLimit(),
                            step.isMostAreMeant(),
                            step.timeoutOrDefault(),
                            BuildSource.origin(run)));
            for (Sweep.Outcome outcome : sweep.outcomes()) {
                listener.getLogger().println(outcome.decision() + " (" + words(outcome) + ")");
                all.add(map(outcome));
            }
            if (sweep.brake() != null) {
                listener.getLogger().println("Brake: " + sweep.brake());
            }
        }
        return all;
    }

    private List<Stage> stages(BuildSource build) {
        if (build.fork()) {
            throw new RefusedException(
                    "a build of a fork takes nothing away but its own environment",
                    "run destroyStaleEnvs in a build of a branch");
        }
        String named = step.getStage();
        if (named != null) {
            StageAccess access = new StageAccess(EnvironmentsConfiguration.get().stage(named), build);
            access.checkJob();
            access.check(run, EnvironmentPermissions.DESTROY);
            return List.of(access.stage());
        }
        return EnvironmentsConfiguration.get().getStages().stream()
                .map(StageSettings::stage)
                .map(stage -> new StageAccess(stage, build))
                .filter(access -> access.isForJob() && access.allows(run, EnvironmentPermissions.DESTROY))
                .map(StageAccess::stage)
                .toList();
    }

    private static String words(Sweep.Outcome outcome) {
        String action = outcome.action().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return outcome.note() == null ? action : action + ": " + outcome.note();
    }

    private static LinkedHashMap<String, Object> map(Sweep.Outcome outcome) {
        Environment environment = outcome.decision().environment();
        LinkedHashMap<String, Object> map =
                EnvironmentMaps.result(environment, outcome.action().name(), environment.release());
        map.put("rule", outcome.decision().rule());
        map.put("reason", outcome.decision().sentence());
        map.put("note", outcome.note());
        map.put(OPERATION, outcome.operation());
        return map;
    }
}
