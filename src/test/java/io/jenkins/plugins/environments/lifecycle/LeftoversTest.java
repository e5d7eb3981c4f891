package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What environments left on a target")
class LeftoversTest {

    private final World world = new World(5);

    private SimulatedTarget.Tidied tidied() {
        JournaledUpkeep upkeep = (JournaledUpkeep) world.lifecycle.upkeep();
        upkeep.tidy(SimulatedTarget.ID);
        return world.target.tidied();
    }

    private static Set<EnvironmentId> ids(int... numbers) {
        Set<EnvironmentId> ids = new HashSet<>();
        for (int number : numbers) {
            ids.add(World.id(number));
        }
        return ids;
    }

    @Test
    void is_kept_while_the_environment_lives_with_the_images_of_all_its_releases() {
        world.deploy(1, stack().service("web"));
        world.minutes(1);

        SimulatedTarget.Tidied asked = tidied();

        assertThat(asked.living()).isEqualTo(ids(1));
        assertThat(asked.needed())
                .containsAll(
                        world.lifecycle.releases(World.id(1)).get(0).images().values());
    }

    @Test
    void is_let_go_a_day_after_the_environment_and_not_before() {
        world.deploy(1, stack().service("web"));
        world.deploy(2, stack().service("web"));
        world.minutes(1);
        world.destroy(1, DataPolicy.DELETE);
        world.minutes(1);

        assertThat(tidied().living()).as("it may come back").isEqualTo(ids(1, 2));
        world.pass(Leftovers.GRACE);

        SimulatedTarget.Tidied asked = tidied();
        assertThat(asked.living()).isEqualTo(ids(2));
        Instant before = asked.before();
        world.pass(Duration.ofHours(1));
        assertThat(tidied().before())
                .isBetween(
                        before.plus(Duration.ofHours(1)),
                        before.plus(Duration.ofHours(1)).plusSeconds(1));
    }
}
