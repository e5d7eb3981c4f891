package io.jenkins.plugins.environments.lifecycle;

import java.util.concurrent.Executor;

/**
 * Takes turns at one piece of work: never two at a time, and never a call that is forgotten. A call during a turn leads
 * to one more turn after it.
 */
final class Turns {

    private final Executor workers;
    private final Runnable turn;
    private boolean wanted;
    private boolean running;
    private boolean stopped;

    /** @param turn what is done in a turn; does not throw */
    Turns(Executor workers, Runnable turn) {
        this.workers = workers;
        this.turn = turn;
    }

    /** Takes a turn soon. */
    void wake() {
        synchronized (this) {
            if (stopped || wanted) {
                return;
            }
            wanted = true;
            if (running) {
                return;
            }
            running = true;
        }
        workers.execute(this::run);
    }

    /** Takes no more turns after the one that runs. */
    synchronized void stop() {
        stopped = true;
    }

    private void run() {
        synchronized (this) {
            wanted = false;
            if (stopped) {
                running = false;
                return;
            }
        }
        turn.run();
        synchronized (this) {
            if (!wanted || stopped) {
                running = false;
                return;
            }
        }
        // Through the queue again, so that one that is woken all the time leaves room for others.
        workers.execute(this::run);
    }
}
