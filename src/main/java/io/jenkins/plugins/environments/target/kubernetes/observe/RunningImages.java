package io.jenkins.plugins.environments.target.kubernetes.observe;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which images really run. */
public final class RunningImages {

    /** {@code name@sha256:…}, as the runtimes say it, some with a scheme before. A bare digest names nothing to pull. */
    private static final Pattern BY_DIGEST = Pattern.compile("(?:[a-z-]+://)?([^@\\s]+@sha256:[0-9a-f]{64})");

    private RunningImages() {}

    /** Service to image: by digest where the node tells one, else as it was asked for. */
    public static Map<String, String> of(Snapshot snapshot) {
        Map<String, String> images = new TreeMap<>();
        snapshot.workloads().forEach((service, workloads) -> {
            PodTemplateSpec template = Rollout.template(workloads.get(0));
            if (template != null && !template.getSpec().getContainers().isEmpty()) {
                images.put(service, image(snapshot.podsOf(service), template));
            }
        });
        return images;
    }

    private static String image(List<Pod> pods, PodTemplateSpec template) {
        // The first container is the service; others were put beside it.
        String container = template.getSpec().getContainers().get(0).getName();
        return pods.stream()
                .filter(pod -> CurrentPods.isMadeFrom(pod, template))
                .sorted(Comparator.comparing(
                                (Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
                        .reversed())
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(status -> status.getName().equals(container))
                .flatMap(status -> digest(status).stream())
                .findFirst()
                .orElse(template.getSpec().getContainers().get(0).getImage());
    }

    private static Optional<String> digest(ContainerStatus status) {
        Matcher matcher = BY_DIGEST.matcher(String.valueOf(status.getImageID()));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
