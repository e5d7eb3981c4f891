package io.jenkins.plugins.environments.lifecycle;

import java.time.Duration;

/** Calls later. What is called only starts work elsewhere, so one thread is enough for all. */
public interface Timer extends AutoCloseable {

    /** Calls once, no sooner than after the delay. */
    Alarm after(Duration delay, Runnable call);

    @Override
    void close();

    /** A call that has not happened yet. */
    interface Alarm {
        /** It will not happen; nothing when it has. */
        void cancel();
    }
}
