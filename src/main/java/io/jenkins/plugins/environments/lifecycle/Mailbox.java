package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.target.Target.Subscription;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands events to one listener, in order, one at a time, on the workers' threads. */
final class Mailbox<T> implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

    private final Queue<T> events = new ConcurrentLinkedQueue<>();
    private final Consumer<? super T> listener;
    private final Turns turns;
    private final Runnable onClose;

    /** @param onClose called when the listener wants no more */
    Mailbox(Executor workers, Consumer<? super T> listener, Consumer<Mailbox<T>> onClose) {
        this.listener = listener;
        this.turns = new Turns(workers, this::deliver);
        this.onClose = () -> onClose.accept(this);
    }

    void post(T event) {
        events.add(event);
        turns.wake();
    }

    private void deliver() {
        for (T event = events.poll(); event != null; event = events.poll()) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed; the operation goes on", e);
            }
        }
    }

    @Override
    public void close() {
        turns.stop();
        events.clear();
        onClose.run();
    }
}
