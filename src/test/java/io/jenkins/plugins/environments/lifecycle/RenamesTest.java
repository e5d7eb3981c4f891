package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When a job gets another name")
class RenamesTest {

    private final World world = new World(13);

    private Operation deploy(String project, String job, int build) {
        return world.lifecycle.deploy(World.request(
                Change.request(project, 42),
                World.STAGING,
                stack().service("web").variable("BUILD", String.valueOf(build)).reading(),
                DeployRequest.OnFailure.KEEP,
                new Origin("alice", job, build, null)));
    }

    private Upkeep upkeep() {
        return world.lifecycle.upkeep();
    }

    private String job(Operation operation) {
        return String.valueOf(world.lifecycle
                .environment(operation.environment())
                .orElseThrow()
                .origin()
                .job());
    }

    @Test
    void whatItDeployedStaysItsOwnAndKeepsItsIdentity() {
        Operation deploy = deploy("shop", "shop/PR-42", 7);
        world.minutes(1);
        upkeep().renamed("shop", "store");
        upkeep().renamed("shop/PR-42", "store/PR-42");

        assertThat(job(deploy)).isEqualTo("store/PR-42");
        assertThat(upkeep().project("store")).contains("shop");
        assertThat(upkeep().project("store/PR-42")).isEmpty();
        Operation next = deploy(upkeep().project("store").orElseThrow(), "store/PR-42", 8);
        world.minutes(1);
        assertThat(next.environment()).isEqualTo(deploy.environment());
        assertThat(world.lifecycle.environments()).hasSize(1);
    }

    @Test
    void thatIsKnownAfterARestart() {
        deploy("shop", "shop/PR-42", 7);
        world.minutes(1);
        upkeep().renamed("shop", "store");
        world.crash();
        world.open();

        assertThat(upkeep().project("store")).contains("shop");
        assertThat(world.lifecycle.environments())
                .extracting(Environment::origin)
                .extracting(Origin::job)
                .containsExactly("store/PR-42");
    }

    @Test
    void andThenAnotherTheFirstProjectStays() {
        deploy("shop", "shop/PR-42", 7);
        world.minutes(1);
        upkeep().renamed("shop", "store");
        upkeep().renamed("store", "market");

        assertThat(upkeep().project("market")).contains("shop");
        assertThat(upkeep().project("store"))
                .as("a new job of that name is another project")
                .isEmpty();
        upkeep().renamed("market", "shop");
        assertThat(upkeep().project("shop")).as("it is its own name again").isEmpty();
        assertThat(upkeep().project("market")).isEmpty();
    }

    @Test
    void becauseItsFolderMovedItsProjectHasItsOwnNameStill() {
        Operation deploy = deploy("shop", "team/shop/PR-42", 7);
        world.minutes(1);
        upkeep().renamed("team", "crew");
        upkeep().renamed("team/shop", "crew/shop");

        assertThat(job(deploy)).isEqualTo("crew/shop/PR-42");
        assertThat(upkeep().project("crew/shop")).isEmpty();
    }

    @Test
    void othersAreNotTouched() {
        Operation other = deploy("shop", "shopping/PR-42", 7);
        world.minutes(1);
        upkeep().renamed("shop", "store");

        assertThat(job(other)).isEqualTo("shopping/PR-42");
        assertThat(upkeep().project("store")).isEmpty();
    }

    @Test
    void anOlderBuildIsStillOlder() {
        deploy("shop", "shop/PR-42", 8);
        upkeep().renamed("shop", "store");

        assertThatThrownBy(() -> deploy("shop", "store/PR-42", 7))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("build #8 of store/PR-42 is newer than #7");
        world.minutes(1);
        assertThatThrownBy(() -> deploy("shop", "store/PR-42", 7)).isInstanceOf(RefusedException.class);
    }
}
