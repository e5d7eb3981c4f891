package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Who wants to know when an environment's record changes. */
final class Watchers {

    private final Executor workers;
    private final List<Mailbox<Environment>> mailboxes = new CopyOnWriteArrayList<>();

    Watchers(Executor workers) {
        this.workers = workers;
    }

    Subscription watch(Consumer<Environment> listener) {
        Mailbox<Environment> mailbox = new Mailbox<>(workers, listener, mailboxes::remove);
        mailboxes.add(mailbox);
        return mailbox;
    }

    void tell(Environment environment) {
        mailboxes.forEach(mailbox -> mailbox.post(environment));
    }
}
