package io.jenkins.plugins.environments.target.kubernetes.observe;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What keeps a pod from running, by its status (kubelet's {@code pkg/kubelet/images/types.go} and {@code
 * pkg/kubelet/container/sync_result.go} have the reasons).
 *
 * @param reason e.g. {@code ImagePullBackOff}
 * @param message the cluster's own words; empty when there are none
 * @param container null when it is the whole pod
 * @param hopeless waiting won't help
 * @param from when it counts as hopeless if it stays as it is; null when it is so already, or never will
 */
public record PodTrouble(
        Pod pod,
        String reason,
        String message,
        @CheckForNull String container,
        boolean hopeless,
        @CheckForNull Instant from) {

    /** A registry may be away for so long, and a Secret may reach a node so late. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int TRIES = 3;
    /** A container that ran for so long had started well. */
    private static final Duration STARTED_WELL = Duration.ofMinutes(10);

    private static final Set<String> PULL = Set.of("ErrImagePull", "ImagePullBackOff");
    private static final Set<String> NEVER = Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> CREATE =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError");
    private static final List<String> NO_SUCH_IMAGE =
            List.of("not found", "manifest unknown", "unauthorized", "denied", "forbidden", "no match for platform");
    private static final List<String> NO_SUCH_COMMAND =
            List.of("no such file or directory", "executable file not found", "permission denied", "exec format error");

    /** Whether it is about getting the image. */
    public boolean isPull() {
        return PULL.contains(reason) || NEVER.contains(reason);
    }

    /** Whether the container ended by itself. */
    public boolean isCrash() {
        return reason.equals("CrashLoopBackOff") || reason.equals("Error") || reason.equals("OOMKilled");
    }

    /** The worst of the pod's troubles; empty when it has none. */
    public static Optional<PodTrouble> of(Pod pod, Instant now) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        Instant begin = instant(pod.getMetadata().getCreationTimestamp(), now);
        List<PodTrouble> troubles = statuses(pod)
                .map(status -> ofContainer(pod, status, begin, now))
                .filter(Objects::nonNull)
                .toList();
        return troubles.stream()
                .filter(PodTrouble::hopeless)
                .findFirst()
                .or(() -> troubles.stream().findFirst())
                .or(() -> unscheduled(pod));
    }

    /** Of all its containers, those that run first before. */
    public static Stream<ContainerStatus> statuses(Pod pod) {
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    @CheckForNull
    private static PodTrouble ofContainer(Pod pod, ContainerStatus status, Instant begin, Instant now) {
        ContainerState state = status.getState();
        ContainerStateWaiting waiting = state == null ? null : state.getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return null;
        }
        String reason = waiting.getReason();
        String message = waiting.getMessage() == null ? "" : waiting.getMessage();
        String name = status.getName();
        if (NEVER.contains(reason) || PULL.contains(reason) && says(message, NO_SUCH_IMAGE)) {
            return new PodTrouble(pod, reason, message, name, true, null);
        }
        if (PULL.contains(reason) || CREATE.contains(reason)) {
            boolean noCommand = says(message, NO_SUCH_COMMAND);
            Instant from = begin.plus(PATIENCE);
            boolean hopeless = noCommand || !from.isAfter(now);
            return new PodTrouble(pod, reason, message, name, hopeless, hopeless ? null : from);
        }
        return reason.equals("CrashLoopBackOff") ? crash(pod, status, message) : null;
    }

    private static PodTrouble crash(Pod pod, ContainerStatus status, String message) {
        ContainerStateTerminated last =
                status.getLastState() == null ? null : status.getLastState().getTerminated();
        if (last == null) {
            return new PodTrouble(pod, "CrashLoopBackOff", message, status.getName(), false, null);
        }
        String words = last.getMessage() == null ? "" : last.getMessage();
        Instant started = instant(last.getStartedAt(), Instant.EPOCH);
        boolean ranWell = Duration.between(started, instant(last.getFinishedAt(), started))
                        .compareTo(STARTED_WELL)
                > 0;
        boolean noCommand = says(words, NO_SUCH_COMMAND);
        boolean hopeless = noCommand || status.getRestartCount() >= TRIES && !ranWell;
        String exit = "exit code " + last.getExitCode()
                + (last.getReason() == null || last.getReason().equals("Error") ? "" : ", " + last.getReason())
                + (words.isBlank() ? "" : ": " + words.strip());
        return new PodTrouble(pod, "CrashLoopBackOff", exit, status.getName(), hopeless, null);
    }

    private static Optional<PodTrouble> unscheduled(Pod pod) {
        for (PodCondition condition : pod.getStatus().getConditions()) {
            if ("PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus())) {
                String reason = condition.getReason() == null ? "Unschedulable" : condition.getReason();
                String message = condition.getMessage() == null ? "" : condition.getMessage();
                return Optional.of(new PodTrouble(pod, reason, message, null, false, null));
            }
        }
        return Optional.empty();
    }

    private static boolean says(String message, List<String> words) {
        String lower = message.toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(lower::contains);
    }

    private static Instant instant(@CheckForNull String time, Instant otherwise) {
        return time == null ? otherwise : Instant.parse(time);
    }
}
