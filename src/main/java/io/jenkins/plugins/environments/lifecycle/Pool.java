package io.jenkins.plugins.environments.lifecycle;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of one lifecycle: a few workers and one timer, all daemons. */
final class Pool implements Executor, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 30;

    private final ThreadPoolExecutor workers;
    private final ThreadTimer timer;

    Pool(int threads) {
        AtomicInteger number = new AtomicInteger();
        workers = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> daemon(work, "environments-" + number.incrementAndGet()),
                // After closing there is nothing to do for latecomers.
                new ThreadPoolExecutor.DiscardPolicy());
        workers.allowCoreThreadTimeOut(true);
        timer = new ThreadTimer(work -> daemon(work, "environments-timer"));
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    Timer timer() {
        return timer;
    }

    @Override
    public void execute(Runnable work) {
        workers.execute(work);
    }

    /** Waits for steps that run; those that have not begun are dropped. */
    @Override
    public void close() {
        timer.close();
        workers.shutdown();
        workers.getQueue().clear();
        try {
            if (!workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A step still runs after {} s; it can't write any more", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
