package io.jenkins.plugins.environments.jenkins.steps;

import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;

/** Which environment a step means, as far as its build may mean it. */
record EnvironmentChoice(EnvironmentLifecycle lifecycle, BuildSource build) {

    /**
     * The environment, and the access that the build has to its stage.
     *
     * @param access checked: the build may use the stage, and the environment is its project's
     */
    record Chosen(Environment environment, StageAccess access) {}

    /**
     * Finds it.
     *
     * @throws InvalidInputException when there is none, or the step says neither an id nor a stage
     * @throws io.jenkins.plugins.environments.model.RefusedException when the build may not mean it
     */
    Chosen of(EnvironmentStep step) {
        String id = step.getId();
        Environment environment = id == null ? ofStage(step) : ofId(id);
        StageAccess access = access(environment.stage());
        access.check();
        access.checkOwner(environment);
        return new Chosen(environment, access);
    }

    private StageAccess access(String stage) {
        return new StageAccess(EnvironmentsConfiguration.get().stage(stage), build);
    }

    private Environment ofStage(EnvironmentStep step) {
        String name = step.getStage();
        if (name == null) {
            throw new InvalidInputException(
                    new Problem(null, "the step says neither \"stage\" nor \"id\"", "say which environment is meant"));
        }
        StageAccess access = access(name);
        Change change = access.change(step.getProject(), step.getChange(), null);
        return find(EnvironmentLifecycle.idOf(change, access.stage()));
    }

    /** By its id an environment is named whole; a change of its own is one that the stage would have let it name. */
    private Environment ofId(String id) {
        Environment environment = find(new EnvironmentId(id));
        // What the same job deployed or promoted is its own, under whichever change's name that came in.
        boolean own = build.job().equals(environment.origin().job());
        if (environment.lifetime() == Lifetime.PER_CHANGE && !own) {
            Stage stage = EnvironmentsConfiguration.get().stage(environment.stage());
            Change change = environment.change();
            String named = change.number() != null ? String.valueOf(change.number()) : change.branch();
            new StageAccess(stage, build).change(environment.project(), named, null);
        }
        return environment;
    }

    private Environment find(EnvironmentId id) {
        return lifecycle
                .environment(id)
                .orElseThrow(() -> new InvalidInputException(
                        new Problem(null, "there is no environment " + id, "listEnvs() tells which there are")));
    }
}
