package io.jenkins.plugins.environments.jenkins.pages;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.OperationFailedException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A few threads on which people look at their targets, apart from those that the steps need: a target that does not answer
 * keeps neither a request nor a build waiting.
 */
@Extension
public final class InsightThreads {

    private static final Logger LOG = Logger.getLogger(InsightThreads.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int THREADS = 4;
    private static final int WAITING = 16;
    private static final int IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;
    private final Duration limit;

    public InsightThreads() {
        this(LIMIT, THREADS, WAITING);
    }

    InsightThreads(Duration limit, int most, int waiting) {
        this.limit = limit;
        threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(waiting),
                new NamingThreadFactory(new DaemonThreadFactory(), "environment-insight"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** The only one. */
    static InsightThreads get() {
        return ExtensionList.lookupSingleton(InsightThreads.class);
    }

    /**
     * What the target answers.
     *
     * @throws EnvironmentException what the target says; also when it does not answer in time, or too many ask
     */
    <T> T ask(Supplier<T> question) {
        Future<T> answer = submitted(question);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failure(
                    "the target did not answer within " + limit.toSeconds() + " s",
                    "try again, or test the target's connection");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failure("the request was interrupted", "try again");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EnvironmentException known) {
                throw known;
            }
            LOG.log(Level.WARNING, "A look at a target failed", e);
            throw failure("something went wrong in Jenkins", "look into Jenkins' log");
        }
    }

    /** What is asked and not waited for. */
    <T> Future<T> submitted(Supplier<T> question) {
        try {
            return threads.submit(question::get);
        } catch (RejectedExecutionException e) {
            throw failure("too many look at their targets just now", "try again in a minute");
        }
    }

    private static OperationFailedException failure(String why, String remedy) {
        return new OperationFailedException(Failure.of("the target can't be looked at", why, remedy));
    }

    /** Ends with Jenkins. */
    @Terminator
    public void close() {
        threads.shutdownNow();
    }
}
