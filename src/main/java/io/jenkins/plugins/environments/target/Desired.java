package io.jenkins.plugins.environments.target;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Stack;
import java.util.List;
import java.util.Map;

/**
 * What an environment shall be: all that a target needs to bring it about, again and again, but for the secret values.
 * Kept in the journal.
 *
 * @param owner the instance id of the controller that it belongs to; a label on every object
 * @param images service to image reference, before what the stack says; by digest in promotions and rollbacks
 * @param quota null: none
 */
public record Desired(
        EnvironmentId id,
        String owner,
        String stage,
        Change change,
        Lifetime lifetime,
        Stack stack,
        Map<String, String> images,
        List<Link> links,
        @CheckForNull Stage.Quota quota) {

    public Desired {
        images = Map.copyOf(images);
        links = List.copyOf(links);
    }

    /** The same with other links. */
    public Desired withLinks(List<Link> others) {
        return new Desired(id, owner, stage, change, lifetime, stack, images, others, quota);
    }
}
