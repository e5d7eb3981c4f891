package io.jenkins.plugins.environments.target.kubernetes.observe;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Tells pods of a template from those of the templates before it, without looking at what lies between. */
final class CurrentPods {

    private CurrentPods() {}

    /** Whether the pod has the template's labels, annotations, images, commands and variables; it may have more. */
    static boolean isMadeFrom(Pod pod, PodTemplateSpec template) {
        if (template.getMetadata() != null) {
            boolean labels =
                    has(pod.getMetadata().getLabels(), template.getMetadata().getLabels());
            if (!labels
                    || !has(
                            pod.getMetadata().getAnnotations(),
                            template.getMetadata().getAnnotations())) {
                return false;
            }
        }
        return has(pod.getSpec().getInitContainers(), template.getSpec().getInitContainers())
                && has(pod.getSpec().getContainers(), template.getSpec().getContainers());
    }

    private static boolean has(Map<String, String> map, Map<String, String> part) {
        return part == null || map != null && map.entrySet().containsAll(part.entrySet());
    }

    private static boolean has(List<Container> containers, List<Container> wanted) {
        return wanted.stream()
                .allMatch(container -> containers.stream().anyMatch(other -> isMadeFrom(other, container)));
    }

    private static boolean isMadeFrom(Container container, Container template) {
        return Objects.equals(container.getName(), template.getName())
                && Objects.equals(container.getImage(), template.getImage())
                && Objects.equals(container.getCommand(), template.getCommand())
                && Objects.equals(container.getArgs(), template.getArgs())
                && container.getEnvFrom().containsAll(template.getEnvFrom());
    }
}
