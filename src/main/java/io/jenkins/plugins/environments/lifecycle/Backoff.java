package io.jenkins.plugins.environments.lifecycle;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses that grow by a factor up to a longest one, each shortened by chance by up to a half ("equal jitter", Marc
 * Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015), so that many who failed together do not come
 * back together.
 */
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final double factor;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration longest, double factor, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.factor = factor;
        this.random = random;
        this.next = first;
    }

    /** The next pause. */
    Duration pause() {
        Duration full = next;
        Duration grown = Duration.ofMillis((long) (full.toMillis() * factor));
        next = grown.compareTo(longest) > 0 ? longest : grown;
        long half = Math.max(1, full.toMillis() / 2);
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /** It went well: the next pause is the first again. */
    void reset() {
        next = first;
    }
}
