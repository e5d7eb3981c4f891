package io.jenkins.plugins.environments.lifecycle.retention;

/** What becomes of an environment. */
public enum Verdict {
    KEEP,
    /** Nobody uses it any more: it goes. */
    STALE,
    /** Its change ended while it is being deployed: the deploy is stopped, and it goes. */
    ABANDONED;

    /** Whether it is to be taken away. */
    public boolean goes() {
        return this != KEEP;
    }
}
