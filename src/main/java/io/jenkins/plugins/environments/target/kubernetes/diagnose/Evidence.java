package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a cluster says about a service, read when somebody asks why.
 *
 * @param pods newest first
 * @param claims those of the namespace that the service's pods use
 * @param events of the service's objects, oldest first
 */
record Evidence(
        String namespace,
        String service,
        List<Deployment> deployments,
        List<StatefulSet> statefulSets,
        List<Job> jobs,
        List<Pod> pods,
        List<PersistentVolumeClaim> claims,
        List<Event> events) {

    static Evidence gather(Cluster cluster, String namespace, String service) {
        List<Deployment> deployments = cluster.ask("list deployments", client -> client.apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel(Labels.SERVICE, service)
                .list()
                .getItems());
        List<StatefulSet> statefulSets = cluster.ask("list stateful sets", client -> client.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withLabel(Labels.SERVICE, service)
                .list()
                .getItems());
        List<Job> jobs = cluster.ask("list jobs", client -> client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(Labels.SERVICE, service)
                .list()
                .getItems());
        List<Pod> pods = cluster
                .ask("list pods", client -> client.pods()
                        .inNamespace(namespace)
                        .withLabel(Labels.SERVICE, service)
                        .list()
                        .getItems())
                .stream()
                .sorted(Comparator.comparing(
                                (Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
                        .reversed())
                .toList();
        Set<String> used = new HashSet<>();
        pods.forEach(pod -> pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getPersistentVolumeClaim() != null)
                .forEach(volume -> used.add(volume.getPersistentVolumeClaim().getClaimName())));
        List<PersistentVolumeClaim> claims = cluster
                .ask("list volume claims", client -> client.persistentVolumeClaims()
                        .inNamespace(namespace)
                        .list()
                        .getItems())
                .stream()
                .filter(claim -> used.contains(claim.getMetadata().getName()))
                .toList();
        List<Event> events = cluster.ask(
                "list events",
                client -> client.v1().events().inNamespace(namespace).list().getItems());
        Evidence all = new Evidence(namespace, service, deployments, statefulSets, jobs, pods, claims, events);
        return all.withEvents(all.ofService());
    }

    private Evidence withEvents(List<Event> some) {
        return new Evidence(namespace, service, deployments, statefulSets, jobs, pods, claims, some);
    }

    private List<Event> ofService() {
        Set<String> names = new HashSet<>();
        Stream.of(deployments, statefulSets, jobs, pods, claims)
                .flatMap(List::stream)
                .forEach(object ->
                        names.add(object.getKind() + "/" + object.getMetadata().getName()));
        return events.stream()
                .filter(event -> concerns(event.getInvolvedObject(), names))
                .sorted(Comparator.comparing(Evidence::time))
                .toList();
    }

    private boolean concerns(ObjectReference object, Set<String> names) {
        if (object == null) {
            return false;
        }
        boolean ofReplicaSet = "ReplicaSet".equals(object.getKind())
                && deployments.stream().anyMatch(deployment -> String.valueOf(object.getName())
                        .matches(java.util.regex.Pattern.quote(
                                        deployment.getMetadata().getName())
                                + "-[a-z0-9]+"));
        return ofReplicaSet || names.contains(object.getKind() + "/" + object.getName());
    }

    /** When the event was last seen. */
    static String time(Event event) {
        if (event.getLastTimestamp() != null) {
            return event.getLastTimestamp();
        }
        return event.getEventTime() == null || event.getEventTime().getTime() == null
                ? String.valueOf(event.getMetadata().getCreationTimestamp())
                : event.getEventTime().getTime();
    }
}
