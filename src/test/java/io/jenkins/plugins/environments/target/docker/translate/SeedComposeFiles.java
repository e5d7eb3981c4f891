package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.lifecycle.Links;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.target.Desired;
import java.util.Locale;
import java.util.Map;

/** The five projects, each for its pull request 42 in staging, on an engine. */
final class SeedComposeFiles {

    private SeedComposeFiles() {}

    static Desired desired(SeedStacks seed) {
        Stack stack = seed.read().stack();
        Stage stage = Stage.unconfigured("staging", "engine-a");
        Change change = new Change(name(seed), 42, "feature/next", "4be1f0c", "Next", null);
        return new Desired(
                EnvironmentId.of(change.project(), stage.name(), change.key()),
                "controller-1",
                stage.name(),
                change,
                Lifetime.PER_CHANGE,
                stack,
                Map.of(),
                Links.of(stage, change, stack),
                stage.quota());
    }

    static String name(SeedStacks seed) {
        return seed.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
