package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static io.jenkins.plugins.environments.lifecycle.World.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A deploy")
class DeployTest {

    private final World world = new World(1);

    @Test
    void goesWaveByWaveToARelease() {
        Operation operation =
                world.deploy(7, stack().service("db").service("web", "db").port(8080));

        assertThat(operation.phase()).isEqualTo(Phase.REQUESTED);
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.DEPLOYING);
        world.minutes(1);
        assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
        assertThat(world.now(operation).release()).isEqualTo(1);
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.READY);
        assertThat(world.target.calls())
                .containsExactly(
                        "check shop-staging-pr-7",
                        "prepare shop-staging-pr-7",
                        "apply shop-staging-pr-7 [db]",
                        "apply shop-staging-pr-7 [web]",
                        "prune shop-staging-pr-7",
                        "images shop-staging-pr-7");
        assertThat(world.lifecycle.releases(id(7))).singleElement().satisfies(release -> assertThat(release.images())
                .containsOnlyKeys("db", "web"));
    }

    @Test
    void isGoneAfterItsEnvironmentWasDestroyed() {
        world.deploy(7, stack().service("web"));
        world.minutes(1);

        Operation removal = world.destroy(7);
        world.minutes(1);

        assertThat(world.now(removal).phase()).isEqualTo(Phase.GONE);
        assertThat(world.target.places()).isEmpty();
        assertThat(world.lifecycle.environments()).isEmpty();
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.GONE);
    }
}
