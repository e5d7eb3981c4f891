package io.jenkins.plugins.environments.target.kubernetes.apply;

import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;

/**
 * The mark that our objects carry.
 *
 * @param owner the controller's instance id
 * @param environment the environment's id
 */
public record Ownership(String owner, String environment) {

    /** Whether the object is this owner's and this environment's. */
    public boolean of(ApiObject object) {
        return object.label(Labels.OWNER).equals(owner)
                && object.label(Labels.ENVIRONMENT).equals(environment);
    }

    /** @throws TargetException {@link TargetException.Kind#NOT_OURS}, with whose it is */
    public void require(ApiObject object) {
        if (of(object)) {
            return;
        }
        String other = object.label(Labels.OWNER);
        String whose;
        if (other.isEmpty()) {
            whose = "it carries no mark of ours";
        } else if (other.equals(owner)) {
            whose = "it belongs to environment " + object.label(Labels.ENVIRONMENT);
        } else {
            whose = "it belongs to " + other + ", we are " + owner;
        }
        throw new TargetException(
                TargetException.Kind.NOT_OURS,
                Failure.of(
                        object + (object.namespace().isEmpty() ? "" : " in " + object.namespace()) + " is not ours",
                        whose,
                        "use another name or namespace prefix, or let its owner remove it"));
    }

    /** A label selector for it. */
    public String selector() {
        return Labels.OWNER + "=" + owner + "," + Labels.ENVIRONMENT + "=" + environment;
    }
}
