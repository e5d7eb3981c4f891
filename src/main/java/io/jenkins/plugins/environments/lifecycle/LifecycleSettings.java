package io.jenkins.plugins.environments.lifecycle;

import java.time.Duration;

/**
 * Numbers of the lifecycle.
 *
 * @param threads how many work at a time
 * @param releases how many releases of an environment are kept, besides the one that runs
 * @param configurations of how many releases the configuration is kept on the target, for rollbacks
 * @param operations how many ended operations of an environment are kept
 * @param firstLook while waiting without news: when to look for the first time
 * @param longestLook while waiting without news: the longest time between looks
 * @param firstRetry after a call that failed
 * @param longestRetry after a call of a deploy that failed again and again
 * @param longestDestroyRetry between two looks at an environment that does not go
 * @param failureGrace for so long a service must be seen as failed before that is believed: news may be late
 */
public record LifecycleSettings(
        int threads,
        int releases,
        int configurations,
        int operations,
        Duration firstLook,
        Duration longestLook,
        Duration firstRetry,
        Duration longestRetry,
        Duration longestDestroyRetry,
        Duration failureGrace) {

    public static final LifecycleSettings DEFAULT = new LifecycleSettings(
            8,
            20,
            20,
            20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(2));
}
