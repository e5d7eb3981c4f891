package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Whether an environment is what its record says")
class SoundnessTest {

    private static final Instant AT = Instant.parse("2026-11-22T10:00:00.5Z");
    private static final List<String> AWAITED = List.of("web", "db", "migrate");

    private final World world = new World(1);

    private Soundness of(boolean connected, Instant asOf, Map<String, ServiceStatus> services) {
        world.deploy(1, stack().service("web"));
        world.minutes(5);
        return Soundness.of(
                world.lifecycle.environment(World.id(1)).orElseThrow(),
                AWAITED,
                new Observation(asOf, connected, !services.isEmpty(), services));
    }

    private static ServiceStatus status(State state, String reason) {
        return new ServiceStatus(state, state == State.FAILED ? 0 : 1, 1, reason);
    }

    private static final ServiceStatus READY = status(State.READY, null);
    private static final ServiceStatus DONE = status(State.COMPLETED, null);

    @Test
    void it_is_sound_when_every_service_is_ready_or_has_done_its_work() {
        assertThat(of(true, AT, Map.of("web", READY, "db", READY, "migrate", DONE)))
                .isEqualTo(new Soundness(Soundness.State.SOUND, null));
    }

    @Test
    void it_says_which_services_are_not_and_why() {
        Soundness seen = of(true, AT, Map.of("web", status(State.FAILED, "ended with 3"), "migrate", DONE));

        assertThat(seen.state()).isEqualTo(Soundness.State.UNSOUND);
        assertThat(seen.problem())
                .asString()
                .startsWith("service db: nothing of it is there; service web: 0 of 1 ready, ended with 3; ");
    }

    @Test
    void it_is_missing_when_its_target_answers_and_has_nothing_of_it() {
        assertThat(of(true, AT, Map.of()).state()).isEqualTo(Soundness.State.MISSING);
    }

    @Test
    void nothing_is_missing_when_the_target_does_not_answer() {
        Soundness silent = of(false, AT, Map.of());

        assertThat(silent.state()).isEqualTo(Soundness.State.UNKNOWN);
        assertThat(silent.problem()).asString().contains("does not answer", "than of 2026-11-22T10:00:00Z");
        assertThat(of(false, Instant.EPOCH, Map.of()).problem()).asString().contains("has not answered yet");
    }

    @Test
    void nothing_is_told_of_what_is_not_there_or_at_work() {
        EnvironmentId id = World.id(2);
        assertThat(world.lifecycle.soundness(id)).isEmpty();
        world.deploy(2, stack().service("web"));
        assertThat(world.lifecycle.soundness(id)).as("it is being deployed").isEmpty();
        world.minutes(5);
        assertThat(world.lifecycle.soundness(id)).map(Soundness::state).contains(Soundness.State.SOUND);
    }
}
