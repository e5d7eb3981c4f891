package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import io.jenkins.plugins.environments.target.kubernetes.observe.PodTrouble;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why a service is not ready, as a person would dig it out. The causes are tried in the order in which one hides the
 * next: no pod, no place for it, no volume, no image, no start, no end, no answer.
 */
public final class Diagnosis {

    private static final int EVENTS = 8;

    private final Cluster cluster;
    private final Clock clock;

    public Diagnosis(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * The reason; says so when the cluster gives none.
     *
     * @param stack what was wanted, to name the places in its files
     */
    public Failure of(String namespace, String service, Stack stack) {
        Evidence evidence = Evidence.gather(cluster, namespace, service);
        Cause cause = notCreated(evidence)
                .or(() -> unboundClaim(evidence, stack))
                .or(() -> troubled(evidence))
                .or(() -> crashed(evidence))
                .or(() -> failingProbe(evidence))
                .or(() -> heldBack(evidence))
                .orElseGet(() -> unknown(evidence));
        List<String> details = new ArrayList<>(events(evidence));
        var pod = cause.pod();
        String container = cause.container();
        if (pod != null && container != null) {
            boolean restarted = status(pod, container)
                    .filter(status -> status.getRestartCount() > 0)
                    .isPresent();
            List<String> log = new ContainerLog(cluster).tail(pod, container, restarted);
            if (!log.isEmpty()) {
                details.add("last lines of " + container + ":");
                details.addAll(log);
            }
        }
        return new Failure(
                "service " + service + " did not become ready",
                cause.subject() + " in namespace " + namespace,
                cause.why(),
                cause.remedy(),
                details);
    }

    private record Cause(
            String subject, String why, String remedy, @CheckForNull Pod pod, @CheckForNull String container) {}

    private static Optional<Cause> notCreated(Evidence evidence) {
        Optional<Event> refused = newest(evidence, "FailedCreate");
        boolean missing = evidence.pods().isEmpty() || quotaCondition(evidence).isPresent();
        if (refused.isEmpty() || !missing) {
            return Optional.empty();
        }
        String message = refused.get().getMessage();
        String remedy = message.contains("exceeded quota")
                ? "raise the stage's quota, or run fewer or smaller services"
                : message.contains("PodSecurity") || message.contains("violates")
                        ? "change what the service asks for; the namespace's rules do not allow it"
                        : "correct what the message names";
        return Optional.of(new Cause(subject(refused.get()), message, remedy, null, null));
    }

    private static Optional<String> quotaCondition(Evidence evidence) {
        return evidence.deployments().stream()
                .filter(deployment -> deployment.getStatus() != null)
                .flatMap(deployment -> deployment.getStatus().getConditions().stream())
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> String.valueOf(condition.getMessage()))
                .findFirst();
    }

    private static Optional<Cause> unboundClaim(Evidence evidence, Stack stack) {
        return UnboundClaim.of(evidence, stack)
                .map(claim -> new Cause(claim.subject(), claim.why(), claim.remedy(), null, null));
    }

    private Optional<Cause> troubled(Evidence evidence) {
        return evidence.pods().stream()
                .flatMap(pod -> PodTrouble.of(pod, clock.instant()).stream())
                .sorted(Comparator.comparing(PodTrouble::hopeless).reversed())
                .findFirst()
                .map(trouble -> cause(evidence, trouble));
    }

    private static Cause cause(Evidence evidence, PodTrouble trouble) {
        Pod pod = trouble.pod();
        String subject = "Pod " + pod.getMetadata().getName();
        if (trouble.container() == null) {
            return new Cause(
                    subject,
                    trouble.reason() + ": " + trouble.message(),
                    "give the cluster more room, or ask for less",
                    null,
                    null);
        }
        if (trouble.isPull()) {
            return new Cause(
                    subject,
                    trouble.reason() + ": " + pullMessage(evidence, trouble),
                    "check the image's name and tag, and that the cluster may pull it",
                    null,
                    null);
        }
        String remedy = trouble.message().contains("OOMKilled")
                ? "raise the memory limit of the service, or let it use less"
                : trouble.isCrash()
                        ? "see the last lines of its log"
                        : "correct the service's command, user or configuration";
        return new Cause(
                subject,
                trouble.container() + ": " + trouble.reason()
                        + (trouble.message().isEmpty() ? "" : ": " + trouble.message()),
                remedy,
                pod,
                trouble.container());
    }

    /** The back-off says only that it backs off; the event before it says why. */
    private static String pullMessage(Evidence evidence, PodTrouble trouble) {
        return evidence.events().stream()
                .filter(event -> "Failed".equals(event.getReason())
                        && event.getInvolvedObject()
                                .getName()
                                .equals(trouble.pod().getMetadata().getName())
                        && String.valueOf(event.getMessage()).contains("pull"))
                .reduce((first, last) -> last)
                .map(Event::getMessage)
                .orElse(trouble.message());
    }

    /** Between two restarts a container that crashes looks as if it runs. */
    private static Optional<Cause> crashed(Evidence evidence) {
        for (Pod pod : evidence.pods()) {
            for (ContainerStatus status : pod.getStatus() == null
                    ? List.<ContainerStatus>of()
                    : PodTrouble.statuses(pod).toList()) {
                var ended = Stream.of(status.getState(), status.getLastState())
                        .filter(state -> state != null && state.getTerminated() != null)
                        .map(state -> state.getTerminated())
                        .filter(terminated -> terminated.getExitCode() != null && terminated.getExitCode() != 0)
                        .findFirst();
                if (ended.isPresent()) {
                    boolean memory = "OOMKilled".equals(ended.get().getReason());
                    return Optional.of(new Cause(
                            "Pod " + pod.getMetadata().getName(),
                            status.getName() + " ended with exit code "
                                    + ended.get().getExitCode() + (memory ? ", OOMKilled" : "")
                                    + probeKilled(evidence, pod),
                            memory
                                    ? "raise the memory limit of the service, or let it use less"
                                    : "see the last lines of its log",
                            pod,
                            status.getName()));
                }
            }
        }
        return Optional.empty();
    }

    private static String probeKilled(Evidence evidence, Pod pod) {
        return evidence.events().stream()
                .filter(event -> "Unhealthy".equals(event.getReason())
                        && event.getInvolvedObject()
                                .getName()
                                .equals(pod.getMetadata().getName()))
                .reduce((first, last) -> last)
                .map(event -> "; before that its health check failed: "
                        + event.getMessage().strip())
                .orElse("");
    }

    private static Optional<Cause> failingProbe(Evidence evidence) {
        return newest(evidence, "Unhealthy").flatMap(event -> evidence.pods().stream()
                .filter(pod -> pod.getMetadata()
                        .getName()
                        .equals(event.getInvolvedObject().getName()))
                .filter(pod -> pod.getStatus() != null)
                .findFirst()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream()
                        .filter(status -> !Boolean.TRUE.equals(status.getReady()))
                        .findFirst()
                        .map(status -> new Cause(
                                "Pod " + pod.getMetadata().getName(),
                                "its health check fails: " + event.getMessage().strip(),
                                "correct the healthcheck, or see in the log why the service does not answer",
                                pod,
                                status.getName()))));
    }

    private static Optional<Cause> heldBack(Evidence evidence) {
        return evidence.pods().stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getInitContainerStatuses().stream()
                        .filter(status -> status.getName().startsWith(Labels.WAIT_PREFIX)
                                && status.getState() != null
                                && status.getState().getRunning() != null)
                        .map(status -> {
                            String other = status.getName().substring(Labels.WAIT_PREFIX.length());
                            return new Cause(
                                    "Pod " + pod.getMetadata().getName(),
                                    "it waits until " + other + " answers",
                                    "see why " + other + " does not, or take out depends_on.restart",
                                    null,
                                    null);
                        }))
                .findFirst();
    }

    private static Cause unknown(Evidence evidence) {
        boolean there = !evidence.deployments().isEmpty()
                || !evidence.statefulSets().isEmpty()
                || !evidence.jobs().isEmpty();
        if (!there) {
            return new Cause(
                    "Service " + evidence.service(), "nothing of it is on the cluster", "deploy again", null, null);
        }
        Pod pod = evidence.pods().isEmpty() ? null : evidence.pods().get(0);
        String subject = pod == null
                ? "Service " + evidence.service()
                : "Pod " + pod.getMetadata().getName();
        String container =
                pod == null ? null : pod.getSpec().getContainers().get(0).getName();
        return new Cause(
                subject,
                "the cluster gives no reason; it may only need more time",
                "look at the events below, or give the deployment more time",
                pod,
                container);
    }

    private static Optional<Event> newest(Evidence evidence, String reason) {
        return evidence.events().stream()
                .filter(event -> reason.equals(event.getReason()))
                .reduce((first, last) -> last);
    }

    private static String subject(Event event) {
        return event.getInvolvedObject().getKind() + " "
                + event.getInvolvedObject().getName();
    }

    private static Optional<ContainerStatus> status(Pod pod, String container) {
        return pod.getStatus() == null
                ? Optional.empty()
                : PodTrouble.statuses(pod)
                        .filter(status -> status.getName().equals(container))
                        .findFirst();
    }

    private static List<String> events(Evidence evidence) {
        List<String> lines = evidence.events().stream()
                .filter(event -> "Warning".equals(event.getType()))
                .map(event -> subject(event) + ": " + event.getReason() + ": "
                        + String.valueOf(event.getMessage()).strip())
                .distinct()
                .toList();
        return lines.subList(Math.max(0, lines.size() - EVENTS), lines.size());
    }
}
