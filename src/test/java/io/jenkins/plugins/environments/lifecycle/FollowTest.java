package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.lifecycle.OperationEvent.PhaseEntered;
import io.jenkins.plugins.environments.lifecycle.OperationEvent.ServiceChanged;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Who follows an operation")
class FollowTest {

    private final World world = new World(4);

    private static List<Phase> phases(List<OperationEvent> events) {
        return events.stream()
                .filter(PhaseEntered.class::isInstance)
                .map(event -> ((PhaseEntered) event).operation().phase())
                .toList();
    }

    @Test
    void isToldEachPhaseOnceUntilItsEnd() {
        List<OperationEvent> events =
                world.follow(world.deploy(7, stack().service("db").service("web", "db")));
        world.minutes(1);

        assertThat(phases(events))
                .containsExactly(
                        Phase.REQUESTED,
                        Phase.RESOLVED,
                        Phase.APPLYING,
                        Phase.WAITING,
                        Phase.APPLYING,
                        Phase.WAITING,
                        Phase.READY,
                        Phase.READY,
                        Phase.RELEASED);
        assertThat(events).last().isInstanceOf(PhaseEntered.class);
    }

    @Test
    void isToldWhichServicesAWaveHas() {
        List<OperationEvent> events = world.follow(
                world.deploy(7, stack().service("db").service("cache").service("web", "db")));
        world.minutes(1);

        assertThat(events)
                .filteredOn(event -> event instanceof PhaseEntered entered
                        && entered.operation().phase() == Phase.APPLYING)
                .extracting(event -> ((PhaseEntered) event).services())
                .containsExactly(Set.of("db", "cache"), Set.of("web"));
    }

    @Test
    void isToldOfAServiceOnlyWhenItChanged() {
        List<OperationEvent> events = world.follow(world.deploy(7, stack().service("web")));
        world.minutes(1);

        assertThat(events)
                .filteredOn(ServiceChanged.class::isInstance)
                .extracting(event -> ((ServiceChanged) event).status().state())
                .containsExactly(State.STARTING, State.READY);
    }

    @Test
    void isToldFirstWhereItIsNow() {
        Operation operation = world.deploy(7, stack().service("db").service("web", "db"));
        world.pass(Duration.ofSeconds(7));
        List<OperationEvent> events = world.follow(operation);
        world.pass(Duration.ZERO);

        assertThat(phases(events)).containsExactly(Phase.WAITING);
        assertThat(events).filteredOn(ServiceChanged.class::isInstance).isNotEmpty();
    }

    @Test
    void isToldTheEndOfOneThatHasEnded() {
        Operation operation = world.deploy(7, stack().service("web"));
        world.minutes(1);
        List<OperationEvent> events = world.follow(operation);
        world.pass(Duration.ZERO);

        assertThat(phases(events)).containsExactly(Phase.RELEASED);
    }

    @Test
    void isToldNothingMoreAfterTheSubscriptionWasClosed() {
        Operation operation = world.deploy(7, stack().service("web"));
        List<OperationEvent> events = new ArrayList<>();
        Subscription subscription = world.lifecycle.follow(operation.id(), events::add);
        world.pass(Duration.ofMillis(1));
        int told = events.size();
        subscription.close();
        world.minutes(1);

        assertThat(events).hasSize(told);
    }

    @Test
    void doesNoHarmWhenItFails() {
        Operation operation = world.deploy(7, stack().service("web"));
        world.lifecycle.follow(operation.id(), event -> {
            throw new IllegalStateException("a bad listener");
        });
        List<OperationEvent> events = world.follow(operation);
        world.minutes(1);

        assertThat(phases(events)).endsWith(Phase.RELEASED);
    }

    @Test
    void mustKnowItsId() {
        assertThatThrownBy(() -> world.lifecycle.follow("nothing", event -> {}))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    @DisplayName("or watches environments is told each change of a record")
    void watching() {
        List<EnvironmentState> states = new ArrayList<>();
        world.lifecycle.watch((Environment environment) -> states.add(environment.state()));
        world.deploy(7, stack().service("web"));
        world.minutes(1);
        world.destroy(7);
        world.minutes(1);

        assertThat(states)
                .startsWith(EnvironmentState.DEPLOYING)
                .containsSubsequence(EnvironmentState.READY, EnvironmentState.DESTROYING, EnvironmentState.GONE)
                .endsWith(EnvironmentState.GONE);
    }
}
