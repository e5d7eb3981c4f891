package io.jenkins.plugins.environments.target.kubernetes.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.environments.target.Observation.State;

/**
 * How far an object of any kind is, by its own status: the rules of kstatus (sigs.k8s.io/cli-utils/pkg/kstatus/status,
 * {@code core.go} and {@code generic.go}), which kpt, Flux and {@code kustomize}'s successors judge by. Three differences,
 * each since a deploy waits for it:
 *
 * <ul>
 *   <li>A claim that is pending is no reason to wait: many storage classes bind it only when a pod uses it, and that pod
 *       waits itself.
 *   <li>Where there is no condition {@code Ready}, {@code Available} counts in its place (as APIServices have it).
 *   <li>A claim that is lost has failed.
 * </ul>
 */
final class Kstatus {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode object;
    private final JsonNode status;

    private Kstatus(JsonNode object) {
        this.object = object;
        this.status = object.path("status");
    }

    /** @param generation the least generation that counts */
    static Rollout of(HasMetadata object, long generation) {
        return new Kstatus(JSON.valueToTree(object)).rollout(generation);
    }

    private Rollout rollout(long generation) {
        long current = object.at("/metadata/generation").asLong();
        JsonNode observed = status.path("observedGeneration");
        if (current < generation || observed.isNumber() && observed.asLong() < current) {
            return is(State.PENDING, null);
        }
        if (object.at("/metadata/deletionTimestamp").isTextual()) {
            return is(State.PENDING, "Terminating");
        }
        for (JsonNode condition : status.path("conditions")) {
            if (holds(condition, "Reconciling")) {
                return is(State.STARTING, reason(condition));
            }
            if (holds(condition, "Stalled")) {
                return is(State.FAILED, reason(condition));
            }
        }
        return switch (object.path("kind").asText()) {
            case "DaemonSet" -> own("apps") ? daemonSet() : ready();
            case "ReplicaSet" -> own("apps") ? replicaSet() : ready();
            case "ReplicationController" -> own("") ? replicaSet() : ready();
            case "Pod" -> own("") ? pod() : ready();
            case "PersistentVolumeClaim" -> own("") ? claim() : ready();
            case "CustomResourceDefinition" -> own("apiextensions.k8s.io") ? definition() : ready();
            default -> ready();
        };
    }

    private boolean own(String group) {
        String apiVersion = object.path("apiVersion").asText();
        int slash = apiVersion.indexOf('/');
        return group.equals(slash < 0 ? "" : apiVersion.substring(0, slash));
    }

    private Rollout ready() {
        JsonNode ready = condition("Ready");
        JsonNode decides = ready.isMissingNode() ? condition("Available") : ready;
        return decides.isMissingNode() || decides.path("status").asText().equals("True")
                ? is(State.READY, null)
                : is(State.STARTING, reason(decides));
    }

    private Rollout daemonSet() {
        int desired = status.path("desiredNumberScheduled").asInt(-1);
        if (desired < 0 || !status.path("observedGeneration").isNumber()) {
            return is(State.PENDING, null);
        }
        int ready = status.path("numberReady").asInt();
        boolean done = status.path("currentNumberScheduled").asInt() >= desired
                && status.path("updatedNumberScheduled").asInt() >= desired
                && status.path("numberAvailable").asInt() >= desired
                && ready >= desired;
        return new Rollout(done ? State.READY : State.STARTING, ready, desired, null, null);
    }

    private Rollout replicaSet() {
        int desired = object.at("/spec/replicas").asInt(1);
        int ready = status.path("readyReplicas").asInt();
        JsonNode failure = condition("ReplicaFailure");
        if (failure.path("status").asText().equals("True")) {
            return new Rollout(State.STARTING, ready, desired, reason(failure), null);
        }
        int replicas = status.path("replicas").asInt();
        boolean done = status.path("fullyLabeledReplicas").asInt() >= desired
                && status.path("availableReplicas").asInt() >= desired
                && ready >= desired
                && replicas <= desired;
        return new Rollout(done ? State.READY : State.STARTING, ready, desired, null, null);
    }

    private Rollout pod() {
        return switch (status.path("phase").asText()) {
            case "Succeeded" -> new Rollout(State.COMPLETED, 1, 1, null, null);
            case "Failed" -> is(
                    State.FAILED, status.has("reason") ? status.path("reason").asText() : "Failed");
            case "Running" -> condition("Ready").path("status").asText().equals("True")
                    ? is(State.READY, null)
                    : is(State.STARTING, null);
            default -> is(State.PENDING, null);
        };
    }

    private Rollout claim() {
        String phase = status.path("phase").asText();
        return phase.equals("Lost") ? is(State.FAILED, phase) : is(State.READY, phase.equals("Bound") ? null : phase);
    }

    private Rollout definition() {
        JsonNode accepted = condition("NamesAccepted");
        if (accepted.path("status").asText().equals("False")) {
            return is(State.FAILED, reason(accepted));
        }
        JsonNode established = condition("Established");
        if (established.path("status").asText().equals("True")) {
            return is(State.READY, null);
        }
        boolean refused = established.path("status").asText().equals("False")
                && !established.path("reason").asText().equals("Installing");
        return is(refused ? State.FAILED : State.PENDING, reason(established));
    }

    private JsonNode condition(String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        return MissingNode.getInstance();
    }

    private static boolean holds(JsonNode condition, String type) {
        return condition.path("type").asText().equals(type)
                && condition.path("status").asText().equals("True");
    }

    /** The condition's reason, or its type where it gives none. */
    @CheckForNull
    private static String reason(JsonNode condition) {
        String reason = condition.path("reason").asText();
        String type = condition.path("type").asText();
        return !reason.isEmpty() ? reason : type.isEmpty() ? null : type;
    }

    private static Rollout is(State state, @CheckForNull String reason) {
        return new Rollout(state, state == State.READY ? 1 : 0, 1, reason, null);
    }
}
