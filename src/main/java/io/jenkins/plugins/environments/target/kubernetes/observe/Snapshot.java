package io.jenkins.plugins.environments.target.kubernetes.observe;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of one namespace at a moment.
 *
 * @param others objects of manifests of other kinds, as far as those are watched; those that live in no namespace among
 *     them
 */
public record Snapshot(
        @CheckForNull Namespace namespace,
        List<Deployment> deployments,
        List<StatefulSet> statefulSets,
        List<Job> jobs,
        List<Pod> pods,
        List<GenericKubernetesResource> others) {

    /** Without objects of other kinds. */
    Snapshot(
            @CheckForNull Namespace namespace,
            List<Deployment> deployments,
            List<StatefulSet> statefulSets,
            List<Job> jobs,
            List<Pod> pods) {
        this(namespace, deployments, statefulSets, jobs, pods, List.of());
    }

    /** Whether the namespace is there as an environment, not only for the volumes that one left. */
    public boolean exists() {
        return namespace != null && label(namespace, Labels.KEPT).isEmpty();
    }

    /** Every object that makes pods or has another state to wait for, by the service that it belongs to. */
    Map<String, List<HasMetadata>> workloads() {
        List<Pod> bare = pods.stream()
                .filter(pod -> !label(pod, Labels.MANIFEST).isEmpty())
                .toList();
        return Stream.of(deployments, statefulSets, jobs, bare, others)
                .flatMap(List::stream)
                .map(HasMetadata.class::cast)
                .filter(workload -> !service(workload).isEmpty())
                .collect(Collectors.groupingBy(Snapshot::service, TreeMap::new, Collectors.toList()));
    }

    Set<String> services() {
        Set<String> services = new TreeSet<>(workloads().keySet());
        pods.stream().map(Snapshot::service).filter(name -> !name.isEmpty()).forEach(services::add);
        return services;
    }

    /** The pods that exist for the service and are not going. */
    List<Pod> podsOf(String service) {
        return pods.stream()
                .filter(pod -> service(pod).equals(service))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    static String service(HasMetadata object) {
        return label(object, Labels.SERVICE);
    }

    static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(key, "");
    }

    /** By name. */
    static <T extends HasMetadata> Map<String, T> byName(List<T> objects) {
        return objects.stream()
                .collect(Collectors.toMap(object -> object.getMetadata().getName(), Function.identity()));
    }
}
