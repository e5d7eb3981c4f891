package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.SecretMask;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The logs of a service's pods and the events of what belongs to it, with sensitive values masked. */
public final class Recordings {

    /** Of a service that is scaled further, the newest pods tell. */
    private static final int PODS = 4;

    private static final int EVENTS = 25;

    private final Cluster cluster;

    public Recordings(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * @param owner whose pods tell
     * @param lines how many at most of each log
     */
    public Insight of(String namespace, String owner, String service, int lines) {
        Evidence evidence = Evidence.gather(cluster, namespace, service);
        List<Pod> pods = evidence.pods().stream()
                .filter(pod -> pod.getMetadata().getLabels() != null
                        && owner.equals(pod.getMetadata().getLabels().get(Labels.OWNER)))
                .limit(PODS)
                .toList();
        SecretMask mask = HeldSecrets.mask(cluster, namespace, owner, pods);
        List<Insight.Log> logs = new ArrayList<>();
        for (Pod pod : pods) {
            for (Container container : pod.getSpec().getContainers()) {
                logs(pod, container.getName(), lines, mask, logs);
            }
        }
        List<Event> events = evidence.events();
        return new Insight(
                logs,
                events.subList(Math.max(0, events.size() - EVENTS), events.size()).stream()
                        .map(event -> event(event, mask))
                        .toList());
    }

    private void logs(Pod pod, String container, int lines, SecretMask mask, List<Insight.Log> logs) {
        ContainerLog log = new ContainerLog(cluster);
        String name = pod.getMetadata().getName();
        String instance = name.equals(container) ? name : name + " " + container;
        logs.add(new Insight.Log(instance, false, mask.apply(log.read(pod, container, false, lines))));
        if (restarted(pod, container)) {
            List<String> before = log.read(pod, container, true, lines);
            if (!before.isEmpty()) {
                logs.add(new Insight.Log(instance, true, mask.apply(before)));
            }
        }
    }

    private static boolean restarted(Pod pod, String container) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses().stream()
                        .anyMatch(status -> status.getName().equals(container)
                                && status.getRestartCount() != null
                                && status.getRestartCount() > 0);
    }

    private static Insight.Event event(Event event, SecretMask mask) {
        return new Insight.Event(
                instant(Evidence.time(event)),
                event.getInvolvedObject().getKind() + " "
                        + event.getInvolvedObject().getName(),
                String.valueOf(event.getReason()),
                mask.apply(String.valueOf(event.getMessage())),
                "Warning".equals(event.getType()));
    }

    @CheckForNull
    private static Instant instant(String time) {
        try {
            return Instant.parse(time);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
