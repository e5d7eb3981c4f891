package io.jenkins.plugins.environments.model;

/** What an environment is doing, as its record says. */
public enum EnvironmentState {
    /** An operation brings it up or changes it. */
    DEPLOYING,
    /** Its newest release runs. */
    READY,
    /** Its last operation failed; what runs is what that operation left. */
    FAILED,
    /** It is being taken away. */
    DESTROYING,
    /** Taking it away does not get on; the record says what holds it. Retried. */
    STUCK,
    /** Nothing of it is left on its target; the record stays as history. */
    GONE
}
