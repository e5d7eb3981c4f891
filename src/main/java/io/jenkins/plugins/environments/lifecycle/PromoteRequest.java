package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to promote, from where to where.
 *
 * @param project whose environments they are
 * @param change whose release; null: whichever runs in a standing source stage
 * @param order the names of the configured stages, in their order towards production
 * @param release its number in the source environment; null: the newest healthy one of the change
 * @param variables plain values before those of the files: the step's, then the target stage's
 * @param secrets sensitive values before those of the files, by variable name: the step's, then the target stage's
 * @param destroySource the source environment goes when the promotion has succeeded, unless its stage is standing
 * @param authority whether the one who asks may promote into a protected stage
 * @param timeout from the begin of the work to ready; time spent in the queue does not count
 */
public record PromoteRequest(
        String project,
        @CheckForNull Change change,
        Stage from,
        Stage to,
        List<String> order,
        @CheckForNull Integer release,
        Map<String, String> variables,
        Map<String, String> secrets,
        boolean destroySource,
        Authority authority,
        Duration timeout,
        Origin origin) {

    public PromoteRequest {
        order = List.copyOf(order);
        variables = Map.copyOf(variables);
        secrets = Map.copyOf(secrets);
    }

    /** Names no secret's value. */
    @Override
    public String toString() {
        return "PromoteRequest[" + project + ", " + change + ", " + from.name() + " to " + to.name() + ", release="
                + release + ", variables=" + variables.keySet() + ", secrets=" + secrets.keySet() + "]";
    }

    /**
     * What the caller found out about permissions.
     *
     * @param mayPromote whether the one who asks may promote into a protected stage
     * @param whoMay who could, as a message says it, e.g. {@code somebody with the permission Environments/Promote}
     */
    public record Authority(boolean mayPromote, String whoMay) {
        /** Allowed. */
        public static final Authority GRANTED = new Authority(true, "");
    }
}
