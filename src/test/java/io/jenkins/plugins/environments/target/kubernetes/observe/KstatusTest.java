package io.jenkins.plugins.environments.target.kubernetes.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.environments.target.Observation.State;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("How far an object of any kind is")
class KstatusTest {

    private static GenericKubernetesResource object(String kind, String rest) {
        int slash = kind.lastIndexOf('/');
        String fields = rest.replace(", status: {", "\nstatus: {").replace(", spec: {", "\nspec: {");
        return Serialization.unmarshal(
                "apiVersion: " + kind.substring(0, slash) + "\nkind: " + kind.substring(slash + 1) + "\n" + fields,
                GenericKubernetesResource.class);
    }

    @ParameterizedTest(name = "{0} {1} is {2} {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "e.com/v1/W | metadata: {name: a} | READY |",
                "e.com/v1/W | metadata: {generation: 2}, status: {observedGeneration: 1} | PENDING |",
                "e.com/v1/W | metadata: {generation: 2}, status: {observedGeneration: 2} | READY |",
                "e.com/v1/W | metadata: {deletionTimestamp: '2020-01-01T00:00:00Z'} | PENDING | Terminating",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Ready, status: 'True'}]} | READY |",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Ready, status: 'False', reason: Waits}]} | STARTING | Waits",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Ready, status: Unknown}]} | STARTING | Ready",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Available, status: 'False', reason: No}]} | STARTING | No",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Available, status: 'False'}, {type: Ready, status: 'True'}]} | READY |",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Reconciling, status: 'True', reason: Busy}, {type: Ready, status: 'True'}]} | STARTING | Busy",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Reconciling, status: 'False'}]} | READY |",
                "e.com/v1/W | metadata: {}, status: {conditions: [{type: Stalled, status: 'True', reason: Broken}]} | FAILED | Broken",
                "e.com/v1/Pod | metadata: {}, status: {phase: Failed} | READY |",
                "apiregistration.k8s.io/v1/APIService | metadata: {}, status: {conditions: [{type: Available, status: 'False', reason: Missing}]} | STARTING | Missing",
                "apps/v1/DaemonSet | metadata: {generation: 1} | PENDING |",
                "apps/v1/DaemonSet | metadata: {generation: 1}, status: {observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1, numberReady: 1} | STARTING |",
                "apps/v1/DaemonSet | metadata: {generation: 1}, status: {observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2, numberReady: 2} | STARTING |",
                "apps/v1/DaemonSet | metadata: {generation: 1}, status: {observedGeneration: 1, desiredNumberScheduled: 2, currentNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2, numberReady: 2} | READY |",
                "apps/v1/ReplicaSet | metadata: {}, spec: {replicas: 2}, status: {replicas: 2, fullyLabeledReplicas: 2, availableReplicas: 1, readyReplicas: 1} | STARTING |",
                "apps/v1/ReplicaSet | metadata: {}, spec: {replicas: 2}, status: {replicas: 2, fullyLabeledReplicas: 2, availableReplicas: 2, readyReplicas: 2} | READY |",
                "apps/v1/ReplicaSet | metadata: {}, spec: {replicas: 1}, status: {replicas: 2, fullyLabeledReplicas: 2, availableReplicas: 2, readyReplicas: 2} | STARTING |",
                "apps/v1/ReplicaSet | metadata: {}, status: {conditions: [{type: ReplicaFailure, status: 'True', reason: Quota}]} | STARTING | Quota",
                "v1/Pod | metadata: {}, status: {phase: Pending} | PENDING |",
                "v1/Pod | metadata: {}, status: {phase: Running} | STARTING |",
                "v1/Pod | metadata: {}, status: {phase: Running, conditions: [{type: Ready, status: 'True'}]} | READY |",
                "v1/Pod | metadata: {}, status: {phase: Succeeded} | COMPLETED |",
                "v1/Pod | metadata: {}, status: {phase: Failed, reason: Evicted} | FAILED | Evicted",
                "v1/PersistentVolumeClaim | metadata: {}, status: {phase: Bound} | READY |",
                "v1/PersistentVolumeClaim | metadata: {}, status: {phase: Pending} | READY | Pending",
                "v1/PersistentVolumeClaim | metadata: {}, status: {phase: Lost} | FAILED | Lost",
                "apiextensions.k8s.io/v1/CustomResourceDefinition | metadata: {} | PENDING |",
                "apiextensions.k8s.io/v1/CustomResourceDefinition | metadata: {}, status: {conditions: [{type: NamesAccepted, status: 'False', reason: Conflict}]} | FAILED | Conflict",
                "apiextensions.k8s.io/v1/CustomResourceDefinition | metadata: {}, status: {conditions: [{type: Established, status: 'False', reason: Installing}]} | PENDING | Installing",
                "apiextensions.k8s.io/v1/CustomResourceDefinition | metadata: {}, status: {conditions: [{type: Established, status: 'False', reason: Refused}]} | FAILED | Refused",
                "apiextensions.k8s.io/v1/CustomResourceDefinition | metadata: {}, status: {conditions: [{type: NamesAccepted, status: 'True'}, {type: Established, status: 'True'}]} | READY |"
            })
    void is_told_by_its_own_status(String kind, String rest, State state, String reason) {
        Rollout rollout = Rollout.of(object(kind, rest), 0, Instant.EPOCH);

        assertThat(rollout.state()).isEqualTo(state);
        assertThat(rollout.reason()).isEqualTo(reason);
    }

    @Test
    void is_not_known_before_the_watch_has_told_of_what_was_applied() {
        GenericKubernetesResource before =
                object("e.com/v1/W", "metadata: {generation: 1}, status: {observedGeneration: 1}");

        assertThat(Kstatus.of(before, 2).state()).isEqualTo(State.PENDING);
        assertThat(Kstatus.of(before, 1).state()).isEqualTo(State.READY);
    }

    @Test
    void the_kinds_to_watch_survive_on_the_namespace() {
        var kinds = WatchedKinds.parse("apps/v1/daemonsets/DaemonSet,v1/persistentvolumeclaims/PersistentVolumeClaim,"
                + "apiextensions.k8s.io/v1/customresourcedefinitions/CustomResourceDefinition/cluster,nonsense,,a/b");

        assertThat(kinds)
                .extracting(kind -> kind.path(kind.namespaced() ? "n" : null))
                .containsExactly(
                        "/apis/apps/v1/namespaces/n/daemonsets",
                        "/api/v1/namespaces/n/persistentvolumeclaims",
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions");
        assertThat(WatchedKinds.parse(WatchedKinds.print(kinds))).isEqualTo(kinds);
        assertThat(WatchedKinds.parse(null)).isEmpty();
    }
}
