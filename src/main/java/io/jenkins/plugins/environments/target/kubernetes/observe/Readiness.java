package io.jenkins.plugins.environments.target.kubernetes.observe;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the services of an environment are doing, from what is known of its workloads and their pods.
 *
 * @param services by name
 * @param lookAgain when a later look may see more though nothing changes; null: never
 */
public record Readiness(Map<String, ServiceStatus> services, @CheckForNull Instant lookAgain) {

    /** Of Kubernetes' own kinds those with a state to wait for. */
    private static final Set<String> AWAITED = Set.of(
            "Deployment",
            "StatefulSet",
            "Job",
            "DaemonSet",
            "ReplicaSet",
            "ReplicationController",
            "Pod",
            "PersistentVolumeClaim",
            "CustomResourceDefinition",
            "APIService");

    /** The worst first: a service of several workloads is as far as its last. */
    private static final List<State> WORST =
            List.of(State.FAILED, State.PENDING, State.STARTING, State.READY, State.COMPLETED);

    /** @param applied what was sent; nothing older than this counts as ready */
    public static Readiness of(Snapshot snapshot, Applied applied, Instant now) {
        Map<String, List<Applied.Change>> sent = new HashMap<>();
        for (Applied.Change change : applied.changes()) {
            // One with a domain in its name is a custom resource.
            boolean awaited = AWAITED.contains(change.kind()) || change.kind().contains(".");
            if (awaited && change.action() != Applied.Action.REMOVED) {
                sent.computeIfAbsent(change.service(), service -> new ArrayList<>())
                        .add(change);
            }
        }
        Map<String, ServiceStatus> services = new HashMap<>();
        Instant again = null;
        Map<String, List<HasMetadata>> workloads = snapshot.workloads();
        Set<String> names = new java.util.TreeSet<>(workloads.keySet());
        names.addAll(sent.keySet());
        names.remove("");
        for (String name : names) {
            List<Applied.Change> changes = sent.getOrDefault(name, List.of());
            List<HasMetadata> current = current(workloads.getOrDefault(name, List.of()), changes);
            List<Rollout> rollouts = rollouts(snapshot, current, changes, name, now);
            services.put(name, status(rollouts));
            again = rollouts.stream()
                    .map(Rollout::lookAgain)
                    .filter(Objects::nonNull)
                    .reduce(again, Readiness::earlier);
        }
        return new Readiness(Map.copyOf(services), again);
    }

    /** Without what an earlier deployment left and the next prune takes away. */
    private static List<HasMetadata> current(List<HasMetadata> workloads, List<Applied.Change> sent) {
        if (!sent.isEmpty()) {
            return workloads.stream()
                    .filter(workload -> sent.stream().anyMatch(change -> isOf(change, workload)))
                    .toList();
        }
        // A Job can't be changed: one that is defined anew has another name, and the newest is the one that counts.
        Optional<HasMetadata> newestJob = workloads.stream()
                .filter(Job.class::isInstance)
                .max(Comparator.comparing(
                        job -> String.valueOf(job.getMetadata().getCreationTimestamp())));
        return workloads.stream()
                .filter(workload -> !(workload instanceof Job) || workload == newestJob.orElse(null))
                .toList();
    }

    private static boolean isOf(Applied.Change change, HasMetadata workload) {
        boolean manifest = !Snapshot.label(workload, Labels.MANIFEST).isEmpty();
        String kind = manifest ? ApiKind.title(workload.getApiVersion(), workload.getKind()) : workload.getKind();
        return change.kind().equals(kind)
                && change.name().equals(workload.getMetadata().getName());
    }

    private static boolean isAnother(Applied.Change change, HasMetadata workload) {
        return !change.uid().isEmpty()
                && !change.uid().equals(workload.getMetadata().getUid());
    }

    private static List<Rollout> rollouts(
            Snapshot snapshot, List<HasMetadata> workloads, List<Applied.Change> sent, String service, Instant now) {
        List<Rollout> rollouts = new ArrayList<>();
        List<Applied.Change> unknown = new ArrayList<>(sent);
        for (HasMetadata workload : workloads) {
            Optional<Applied.Change> change =
                    sent.stream().filter(one -> isOf(one, workload)).findFirst();
            change.ifPresent(unknown::remove);
            if (change.isPresent() && isAnother(change.get(), workload)) {
                // Taken away and made anew, and the watch still has the one before: what that one does says nothing.
                rollouts.add(new Rollout(State.PENDING, 0, 1, null, null));
                continue;
            }
            long generation = change.map(Applied.Change::generation).orElse(0L);
            Rollout rollout = Rollout.of(workload, generation, now);
            rollouts.add(worsened(rollout, pods(snapshot, workload, service), now));
        }
        // Applied, and the watch has not told yet.
        unknown.forEach(change -> rollouts.add(new Rollout(State.PENDING, 0, 1, null, null)));
        return rollouts;
    }

    /** The pods of what the workload says now: in a rollout, troubles of the version before are not its own. */
    private static List<Pod> pods(Snapshot snapshot, HasMetadata workload, String service) {
        PodTemplateSpec template = Rollout.template(workload);
        return snapshot.podsOf(service).stream()
                .filter(pod -> template == null || CurrentPods.isMadeFrom(pod, template))
                .toList();
    }

    private static Rollout worsened(Rollout rollout, List<Pod> pods, Instant now) {
        if (rollout.state() == State.READY || rollout.state() == State.COMPLETED || rollout.state() == State.FAILED) {
            return rollout;
        }
        List<PodTrouble> troubles = pods.stream()
                .flatMap(pod -> PodTrouble.of(pod, now).stream())
                .sorted(Comparator.comparing(PodTrouble::hopeless).reversed())
                .toList();
        if (troubles.isEmpty()) {
            return rollout;
        }
        PodTrouble worst = troubles.get(0);
        State state = worst.hopeless() ? State.FAILED : worst.container() == null ? State.PENDING : rollout.state();
        Instant again = troubles.stream()
                .map(PodTrouble::from)
                .filter(Objects::nonNull)
                .reduce(rollout.lookAgain(), Readiness::earlier);
        return new Rollout(state, rollout.ready(), rollout.desired(), worst.reason(), again);
    }

    private static ServiceStatus status(List<Rollout> rollouts) {
        Rollout worst = rollouts.stream()
                .min(Comparator.comparing(rollout -> WORST.indexOf(rollout.state())))
                .orElseThrow();
        return new ServiceStatus(
                worst.state(),
                rollouts.stream().mapToInt(Rollout::ready).sum(),
                rollouts.stream().mapToInt(Rollout::desired).sum(),
                worst.reason());
    }

    @CheckForNull
    private static Instant earlier(@CheckForNull Instant one, @CheckForNull Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
