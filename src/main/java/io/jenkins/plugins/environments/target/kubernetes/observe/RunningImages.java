package io.jenkins.plugins.environments.target.kubernetes.observe;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which images really run. */
public final class RunningImages {

    /** {@code name@sha256:…}, as the runtimes say it, some with a scheme before. A bare digest names nothing to pull. */
    private static final Pattern BY_DIGEST = Pattern.compile("(?:[a-z-]+://)?([^@\\s]+@sha256:[0-9a-f]{64})");

    private RunningImages() {}

    /**
     * Service to image, of a unit of manifests {@code unit/container} to image: by digest where the node tells one, else as it was asked for.
     */
    public static Map<String, String> of(Snapshot snapshot) {
        Map<String, String> images = new TreeMap<>();
        snapshot.workloads().forEach((service, workloads) -> {
            for (HasMetadata workload : workloads) {
                PodTemplateSpec template = template(workload);
                if (template == null) {
                    continue;
                }
                if (!Snapshot.label(workload, Labels.MANIFEST).isEmpty()) {
                    containers(template)
                            .forEach(container -> images.put(
                                    service + "/" + container.getName(),
                                    image(snapshot.podsOf(service), template, container)));
                } else if (!template.getSpec().getContainers().isEmpty()) {
                    // The first container is the service; others were put beside it.
                    Container first = template.getSpec().getContainers().get(0);
                    images.putIfAbsent(service, image(snapshot.podsOf(service), template, first));
                }
            }
        });
        return images;
    }

    @CheckForNull
    private static PodTemplateSpec template(HasMetadata workload) {
        return workload instanceof Pod pod ? new PodTemplateSpec(null, pod.getSpec()) : Rollout.template(workload);
    }

    private static List<Container> containers(PodTemplateSpec template) {
        return Stream.concat(
                        template.getSpec().getInitContainers().stream(), template.getSpec().getContainers().stream())
                .toList();
    }

    private static String image(List<Pod> pods, PodTemplateSpec template, Container container) {
        return pods.stream()
                .filter(pod -> CurrentPods.isMadeFrom(pod, template))
                .sorted(Comparator.comparing(
                                (Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
                        .reversed())
                .flatMap(pod -> Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream()))
                .filter(status -> status.getName().equals(container.getName()))
                .flatMap(status -> digest(status).stream())
                .findFirst()
                .orElse(container.getImage());
    }

    private static Optional<String> digest(ContainerStatus status) {
        Matcher matcher = BY_DIGEST.matcher(String.valueOf(status.getImageID()));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
