package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Stage;
import java.util.List;
import java.util.Set;

/** What the reconcile loop asks at each look, so that a change of the configuration counts from the next one on. */
public interface Surroundings {

    /** All stages, as they are configured now. */
    List<Stage> stages();

    /** The ids of all targets, as they are configured now. */
    Set<String> targets();

    /** Who knows about changes; asked anew at each look. */
    KnownChanges changes();

    /** How often, how much, and what becomes of orphans. */
    default ReconcileSettings settings() {
        return ReconcileSettings.DEFAULT;
    }
}
