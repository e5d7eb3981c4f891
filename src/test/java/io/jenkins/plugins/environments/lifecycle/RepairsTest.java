package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.target.Applied;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Of what a target made again, the lifecycle says that it was missing")
class RepairsTest {

    private final World world = new World(1);

    private List<String> repairsOf(Operation operation) {
        List<OperationEvent> events = world.follow(operation);
        world.minutes(2);
        assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
        return events.stream()
                .filter(OperationEvent.Repaired.class::isInstance)
                .flatMap(event -> ((OperationEvent.Repaired) event).repairs().stream())
                .map(Applied.Change::sentences)
                .flatMap(List::stream)
                .toList();
    }

    private void took(String service) {
        world.target.places().get(World.id(7)).services.remove(service);
    }

    @Test
    void whereTheReleaseThatRunsHadIt() {
        world.deploy(7, stack().service("db").service("web", "db"));
        world.minutes(1);
        took("web");

        assertThat(repairsOf(world.deploy(7, stack().service("db").service("web", "db"))))
                .containsExactly("Deployment web was missing, is there again");
    }

    @Test
    void alsoToWhoComesLate() {
        world.deploy(7, stack().service("db").service("web", "db"));
        world.minutes(1);
        took("web");
        Operation deploy = world.deploy(7, stack().service("db").service("web", "db"));
        world.minutes(2);

        List<OperationEvent> events = world.follow(deploy);
        world.minutes(1);
        assertThat(events).filteredOn(OperationEvent.Repaired.class::isInstance).hasSize(1);
        assertThat(events.get(events.size() - 1)).isInstanceOf(OperationEvent.PhaseEntered.class);
    }

    @Test
    void notWhereItIsNewInThisRelease() {
        world.deploy(7, stack().service("db"));
        world.minutes(1);

        assertThat(repairsOf(world.deploy(7, stack().service("db").service("web", "db"))))
                .isEmpty();
    }

    @Test
    void notWhereItIsAnotherNow() {
        world.deploy(7, stack().service("web").image("web:1"));
        world.minutes(1);
        took("web");

        assertThat(repairsOf(world.deploy(7, stack().service("web").image("web:2"))))
                .isEmpty();
    }

    @Test
    void notInTheFirstDeploy() {
        assertThat(repairsOf(world.deploy(7, stack().service("web")))).isEmpty();
    }

    @Test
    void notAfterItWasTakenAway() {
        world.deploy(7, stack().service("web"));
        world.minutes(1);
        world.destroy(7);
        world.minutes(1);

        assertThat(repairsOf(world.deploy(7, stack().service("web")))).isEmpty();
    }
}
