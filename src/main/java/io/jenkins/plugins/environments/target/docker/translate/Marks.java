package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.docker.Labels;
import java.util.Map;
import java.util.TreeMap;

/** The labels that everything of an environment carries. */
public final class Marks {

    private Marks() {}

    /** By name. The same for every deploy of the environment, so that none of them makes a container anew. */
    public static Map<String, String> of(Desired desired) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(Labels.OWNER, desired.owner());
        labels.put(Labels.ENVIRONMENT, desired.id().value());
        labels.put(Labels.PROJECT, desired.change().project());
        labels.put(Labels.STAGE, desired.stage());
        if (desired.lifetime() == Lifetime.PER_CHANGE) {
            labels.put(Labels.CHANGE, desired.change().key());
        }
        return labels;
    }
}
