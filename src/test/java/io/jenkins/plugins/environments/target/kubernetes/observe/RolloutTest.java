package io.jenkins.plugins.environments.target.kubernetes.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.kubernetes.ApiYaml;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("How far a workload is")
class RolloutTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static <T extends HasMetadata> T read(Class<T> type, String spec, String status) {
        return ApiYaml.read(
                "{metadata: {name: web, generation: 2}, spec: {template: {}, %s}, status: {%s}}"
                        .formatted(spec, status),
                type);
    }

    @Nested
    @DisplayName("of a Deployment")
    class OfDeployment {

        @ParameterizedTest(name = "{0}: {3}")
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        nothing known yet             | replicas: 1 |                                                                                                              | PENDING  | 0
                        not yet taken up              | replicas: 1 | observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1                | PENDING  | 0
                        no pod made                   | replicas: 2 | observedGeneration: 2                                                                                         | PENDING  | 0
                        pods made                     | replicas: 2 | observedGeneration: 2, replicas: 2, updatedReplicas: 2                                                        | STARTING | 0
                        one of two ready              | replicas: 2 | observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 1, availableReplicas: 1                | STARTING | 1
                        the old one still there       | replicas: 1 | observedGeneration: 2, replicas: 2, updatedReplicas: 1, readyReplicas: 2, availableReplicas: 2                | STARTING | 2
                        only the old one ready        | replicas: 1 | observedGeneration: 2, replicas: 1, updatedReplicas: 0, readyReplicas: 1, availableReplicas: 1                | STARTING | 1
                        ready, not long enough        | replicas: 1 | observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1                                      | STARTING | 1
                        ready                         | replicas: 1 | observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1                | READY    | 1
                        none asked for                | replicas: 0 | observedGeneration: 2                                                                                         | READY    | 0
                        none asked for, one goes      | replicas: 0 | observedGeneration: 2, replicas: 1, readyReplicas: 1                                                          | STARTING | 1
                        out of time                   | replicas: 1 | observedGeneration: 2, replicas: 1, conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}] | FAILED | 0
                        """)
        void follows_from_its_status(String what, String spec, String status, State state, int ready) {
            Rollout rollout = Rollout.of(read(Deployment.class, spec, status == null ? "" : status), 2, NOW);

            assertThat(rollout.state()).as(what).isEqualTo(state);
            assertThat(rollout.ready()).isEqualTo(ready);
        }

        @Test
        void is_pending_while_the_watch_has_not_told_of_what_was_applied() {
            Deployment ready = read(
                    Deployment.class,
                    "replicas: 1",
                    "observedGeneration: 2, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1");

            assertThat(Rollout.of(ready, 3, NOW).state()).isEqualTo(State.PENDING);
            assertThat(Rollout.of(ready, 2, NOW).state()).isEqualTo(State.READY);
        }

        @ParameterizedTest(name = "for {0}: {1}")
        @CsvSource({"2026-01-01T11:59:50Z, PENDING", "2026-01-01T11:59:10Z, FAILED"})
        void without_room_in_the_quota_is_hopeless_only_after_a_while(String since, State state) {
            Rollout rollout = Rollout.of(
                    read(
                            Deployment.class,
                            "replicas: 1",
                            """
                            observedGeneration: 2, conditions: [{type: ReplicaFailure, status: 'True', reason: FailedCreate,
                            message: "pods is forbidden: exceeded quota: q", lastTransitionTime: "%s"}]
                            """
                                    .formatted(since)),
                    2,
                    NOW);

            assertThat(rollout.state()).isEqualTo(state);
            assertThat(rollout.reason()).isEqualTo("QuotaExceeded");
            assertThat(rollout.lookAgain() != null).as("look again").isEqualTo(state == State.PENDING);
        }
    }

    @Nested
    @DisplayName("of a StatefulSet")
    class OfStatefulSet {

        @ParameterizedTest(name = "{0}: {3}")
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        nothing known yet        | replicas: 1 |                                                                                                                  | PENDING
                        not yet taken up         | replicas: 1 | observedGeneration: 1, replicas: 1, readyReplicas: 1                                                              | PENDING
                        one of two               | replicas: 2 | observedGeneration: 2, replicas: 1, readyReplicas: 1, updatedReplicas: 1, updateRevision: a, currentRevision: a    | STARTING
                        ready                    | replicas: 2 | observedGeneration: 2, replicas: 2, readyReplicas: 2, updatedReplicas: 2, updateRevision: a, currentRevision: a    | READY
                        the old ones ready       | replicas: 2 | observedGeneration: 2, replicas: 2, readyReplicas: 2, updatedReplicas: 1, updateRevision: b, currentRevision: a    | STARTING
                        all new ones ready       | replicas: 2 | observedGeneration: 2, replicas: 2, readyReplicas: 2, updatedReplicas: 2, updateRevision: b, currentRevision: a    | READY
                        one too many             | replicas: 1 | observedGeneration: 2, replicas: 2, readyReplicas: 2, updatedReplicas: 2, updateRevision: a, currentRevision: a    | STARTING
                        none asked for           | replicas: 0 | observedGeneration: 2, replicas: 0, updateRevision: a, currentRevision: a                                         | READY
                        updated by hand only     | replicas: 1, updateStrategy: {type: OnDelete} | observedGeneration: 2, replicas: 1, readyReplicas: 1, updateRevision: b, currentRevision: a | READY
                        """)
        void follows_from_its_status(String what, String spec, String status, State state) {
            assertThat(Rollout.of(read(StatefulSet.class, spec, status == null ? "" : status), 2, NOW)
                            .state())
                    .as(what)
                    .isEqualTo(state);
        }
    }

    @Nested
    @DisplayName("of a Job")
    class OfJob {

        @ParameterizedTest(name = "{0}: {2}")
        @CsvSource(
                delimiter = '|',
                textBlock =
                        """
                        nothing known yet        |                                                                                          | PENDING   |
                        running                  | active: 1                                                                                | STARTING  |
                        about to be complete     | active: 0, succeeded: 1, conditions: [{type: SuccessCriteriaMet, status: 'True'}]        | PENDING   |
                        complete                 | succeeded: 1, conditions: [{type: Complete, status: 'True'}]                             | COMPLETED |
                        out of tries             | failed: 4, conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded}]    | FAILED    | BackoffLimitExceeded
                        """)
        void follows_from_its_status(String what, String status, State state, String reason) {
            Rollout rollout = Rollout.of(read(Job.class, "", status == null ? "" : status), 0, NOW);

            assertThat(rollout.state()).as(what).isEqualTo(state);
            assertThat(rollout.reason()).isEqualTo(reason);
        }
    }
}
