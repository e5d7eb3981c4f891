package io.jenkins.plugins.environments.lifecycle.store;

import io.jenkins.plugins.environments.model.EnvironmentId;

/** A record that has a file of its own. */
public sealed interface Stored permits EnvironmentRecord, OperationRecord, ReleaseRecord {

    /** Where it is kept, relative to the home. A record found elsewhere is not what it seems to be. */
    String path();

    /** The folder of an environment. */
    static String folder(EnvironmentId id) {
        return "environments/" + id;
    }
}
