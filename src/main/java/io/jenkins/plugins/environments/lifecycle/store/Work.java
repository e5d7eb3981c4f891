package io.jenkins.plugins.environments.lifecycle.store;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.StackInputs;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.time.Duration;
import java.util.List;

/** All that an operation needs to go on after a restart, but for secret values. */
public sealed interface Work {

    /** How much time it has, from the begin of its work. */
    Duration timeout();

    /**
     * @param expireAfter what the stage says at the time of the request; null: never
     * @param warnings of the reader and of the target
     * @param inputs how the sources were read; null when that is not known
     * @param waitsWhileHeld it waits while the environment is held; else it fails then
     * @param passage of a promotion or a rollback; null for a deploy
     */
    record Deploy(
            Desired desired,
            List<SourceFile> sources,
            OnFailure onFailure,
            @CheckForNull Duration expireAfter,
            List<Problem> warnings,
            Duration timeout,
            @CheckForNull StackInputs inputs,
            boolean waitsWhileHeld,
            @CheckForNull Passage passage)
            implements Work {
        public Deploy {
            sources = List.copyOf(sources);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * @param data what becomes of volumes
     * @param forcedBy who said that finalizers be taken off; null: nobody
     */
    record Destroy(DataPolicy data, Duration timeout, @CheckForNull String forcedBy) implements Work {
        /** A removal that nobody forces. */
        public Destroy(DataPolicy data, Duration timeout) {
            this(data, timeout, null);
        }
    }
}
