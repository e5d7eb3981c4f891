package io.jenkins.plugins.environments.target.kubernetes.observe;

import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a Deployment, StatefulSet or Job is, by its own status alone: the rules of {@code kubectl rollout status}
 * (k8s.io/kubectl/pkg/polymorphichelpers/rollout_status.go) and of {@code kubectl wait} for Jobs; any other object by
 * {@link Kstatus}.
 *
 * @param reason null when there is nothing to say
 * @param lookAgain when a later look may see more though nothing changes; null: never
 */
record Rollout(State state, int ready, int desired, @CheckForNull String reason, @CheckForNull Instant lookAgain) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Pods that go may still count against a quota for so long. */
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** @param generation the least generation that counts */
    static Rollout of(HasMetadata workload, long generation, Instant now) {
        if (workload instanceof Deployment deployment) {
            return ofDeployment(deployment, generation, now);
        }
        if (workload instanceof StatefulSet statefulSet) {
            return ofStatefulSet(statefulSet, generation);
        }
        return workload instanceof Job job ? ofJob(job) : Kstatus.of(workload, generation);
    }

    @CheckForNull
    static PodTemplateSpec template(HasMetadata workload) {
        if (workload instanceof Deployment deployment) {
            return deployment.getSpec().getTemplate();
        }
        if (workload instanceof StatefulSet statefulSet) {
            return statefulSet.getSpec().getTemplate();
        }
        if (workload instanceof GenericKubernetesResource resource) {
            Object template = resource.get("spec", "template");
            return template == null ? null : JSON.convertValue(template, PodTemplateSpec.class);
        }
        return workload instanceof Job job ? job.getSpec().getTemplate() : null;
    }

    private static Rollout ofDeployment(Deployment deployment, long generation, Instant now) {
        int desired = or(deployment.getSpec().getReplicas(), 1);
        DeploymentStatus status = deployment.getStatus();
        if (unseen(deployment, generation, status == null ? null : status.getObservedGeneration())) {
            return new Rollout(State.PENDING, 0, desired, null, null);
        }
        int ready = or(status.getReadyReplicas(), 0);
        int updated = or(status.getUpdatedReplicas(), 0);
        for (DeploymentCondition condition : status.getConditions()) {
            if ("Progressing".equals(condition.getType()) && "ProgressDeadlineExceeded".equals(condition.getReason())) {
                return new Rollout(State.FAILED, ready, desired, condition.getReason(), null);
            }
        }
        for (DeploymentCondition condition : status.getConditions()) {
            if ("ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus())) {
                return refused(condition, ready, desired, now);
            }
        }
        boolean done = updated >= desired
                && or(status.getReplicas(), 0) <= updated
                && or(status.getAvailableReplicas(), 0) >= updated;
        if (done) {
            return new Rollout(State.READY, ready, desired, null, null);
        }
        return new Rollout(
                or(status.getReplicas(), 0) == 0 ? State.PENDING : State.STARTING, ready, desired, null, null);
    }

    private static Rollout refused(DeploymentCondition condition, int ready, int desired, Instant now) {
        String message = String.valueOf(condition.getMessage()).toLowerCase(Locale.ROOT);
        String reason = message.contains("exceeded quota") ? "QuotaExceeded" : String.valueOf(condition.getReason());
        Instant from = condition.getLastTransitionTime() == null
                ? now
                : Instant.parse(condition.getLastTransitionTime()).plus(PATIENCE);
        return from.isAfter(now)
                ? new Rollout(State.PENDING, ready, desired, reason, from)
                : new Rollout(State.FAILED, ready, desired, reason, null);
    }

    private static Rollout ofStatefulSet(StatefulSet set, long generation) {
        int desired = or(set.getSpec().getReplicas(), 1);
        StatefulSetStatus status = set.getStatus();
        if (unseen(set, generation, status == null ? null : status.getObservedGeneration())) {
            return new Rollout(State.PENDING, 0, desired, null, null);
        }
        int ready = or(status.getReadyReplicas(), 0);
        boolean onDelete = set.getSpec().getUpdateStrategy() != null
                && "OnDelete".equals(set.getSpec().getUpdateStrategy().getType());
        boolean updated = onDelete
                || status.getUpdateRevision() == null
                || status.getUpdateRevision().equals(status.getCurrentRevision())
                || or(status.getUpdatedReplicas(), 0) >= desired;
        if (updated && ready >= desired && or(status.getReplicas(), 0) == desired) {
            return new Rollout(State.READY, ready, desired, null, null);
        }
        return new Rollout(
                or(status.getReplicas(), 0) == 0 ? State.PENDING : State.STARTING, ready, desired, null, null);
    }

    private static Rollout ofJob(Job job) {
        int desired = or(job.getSpec().getCompletions(), 1);
        JobStatus status = job.getStatus();
        if (status == null) {
            return new Rollout(State.PENDING, 0, desired, null, null);
        }
        int ready = or(status.getSucceeded(), 0);
        for (JobCondition condition : status.getConditions()) {
            if ("True".equals(condition.getStatus())) {
                switch (condition.getType()) {
                    case "Complete":
                        return new Rollout(State.COMPLETED, ready, desired, null, null);
                    case "Failed":
                        return new Rollout(State.FAILED, ready, desired, condition.getReason(), null);
                    default:
                        // SuccessCriteriaMet and FailureTarget come before those; Suspended is none of ours.
                }
            }
        }
        return new Rollout(or(status.getActive(), 0) > 0 ? State.STARTING : State.PENDING, ready, desired, null, null);
    }

    /** Whether its controller has not yet taken up what it says, or we have not yet heard of what was applied. */
    private static boolean unseen(HasMetadata workload, long generation, @CheckForNull Long observed) {
        long current = or(workload.getMetadata().getGeneration(), 0L);
        return current < generation || observed == null && current > 0 || observed != null && observed < current;
    }

    private static int or(@CheckForNull Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }

    private static long or(@CheckForNull Long value, long otherwise) {
        return value == null ? otherwise : value;
    }
}
