package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.TailPrettyLoggable;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.List;

/** The last lines of a container's log. */
final class ContainerLog {

    private static final int LINES = 20;
    private static final int LONGEST = 500;

    private final Cluster cluster;

    ContainerLog(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Of the run before this one when there was one, as that is the one that failed; else of this one. */
    List<String> tail(Pod pod, String container, boolean restarted) {
        List<String> previous = restarted ? read(pod, container, true, LINES) : List.of();
        return previous.isEmpty() ? read(pod, container, false, LINES) : previous;
    }

    /** Of this run, or of the one before it; empty when there is none. */
    List<String> read(Pod pod, String container, boolean previous, int lines) {
        try {
            String text = cluster.ask("read the log of " + container, client -> {
                var one = client.pods()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .inContainer(container);
                TailPrettyLoggable logs = previous ? one.terminated() : one;
                return logs.tailingLines(lines).getLog();
            });
            return text.lines()
                    .map(line -> line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line)
                    .toList();
        } catch (TargetException e) {
            // A container that never ran has none, and a log that can't be had must not hide the reason.
            return List.of();
        }
    }
}
