package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.target.Target.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Who follows the operations of one environment. Guarded by its lane. */
final class Followers {

    private final Executor workers;
    private final Map<String, List<Mailbox<OperationEvent>>> mailboxes = new HashMap<>();

    /** What the last operation with repairs repaired, also for who comes late: no later state shows it. */
    private final List<OperationEvent.Repaired> repairs = new ArrayList<>();

    private String repairedBy = "";

    Followers(Executor workers) {
        this.workers = workers;
    }

    /**
     * @param present what the listener is told first
     * @param ended nothing comes after that
     */
    Subscription follow(
            String operation, List<OperationEvent> present, boolean ended, Consumer<OperationEvent> listener) {
        List<Mailbox<OperationEvent>> others = ended
                ? new CopyOnWriteArrayList<>()
                : mailboxes.computeIfAbsent(operation, id -> new CopyOnWriteArrayList<>());
        Mailbox<OperationEvent> mailbox = new Mailbox<>(workers, listener, others::remove);
        others.add(mailbox);
        if (operation.equals(repairedBy)) {
            repairs.forEach(mailbox::post);
        }
        present.forEach(mailbox::post);
        return mailbox;
    }

    void tell(String operation, OperationEvent event) {
        if (event instanceof OperationEvent.Repaired repaired) {
            remember(operation, repaired);
        }
        mailboxes.getOrDefault(operation, List.of()).forEach(mailbox -> mailbox.post(event));
    }

    private void remember(String operation, OperationEvent.Repaired repaired) {
        if (!operation.equals(repairedBy)) {
            repairs.clear();
            repairedBy = operation;
        }
        repairs.add(repaired);
    }

    /** It has ended, and everybody was told. */
    void forget(String operation) {
        mailboxes.remove(operation);
    }
}
