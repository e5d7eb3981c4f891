package io.jenkins.plugins.environments.model;

/** How long the environments of a stage live. */
public enum Lifetime {
    /** An environment for each change, taken away when the change moves on. */
    PER_CHANGE,
    /** One environment for the stage, updated in place; its data is kept. */
    STANDING
}
