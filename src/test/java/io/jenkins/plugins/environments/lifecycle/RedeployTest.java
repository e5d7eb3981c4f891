package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The newest release deployed again")
class RedeployTest {

    private final World world = new World(1);

    private void deployed(String image) {
        world.deploy(
                7,
                stack().service("web")
                        .image(image)
                        .secret("PASSWORD", "hunter2")
                        .variable("N", "1"));
        world.minutes(1);
    }

    private Operation ask() {
        return world.lifecycle.redeploy(World.id(7), World.TIMEOUT, Origin.of("alice"));
    }

    private Operation redeploy() {
        Operation operation = ask();
        world.minutes(1);
        return world.now(operation);
    }

    @Test
    void isAReleaseOfItsOwnWithTheVeryImagesAndConfiguration() {
        deployed("web:1");
        Release first = world.lifecycle.releases(World.id(7)).get(0);

        Operation operation = redeploy();

        assertThat(operation.kind()).isEqualTo(Operation.Kind.REDEPLOY);
        assertThat(operation.phase()).isEqualTo(Phase.RELEASED);
        Release second = world.lifecycle.releases(World.id(7)).get(0);
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.images()).isEqualTo(first.images());
        assertThat(second.configurationDigest()).isEqualTo(first.configurationDigest());
        assertThat(second.ancestry()).isEqualTo(new Release.Ancestry(World.id(7), 1, first.releasedAt()));
    }

    private void somebodyTakesItAway() {
        world.target.destroy(World.id(7), world.lifecycle.instanceId(), DataPolicy.KEEP);
        world.minutes(1);
        assertThat(world.lifecycle.observe(World.id(7)).services()).doesNotContainKey("web");
    }

    @Test
    void putsRightWhatSomebodyTookAway() {
        world.deploy(7, stack().service("web").image("web:1"));
        world.minutes(1);
        somebodyTakesItAway();

        assertThat(redeploy().phase()).isEqualTo(Phase.RELEASED);
        assertThat(world.lifecycle.observe(World.id(7)).services().get("web").done())
                .isTrue();
    }

    @Test
    void saysWhenSecretValuesWereTakenAwayToo() {
        deployed("web:1");
        somebodyTakesItAway();

        Operation operation = redeploy();

        assertThat(operation.phase()).isEqualTo(Phase.FAILED);
        assertThat(String.valueOf(operation.failure())).contains("secret values are not there", "run the build again");
    }

    @Test
    void holdsNothingAndLetsNothingGo() {
        deployed("web:1");
        redeploy();
        assertThat(world.environment(7).hold()).isNull();

        world.lifecycle.hold(World.id(7), "demo", "bob");
        assertThat(redeploy().phase()).isEqualTo(Phase.RELEASED);
        Environment.Hold hold = Objects.requireNonNull(world.environment(7).hold());
        assertThat(hold.by()).isEqualTo("bob");
    }

    @Test
    void isNoReleaseToGoBackTo() {
        deployed("web:1");
        deployed("web:2");
        redeploy();
        world.lifecycle.rollback(new RollbackRequest(World.id(7), null, "why", World.TIMEOUT, Origin.of("alice")));
        world.minutes(1);
        assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:1@");
    }

    @Test
    void isRefusedWhileSomethingIsAtWorkSinceItWouldUndoThat() {
        deployed("web:1");
        world.deploy(7, stack().service("web").image("web:2"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(this::ask)
                .withMessageContaining("is at work")
                .withMessageContaining("wait until it has ended");
        world.minutes(1);
        assertThat(world.target.runningImages(World.id(7)).get("web")).startsWith("web:2@");
    }

    @Test
    void isRefusedWithoutARelease() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(this::ask);
        world.deploy(7, stack().service("web").image("web:1"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(this::ask)
                .withMessageContaining("has no release yet");
        world.minutes(1);
        world.destroy(7);
        world.minutes(1);
        assertThat(world.environment(7).state()).isEqualTo(EnvironmentState.GONE);
        assertThatExceptionOfType(RefusedException.class).isThrownBy(this::ask);
    }

    @Test
    void goesOnAfterACrash() {
        deployed("web:1");
        Operation operation = ask();
        world.crash();
        world.open();
        world.minutes(1);
        assertThat(world.now(operation).phase()).isEqualTo(Phase.RELEASED);
    }
}
