package io.jenkins.plugins.environments.lifecycle;

import java.time.Duration;

/** When an operation takes its next step. */
sealed interface Next {

    Next AGAIN = new Again();
    Next DONE = new Done();

    /** At once. */
    record Again() implements Next {}

    /** Never: it has ended. */
    record Done() implements Next {}

    /** When there is news, at the latest after this time. */
    record Wait(Duration longest) implements Next {}

    /** Not before this time, whatever the news. */
    record Pause(Duration time) implements Next {}
}
