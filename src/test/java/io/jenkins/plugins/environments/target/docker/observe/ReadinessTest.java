package io.jenkins.plugins.environments.target.docker.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Applied.Change;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.docker.Labels;
import io.jenkins.plugins.environments.target.docker.engine.EngineContainer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A service on an engine")
class ReadinessTest {

    private static Seen seen(String name, String digest, long created, State state, String reason) {
        return new Seen(
                new EngineContainer(
                        name,
                        name,
                        "web:1",
                        "sha256:1",
                        "running",
                        "",
                        Instant.ofEpochSecond(created),
                        Map.of(Labels.SERVICE, "web", Labels.APPLIED, digest),
                        Set.of()),
                state,
                reason);
    }

    private static Applied made(String... names) {
        return new Applied(Stream.of(names)
                .map(name -> new Change(Readiness.CONTAINER, name, "web", Action.CREATED, 100))
                .toList());
    }

    private static ServiceStatus web(List<Seen> seen, Applied applied) {
        return Readiness.of(seen, applied).get("web");
    }

    @Test
    void is_ready_when_every_container_that_was_made_is() {
        assertThat(web(
                        List.of(seen("web-1", "a", 100, State.READY, null), seen("web-2", "a", 101, State.READY, null)),
                        made("web-1", "web-2")))
                .isEqualTo(new ServiceStatus(State.READY, 2, 2, null));
    }

    @Test
    void is_as_far_as_its_last_container() {
        assertThat(web(
                        List.of(
                                seen("web-1", "a", 100, State.READY, null),
                                seen("web-2", "a", 100, State.FAILED, "unhealthy")),
                        made("web-1", "web-2")))
                .isEqualTo(new ServiceStatus(State.FAILED, 1, 2, "unhealthy"));
    }

    @Test
    void is_not_ready_by_an_older_generation_that_still_runs() {
        assertThat(web(
                        List.of(
                                seen("web-1", "old", 50, State.READY, null),
                                seen("web-2", "new", 100, State.STARTING, null)),
                        made("web-2")))
                .isEqualTo(new ServiceStatus(State.STARTING, 0, 1, null));
    }

    @Test
    void is_not_ready_by_one_of_the_same_name_from_before() {
        assertThat(web(List.of(seen("web-1", "a", 99, State.READY, null)), made("web-1")))
                .isEqualTo(new ServiceStatus(State.PENDING, 0, 1, "a container is gone"));
    }

    @Test
    void is_missed_when_somebody_removed_its_container() {
        assertThat(web(List.of(), made("web-1")))
                .isEqualTo(new ServiceStatus(State.PENDING, 0, 1, "a container is gone"));
    }

    @Test
    void is_ready_without_containers_when_it_shall_have_none() {
        Applied none = new Applied(List.of(new Change(Readiness.NONE, "web", "web", Action.UNCHANGED, 0)));

        assertThat(web(List.of(), none)).isEqualTo(new ServiceStatus(State.READY, 0, 0, null));
    }

    @Test
    void is_told_by_its_newest_generation_when_nobody_says_what_was_made() {
        assertThat(web(
                        List.of(
                                seen("web-1", "old", 50, State.READY, null),
                                seen("web-2", "new", 100, State.FAILED, "unhealthy")),
                        Applied.NOTHING))
                .isEqualTo(new ServiceStatus(State.FAILED, 0, 1, "unhealthy"));
    }
}
