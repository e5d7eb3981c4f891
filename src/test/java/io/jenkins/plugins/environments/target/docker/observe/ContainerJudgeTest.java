package io.jenkins.plugins.environments.target.docker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a container is doing")
class ContainerJudgeTest {

    static EngineContainer container(String state, String status, Map<String, String> labels) {
        return new EngineContainer(
                "id", "shop-web-1", "web:1", "sha256:1", state, status, Instant.EPOCH, labels, Set.of());
    }

    private static InspectContainerResponse look(int restarts, String error) throws JsonProcessingException {
        return new ObjectMapper()
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .readValue(
                        "{\"RestartCount\":" + restarts + ",\"State\":{\"Error\":\"" + error + "\"}}",
                        InspectContainerResponse.class);
    }

    @ParameterizedTest(name = "{0} \"{1}\", {2} restarts, job {4}: {5}")
    @CsvSource(
            nullValues = "-",
            quoteCharacter = '"',
            value = {
                "running, Up 2 minutes, 0, '', false, READY, -",
                "running, Up 3 seconds (healthy), 0, '', false, READY, -",
                "running, Up 3 seconds (health: starting), 0, '', false, STARTING, -",
                "running, Up 3 minutes (unhealthy), 0, '', false, FAILED, unhealthy",
                "running, Up 3 seconds, 1, '', false, STARTING, restarted 1 times",
                "running, Up 3 seconds, 3, '', false, FAILED, restarted 3 times",
                "running, Up 3 seconds, 0, '', true, STARTING, running to its end",
                "restarting, Restarting (1) 2 seconds ago, 1, '', false, STARTING, \"ended with 1, restarted 1 times\"",
                "restarting, Restarting (1) 2 seconds ago, 4, '', false, FAILED, \"ended with 1, restarted 4 times\"",
                "exited, Exited (0) 2 seconds ago, 0, '', true, COMPLETED, -",
                "exited, Exited (3) 2 seconds ago, 0, '', true, FAILED, ended with 3",
                "exited, Exited (0) 2 seconds ago, 0, '', false, FAILED, ended with 0",
                "created, Created, 0, '', false, PENDING, -",
                "created, Created, 0, no such file, false, FAILED, could not be started",
                "dead, Dead, 0, '', false, FAILED, dead",
                "paused, Up 2 minutes (Paused), 0, '', false, STARTING, paused",
                "removing, Removal In Progress, 0, '', false, PENDING, removing",
            })
    void follows_from_the_engines_words(
            String state, String status, int restarts, String error, boolean job, State expected, String reason)
            throws JsonProcessingException {
        EngineContainer container = container(state, status, job ? Map.of(Labels.JOB, "true") : Map.of());

        Seen seen = ContainerJudge.judge(container, look(restarts, error.replace("'", "")), 0);

        assertThat(seen.state()).isEqualTo(expected);
        assertThat(seen.reason()).isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0} \"{1}\", {2} times lately: {3}")
    @CsvSource({
        "running, Up 40 seconds, 2, READY",
        "running, Up 40 seconds, 3, FAILED",
        "running, Up 2 seconds (health: starting), 3, STARTING",
        "exited, Exited (3) 2 seconds ago, 3, FAILED",
    })
    void is_not_ready_in_between_while_it_is_restarted_again_and_again(
            String state, String status, int lately, State expected) {
        assertThat(ContainerJudge.judge(container(state, status, Map.of()), null, lately)
                        .state())
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} \"{1}\": {2}")
    @CsvSource({
        "running, Up Less than a second, true",
        "running, Up 1 second, true",
        "running, Up 9 seconds (healthy), true",
        "running, Up 10 seconds, false",
        "running, Up 2 hours, false",
        "restarting, Restarting (1) 1 second ago, true",
        "created, Created, true",
        "exited, Exited (0) 1 second ago, false",
    })
    void needs_a_closer_look_only_while_the_list_does_not_tell_enough(String state, String status, boolean needed) {
        assertThat(ContainerJudge.needsLook(container(state, status, Map.of()))).isEqualTo(needed);
    }
}
