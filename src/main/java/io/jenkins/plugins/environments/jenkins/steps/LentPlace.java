package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.jenkins.agents.AgentPrograms;
import io.jenkins.plugins.environments.jenkins.agents.BuildPlace;
import io.jenkins.plugins.environments.jenkins.agents.ProgramPlaces;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.io.IOException;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Where a step runs, lent to the programs that the target of its environment needs. Kept with the step, so that it is
 * lent again after a restart.
 */
final class LentPlace implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String environment;

    @CheckForNull
    private final String agent;

    private final String folder;

    private transient volatile AgentPrograms programs;

    private LentPlace(String environment, @CheckForNull String agent, String folder) {
        this.environment = environment;
        this.agent = agent;
        this.folder = folder;
    }

    /** @param folder the project's folder in the workspace; empty: the workspace */
    static LentPlace of(StepContext context, EnvironmentId environment, String folder)
            throws IOException, InterruptedException {
        return new LentPlace(environment.value(), BuildPlace.agent(context), folder);
    }

    /** From now on the programs run there, if the step runs on an agent. */
    void lend(StepContext context) {
        if (programs == null) {
            BuildPlace.of(context, agent, folder)
                    .ifPresent(place -> programs = ProgramPlaces.get().offer(environment, place));
        }
    }

    /**
     * Whether there is a place at all.
     *
     * @param label of the agents that the target may use without a build; null: none
     * @throws InvalidInputException when there is none
     */
    void check(String target, @CheckForNull String label) {
        if (programs == null && !ProgramPlaces.get().hasPlaceWithoutBuild(label, environment)) {
            throw new InvalidInputException(new Problem(
                    null,
                    "the step runs on no agent, and the target \"" + target + "\" needs one to run Docker Compose on",
                    "run the step inside of node {} or with an agent, or have an administrator give the target a label "
                            + "of agents with Docker Compose"));
        }
    }

    /** For a line of the log, e.g. {@code , on agent linux-1}. */
    String where() {
        AgentPrograms here = programs;
        return here == null ? "" : ", on " + here.title();
    }

    /** Ends what runs there now. */
    void stop() {
        AgentPrograms here = programs;
        if (here != null) {
            here.stop();
        }
    }

    /** The step has ended. */
    void takeBack() {
        AgentPrograms here = programs;
        if (here != null) {
            programs = null;
            ProgramPlaces.get().withdraw(environment, here);
        }
    }
}
