package io.jenkins.plugins.environments.target.kubernetes.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.environments.target.kubernetes.ApiYaml;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What keeps a pod from running")
class PodTroubleTest {

    /** Ten seconds after the pod was made. */
    private static final Instant EARLY = Instant.parse("2026-01-01T12:00:10Z");

    private static final Instant LATE = Instant.parse("2026-01-01T12:01:10Z");

    private static Pod pod(String status) {
        return ApiYaml.read(
                """
                        {metadata: {name: web-1, creationTimestamp: "2026-01-01T12:00:00Z"},
                         spec: {containers: [{name: web}]}, status: {%s}}
                        """
                        .formatted(status),
                Pod.class);
    }

    private static Pod waiting(String reason, String message) {
        return pod("containerStatuses: [{name: web, state: {waiting: {reason: %s, message: \"%s\"}}}]"
                .formatted(reason, message));
    }

    @ParameterizedTest(name = "{0}: {1}: early {2}, late {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    InvalidImageName           | invalid reference format                    | true  | true
                    ErrImageNeverPull          | not present                                 | true  | true
                    ErrImagePull               | manifest unknown                            | true  | true
                    ImagePullBackOff           | ErrImagePull: x:1: not found                | true  | true
                    ErrImagePull               | pull access denied                          | true  | true
                    ErrImagePull               | dial tcp: i/o timeout                       | false | true
                    ImagePullBackOff           | Back-off pulling image                      | false | true
                    CreateContainerConfigError | secret not ready                            | false | true
                    RunContainerError          | exec: no such file or directory             | true  | true
                    CreateContainerError       | executable file not found in $PATH          | true  | true
                    CreateContainerError       | device or resource busy                     | false | true
                    """)
    void is_hopeless_at_once_or_after_a_while(String reason, String message, boolean early, boolean late) {
        PodTrouble first = PodTrouble.of(waiting(reason, message), EARLY).orElseThrow();
        PodTrouble then = PodTrouble.of(waiting(reason, message), LATE).orElseThrow();

        assertThat(first.reason()).isEqualTo(reason);
        assertThat(first.hopeless()).isEqualTo(early);
        assertThat(then.hopeless()).isEqualTo(late);
        assertThat(first.from() != null).as("worth another look").isEqualTo(!early);
    }

    @ParameterizedTest(name = "{0} restarts, ran until {1}, {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    1  | 12:00:01 | Error      | boom                              | false
                    2  | 12:00:01 | Error      | boom                              | false
                    3  | 12:00:01 | Error      | boom                              | true
                    1  | 12:00:00 | StartError | exec: no such file or directory   | true
                    9  | 12:30:00 | Error      | boom                              | false
                    3  | 12:00:01 | OOMKilled  |                                   | true
                    """)
    void by_crashing_is_hopeless_after_three_tries(
            int restarts, String until, String reason, String message, boolean hopeless) {
        Pod pod = pod(
                """
                containerStatuses: [{name: web, restartCount: %d, state: {waiting: {reason: CrashLoopBackOff, message: x}},
                  lastState: {terminated: {exitCode: 137, reason: %s, message: "%s",
                    startedAt: "2026-01-01T12:00:00Z", finishedAt: "2026-01-01T%sZ"}}}]
                """
                        .formatted(restarts, reason, message == null ? "" : message, until));

        PodTrouble trouble = PodTrouble.of(pod, LATE).orElseThrow();

        assertThat(trouble.hopeless()).isEqualTo(hopeless);
        assertThat(trouble.message()).startsWith("exit code 137");
        assertThat(trouble.isCrash()).isTrue();
    }

    @Test
    void by_finding_no_node_is_never_hopeless() {
        Pod pod = pod(
                "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: \"0/1 nodes\"}]");

        PodTrouble trouble = PodTrouble.of(pod, LATE).orElseThrow();

        assertThat(trouble.reason()).isEqualTo("Unschedulable");
        assertThat(trouble.hopeless()).isFalse();
    }

    @Test
    void is_found_in_containers_that_run_first() {
        Pod pod = pod(
                "initContainerStatuses: [{name: wait, state: {waiting: {reason: InvalidImageName, message: bad}}}]");

        assertThat(PodTrouble.of(pod, EARLY).orElseThrow().container()).isEqualTo("wait");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    containerStatuses: [{name: web, state: {running: {}}}]
                    containerStatuses: [{name: web, state: {waiting: {reason: ContainerCreating}}}]
                    containerStatuses: [{name: web, state: {waiting: {reason: PodInitializing}}}]
                    conditions: [{type: PodScheduled, status: 'True'}]
                    phase: Pending
                    """)
    void is_nothing_while_it_only_starts(String status) {
        assertThat(PodTrouble.of(pod(status), LATE)).isEmpty();
    }
}
