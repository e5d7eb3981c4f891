package io.jenkins.plugins.environments.jenkins.background;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Runs tasks one after the other, in the order in which they came, on threads of another executor. */
public final class InOrder implements Executor {

    private final Executor threads;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean busy;

    public InOrder(Executor threads) {
        this.threads = threads;
    }

    @Override
    public synchronized void execute(Runnable task) {
        waiting.add(task);
        if (!busy) {
            busy = true;
            threads.execute(this::work);
        }
    }

    private void work() {
        Runnable task = next();
        if (task == null) {
            return;
        }
        try {
            task.run();
        } finally {
            // Back to the end of the line: many are served by few threads.
            threads.execute(this::work);
        }
    }

    @CheckForNull
    private synchronized Runnable next() {
        Runnable task = waiting.poll();
        busy = task != null;
        return task;
    }
}
