package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackReading;
import java.time.Duration;
import java.util.Map;

/**
 * What to deploy, where.
 *
 * @param images service to image reference, before what the stack says
 * @param timeout from the begin of the work to ready; time spent in the queue does not count
 */
public record DeployRequest(
        Change change,
        Stage stage,
        StackReading reading,
        Map<String, String> images,
        OnFailure onFailure,
        Duration timeout,
        Origin origin) {

    public DeployRequest {
        images = Map.copyOf(images);
    }

    /** What becomes of an environment whose deploy failed. */
    public enum OnFailure {
        /** The release before runs again; a first deploy is kept as it is, for looking into it. */
        ROLLBACK,
        /** It stays as the failed deploy left it. */
        KEEP,
        /** It is taken away. */
        DESTROY
    }
}
