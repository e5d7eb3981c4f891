package io.jenkins.plugins.environments.jenkins.agents;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import hudson.model.Label;
import hudson.model.Node;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.docker.compose.Programs;
import java.io.IOException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Where the programs of each environment run: where the step runs that works on it; else, as for a rollback from the
 * page or after a build has ended, on an agent with the target's label; else on the agent of the last step, as long as
 * Jenkins remembers it.
 */
@Extension
public final class ProgramPlaces {

    private static final int REMEMBERED = 1000;

    private final Map<String, AgentPrograms> steps = new ConcurrentHashMap<>();

    /** Of each environment the programs outside of builds, the last used last. */
    private final Map<String, Outside> outside = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Outside> eldest) {
            return size() > REMEMBERED;
        }
    });

    private record Outside(AgentPlace place, AgentPrograms programs) {
        static Outside of(String agent, String environment) {
            AgentPlace place = new AgentPlace(agent);
            return new Outside(place, new AgentPrograms(place, environment));
        }
    }

    /** The only ones. */
    public static ProgramPlaces get() {
        return ExtensionList.lookupSingleton(ProgramPlaces.class);
    }

    /** From now on the environment's programs run where this step runs. */
    public AgentPrograms offer(String environment, BuildPlace place) {
        AgentPrograms programs = new AgentPrograms(place, environment);
        steps.put(environment, programs);
        outside.put(environment, Outside.of(place.agent(), environment));
        return programs;
    }

    /** The step has ended; what still runs there ends, too. */
    public void withdraw(String environment, AgentPrograms programs) {
        steps.remove(environment, programs);
        programs.stop();
    }

    /**
     * The programs of a target.
     *
     * @param label of the agents that may be used without a build; null: only the last one of each environment
     */
    public Programs programs(@CheckForNull String label) {
        return new Programs() {
            @Override
            public Result run(Command command) throws IOException, InterruptedException {
                return labeled(label, "").orElseThrow(() -> nobody(label)).run(command);
            }

            @Override
            public Programs of(String environment) {
                return place(label, environment);
            }
        };
    }

    /** Whether programs of that environment could run now or later, if a step that runs on no agent asks for them. */
    public boolean hasPlaceWithoutBuild(@CheckForNull String label, String environment) {
        return label != null || outside.containsKey(environment);
    }

    private Programs place(@CheckForNull String label, String environment) {
        AgentPrograms step = steps.get(environment);
        if (step != null) {
            return step;
        }
        Optional<AgentPrograms> labeled = labeled(label, environment);
        if (labeled.isPresent()) {
            return labeled.get();
        }
        Outside last = outside.get(environment);
        if (last != null && last.place().isThere()) {
            return last.programs();
        }
        throw waiting(label, environment);
    }

    private Optional<AgentPrograms> labeled(@CheckForNull String label, String environment) {
        Label wanted = label == null ? null : Jenkins.get().getLabel(label);
        if (wanted == null) {
            return Optional.empty();
        }
        Outside last = outside.get(environment);
        return Stream.concat(
                        Stream.ofNullable(last).map(each -> each.place().agent()),
                        wanted.getNodes().stream().map(Node::getNodeName).sorted(Comparator.naturalOrder()))
                .filter(agent -> isIn(wanted, agent) && new AgentPlace(agent).isThere())
                .findFirst()
                .map(agent -> last != null && last.place().agent().equals(agent)
                        ? last.programs()
                        : remember(environment, Outside.of(agent, environment)));
    }

    private AgentPrograms remember(String environment, Outside found) {
        outside.put(environment, found);
        return found.programs();
    }

    private static boolean isIn(Label label, String agent) {
        return label.getNodes().stream().anyMatch(node -> node.getNodeName().equals(agent));
    }

    private static TargetException waiting(@CheckForNull String label, String environment) {
        Optional<String> build = ExtensionList.lookup(BuildsAtWork.class).stream()
                .flatMap(builds -> builds.of(environment).stream())
                .findFirst();
        if (build.isPresent()) {
            return new TargetException(
                    Kind.TRANSIENT,
                    Failure.of(
                            "Docker Compose waits for its agent",
                            build.get() + " has not taken up its step again",
                            "see that its agent is connected"));
        }
        boolean starting = Jenkins.get().getInitLevel().compareTo(InitMilestone.COMPLETED) < 0;
        return label == null && !starting ? nobody(null) : later(label, starting);
    }

    private static TargetException later(@CheckForNull String label, boolean starting) {
        return new TargetException(
                Kind.TRANSIENT,
                Failure.of(
                        "Docker Compose waits for an agent",
                        starting ? "Jenkins is starting" : "none with the label \"" + label + "\" is connected",
                        "see that one is connected"));
    }

    private static TargetException nobody(@CheckForNull String label) {
        return new TargetException(
                label == null ? Kind.PERMANENT : Kind.TRANSIENT,
                Failure.of(
                        "Docker Compose has no agent to run on",
                        label == null
                                ? "no build lends it one, and the target names no label of agents"
                                : "none with the label \"" + label + "\" is connected",
                        "run the step inside of node {} or with an agent, or give the target a label of agents that "
                                + "have Docker Compose"));
    }
}
