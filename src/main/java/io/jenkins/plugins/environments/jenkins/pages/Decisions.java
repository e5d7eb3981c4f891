package io.jenkins.plugins.environments.jenkins.pages;

import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.StaleQuery;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.model.Environment;
import java.util.Optional;

/** What the rules say now of an environment; asks Jenkins' jobs and memory, no server. */
final class Decisions {

    private Decisions() {}

    static Optional<Decision> of(EnvironmentLifecycle lifecycle, Environment environment) {
        StaleQuery query = new StaleQuery(
                EnvironmentsConfiguration.get().getStages().stream()
                        .map(StageSettings::stage)
                        .toList(),
                environment.stage(),
                environment.project(),
                Background.get().changes());
        return lifecycle.upkeep().decisions(query).stream()
                .filter(decision -> decision.environment().id().equals(environment.id()))
                .findFirst();
    }
}
