package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.OperationEvent;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Takes stale environments away and waits, on no thread, until each is gone or says what holds it. The removals belong
 * to the journal: they go on whatever becomes of the build.
 */
final class DestroyStaleEnvsExecution extends StepExecution {

    private static final long serialVersionUID = 1L;

    private final DestroyStaleEnvsStep step;

    /** Null before the removals were begun. */
    private ArrayList<LinkedHashMap<String, Object>> outcomes;

    private transient List<Subscription> subscriptions;
    private transient volatile ConcurrentHashMap<String, LinkedHashMap<String, Object>> pending;
    private transient boolean ended;

    DestroyStaleEnvsExecution(DestroyStaleEnvsStep step, StepContext context) {
        super(context);
        this.step = step;
    }

    @Override
    public boolean start() {
        onWorkers(this::begin);
        return false;
    }

    @Override
    public void onResume() {
        onWorkers(this::begin);
    }

    @Override
    public String getStatus() {
        ConcurrentHashMap<String, LinkedHashMap<String, Object>> left = pending;
        return left == null ? "looking for what is stale" : "waiting for " + left.size() + " to go";
    }

    @Override
    public void stop(@NonNull Throwable cause) {
        fail(cause);
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private void onWorkers(Task task) {
        Executor workers;
        try {
            workers = Background.get().workers();
        } catch (EnvironmentException e) {
            fail(new AbortException(e.getMessage()));
            return;
        }
        workers.execute(() -> {
            try {
                task.run();
            } catch (EnvironmentException e) {
                fail(new AbortException(e.getMessage()));
            } catch (IOException | RuntimeException e) {
                fail(e);
            } catch (InterruptedException e) {
                // Jenkins goes down; the step goes on when it is back.
                Thread.currentThread().interrupt();
            }
        });
    }

    private void begin() throws IOException, InterruptedException {
        EnvironmentLifecycle lifecycle = Background.get().lifecycle();
        if (outcomes == null) {
            // Asking again after a restart is harmless: what was begun is known.
            outcomes = new StaleSweep(
                            step, getContext().get(Run.class), getContext().get(TaskListener.class))
                    .begin(lifecycle);
            getContext().saveState();
        }
        ConcurrentHashMap<String, LinkedHashMap<String, Object>> left = new ConcurrentHashMap<>();
        for (LinkedHashMap<String, Object> outcome : outcomes) {
            if (outcome.get(StaleSweep.OPERATION) instanceof String operation) {
                left.put(operation, outcome);
            }
        }
        pending = left;
        List<Subscription> following = new ArrayList<>();
        for (String operation : List.copyOf(left.keySet())) {
            following.add(lifecycle.follow(operation, event -> hear(operation, event)));
        }
        synchronized (this) {
            subscriptions = following;
        }
        endIfAllHave();
    }

    /** Called on the lifecycle's threads, which must not wait for a log on a disk. */
    private void hear(String id, OperationEvent event) {
        if (event instanceof OperationEvent.PhaseEntered entered) {
            Operation.Phase phase = entered.operation().phase();
            LinkedHashMap<String, Object> outcome =
                    phase.isEnd() || phase == Operation.Phase.STUCK ? pending.remove(id) : null;
            if (outcome != null) {
                synchronized (outcome) {
                    outcome.put("status", phase.name());
                    Failure failure = entered.operation().failure();
                    if (failure != null) {
                        outcome.put("note", failure.toString());
                    }
                }
                onWorkers(() -> {
                    getContext()
                            .get(TaskListener.class)
                            .getLogger()
                            .println(outcome.get("id") + " is " + phase.name().toLowerCase(Locale.ROOT));
                    endIfAllHave();
                });
            }
        }
    }

    private void endIfAllHave() {
        if (pending.isEmpty() && ends()) {
            ArrayList<LinkedHashMap<String, Object>> result = new ArrayList<>();
            for (LinkedHashMap<String, Object> outcome : outcomes) {
                LinkedHashMap<String, Object> copy = new LinkedHashMap<>(outcome);
                copy.remove(StaleSweep.OPERATION);
                result.add(copy);
            }
            getContext().onSuccess(result);
        }
    }

    private void fail(Throwable cause) {
        if (ends()) {
            getContext().onFailure(cause);
        }
    }

    /** Whether this is the end: there is only one. */
    private synchronized boolean ends() {
        boolean first = !ended;
        ended = true;
        if (subscriptions != null) {
            subscriptions.forEach(Subscription::close);
        }
        return first;
    }
}
