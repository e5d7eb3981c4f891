package io.jenkins.plugins.environments.target.docker.engine;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Of an engine that takes connections and answers nothing, one who asks learns it by waiting; all others are told so at
 * once, or they would stand in the way of those who have to do with other engines.
 */
final class Silence {

    /** After an answer that did not come, so long nobody asks again. */
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** So long nobody else asks while one does. */
    private static final Duration TRY = Duration.ofSeconds(30);

    private static final long NONE = Long.MIN_VALUE;

    private final LongSupplier nanos;
    /** Until then nobody asks; {@link #NONE}: it answered when it was asked last. */
    private final AtomicLong until = new AtomicLong(NONE);

    Silence() {
        this(System::nanoTime);
    }

    Silence(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Asks, unless that would be in vain. */
    <T> T broken(Supplier<T> question) {
        long now = nanos.getAsLong();
        long before = until.get();
        if (before != NONE && (now - before < 0 || !until.compareAndSet(before, now + TRY.toNanos()))) {
            throw new IllegalStateException("it did not answer in time when it was asked last, a moment ago");
        }
        try {
            T answer = question.get();
            until.set(NONE);
            return answer;
        } catch (RuntimeException e) {
            until.set(timedOut(e) ? nanos.getAsLong() + PAUSE.toNanos() : NONE);
            throw e;
        }
    }

    private static boolean timedOut(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
