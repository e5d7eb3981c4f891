package io.jenkins.plugins.environments.target.docker.host;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.docker.Labels;
import java.util.Map;

/**
 * The mark that everything of an environment carries.
 *
 * @param owner the controller's instance id
 * @param environment the environment's id
 */
record Ownership(String owner, String environment) {

    boolean of(Map<String, String> labels) {
        return owner.equals(labels.get(Labels.OWNER)) && environment.equals(labels.get(Labels.ENVIRONMENT));
    }

    /** @throws TargetException {@link TargetException.Kind#NOT_OURS}, with whose it is */
    void require(String kind, String name, Map<String, String> labels) {
        if (of(labels)) {
            return;
        }
        String other = labels.get(Labels.OWNER);
        String whose;
        if (other == null) {
            whose = "it carries no mark of ours";
        } else if (other.equals(owner)) {
            whose = "it belongs to environment " + labels.get(Labels.ENVIRONMENT);
        } else {
            whose = "it belongs to " + other + ", we are " + owner;
        }
        throw new TargetException(
                TargetException.Kind.NOT_OURS,
                Failure.of(kind + " " + name + " is not ours", whose, "use another name, or let its owner remove it"));
    }

    /** Labels to list by. */
    String[] selector() {
        return new String[] {Labels.OWNER + "=" + owner, Labels.ENVIRONMENT + "=" + environment};
    }
}
