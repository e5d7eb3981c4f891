package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.StoreException;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One environment with its operations: the oldest that has not ended is at work, the others wait behind it. Every change
 * is on disk before it is seen. Reads take no lock.
 */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final Machinery machinery;
    private final Watchers watchers;
    private final Followers followers;
    private final CourseFactory courses;
    private final NavigableMap<Integer, ReleaseRecord> releases = new ConcurrentSkipListMap<>();
    private final NavigableMap<String, OperationRecord> operations = new ConcurrentSkipListMap<>();
    private final Map<String, ServiceStatus> statuses = new TreeMap<>();
    private final Map<String, SecretValues> values = new HashMap<>();
    private EnvironmentRecord record;
    private boolean onDisk;
    private volatile Environment view;

    @CheckForNull
    private volatile Course course;

    private boolean stopped;

    /** Makes the course of an operation that begins, or goes on after a restart. */
    interface CourseFactory {
        Course course(Lane lane, OperationRecord operation, SecretValues secrets);

        /** The releases of an environment that others name: what was promoted from it. */
        Set<Integer> named(EnvironmentId environment);
    }

    Lane(
            Machinery machinery,
            Watchers watchers,
            CourseFactory courses,
            EnvironmentRecord record,
            boolean onDisk,
            Collection<ReleaseRecord> releases,
            Collection<OperationRecord> operations) {
        this.machinery = machinery;
        this.watchers = watchers;
        this.followers = new Followers(machinery.workers());
        this.courses = courses;
        this.record = record;
        this.onDisk = onDisk;
        releases.forEach(release -> this.releases.put(release.release().number(), release));
        operations.forEach(each -> this.operations.put(each.operation().id(), each));
        this.view = present();
    }

    // ------------------------------------------------------------------ what is known, without a lock

    Environment environment() {
        return view;
    }

    NavigableMap<Integer, ReleaseRecord> releases() {
        return releases;
    }

    NavigableMap<String, OperationRecord> operations() {
        return operations;
    }

    OperationRecord operation(String id) {
        OperationRecord found = operations.get(id);
        if (found == null) {
            throw new IllegalStateException("operation " + id + " is not of " + view.id());
        }
        return found;
    }

    /** Those that have not ended, the one at work first. */
    List<OperationRecord> open() {
        return operations.values().stream().filter(each -> !each.ended()).toList();
    }

    /** Whether a removal waits behind that operation: then nothing that it leaves needs to be put right. */
    boolean removalWaitsBehind(String operation) {
        return operations.tailMap(operation, false).values().stream()
                .anyMatch(each -> !each.ended() && each.operation().kind() == Kind.DESTROY);
    }

    /** Whether a removal is at work or waits. */
    boolean isGoing() {
        return open().stream().anyMatch(each -> each.operation().kind() == Kind.DESTROY);
    }

    synchronized EnvironmentRecord record() {
        return record;
    }

    // ------------------------------------------------------------------ requests

    /**
     * Puts a new operation on disk and begins, or queues it. Those that wait and are no longer wanted make room.
     *
     * @param secrets in memory until the operation ends
     */
    synchronized Operation submit(OperationRecord operation, SecretValues secrets) {
        String id = operation.operation().id();
        put(operation);
        values.put(id, secrets);
        resume();
        return operation(id).operation();
    }

    /** Begins or goes on with what has not ended. */
    synchronized void resume() {
        try {
            if (!onDisk) {
                save(record);
            }
            makeRoom();
        } catch (StoreException e) {
            // The operations' own records say the same; it is written when the next one is.
            LOG.error("The journal of {} is behind; it is written again with the next change", view.id(), e);
        }
        startNext();
        show();
    }

    /** A deploy that waits ends when a newer one, or a removal, waits behind it; one at work is told to stop for a removal. */
    private void makeRoom() {
        List<OperationRecord> open = open();
        for (int i = 0; i < open.size(); i++) {
            Operation each = open.get(i).operation();
            List<Operation> later = open.subList(i + 1, open.size()).stream()
                    .map(OperationRecord::operation)
                    .toList();
            Optional<Operation> removal =
                    later.stream().filter(other -> other.kind() == Kind.DESTROY).findFirst();
            if (each.kind() != Kind.DESTROY && removal.isPresent()) {
                cancel(each.id(), removal.get().origin().by());
            } else if (each.phase() == Phase.REQUESTED && later.stream().anyMatch(other -> replaces(other, each))) {
                close(each.id(), Changes.to(Phase.SUPERSEDED, machinery.clock().instant()));
            }
        }
    }

    /** What automation asks for does not take the place of a rollback, which a person asked for. */
    private static boolean replaces(Operation later, Operation waiting) {
        return switch (waiting.kind()) {
            case DEPLOY, PROMOTE, REDEPLOY -> true;
            case ROLLBACK -> later.kind() == Kind.ROLLBACK;
            case DESTROY -> false;
        };
    }

    /** See {@link EnvironmentLifecycle#cancel}; one that waits ends at once. */
    synchronized void cancel(String id, String by) {
        Operation operation = operation(id).operation();
        if (operation.phase().isEnd() || operation.canceledBy() != null) {
            return;
        }
        if (operation.phase() == Phase.REQUESTED) {
            close(id, Changes.all(Changes.to(Phase.CANCELED, machinery.clock().instant()), Changes.canceledBy(by)));
            startNext();
            show();
            return;
        }
        if (operation.kind() == Kind.DESTROY) {
            followers.tell(
                    id,
                    new OperationEvent.Warned(new Problem(
                            null,
                            "a removal that has begun can't be stopped half-way, so it goes on",
                            "deploy the environment again when it is gone")));
            return;
        }
        put(operation(id).with(Changes.canceledBy(by)));
        Course now = course;
        if (now != null) {
            now.hurry();
        }
    }

    // ------------------------------------------------------------------ what the course at work tells

    /**
     * Writes a transition, then tells it. Nothing may be done for it before this returns. An operation that has ended
     * meanwhile stays as it is.
     */
    synchronized OperationRecord enter(String id, UnaryOperator<Operation> change) {
        OperationRecord now = operation(id);
        if (now.ended()) {
            // It was told to stop, or superseded, while its first step was on the way.
            return now;
        }
        OperationRecord next = now.with(change);
        put(next);
        if (next.operation().phase() != Phase.WAITING) {
            statuses.clear();
        }
        followers.tell(id, entered(next));
        show();
        return next;
    }

    /** A removal that was to keep data does so no longer. */
    synchronized void deleteData(String id) {
        OperationRecord now = operation(id);
        if (now.work() instanceof Work.Destroy destroy && destroy.data() == DataPolicy.KEEP) {
            Work.Destroy next = new Work.Destroy(DataPolicy.DELETE, destroy.timeout(), destroy.forcedBy());
            put(new OperationRecord(now.operation(), now.place(), next));
        }
    }

    /** From now on a removal takes off what holds it; it tries at once. */
    synchronized void force(String id, String by) {
        OperationRecord now = operation(id);
        if (now.work() instanceof Work.Destroy destroy) {
            put(new OperationRecord(
                    now.operation(), now.place(), new Work.Destroy(destroy.data(), destroy.timeout(), by)));
            Course working = course;
            if (working != null && working.id().equals(id)) {
                working.hurry();
            }
        }
    }

    /** A job has another name now: what it deployed, and what it waits for, is its own as before. */
    synchronized void renamed(String from, String to) {
        Origin own = Renames.origin(record.environment().origin(), from, to);
        if (!own.equals(record.environment().origin())) {
            save(record.with(environment -> Changes.of(environment).origin(own).done()));
        }
        for (OperationRecord each : open()) {
            Origin origin = Renames.origin(each.operation().origin(), from, to);
            if (!origin.equals(each.operation().origin())) {
                put(each.with(Changes.origin(origin)));
            }
        }
        show();
    }

    /** What was found on a target takes the place of a record that says that nothing is there. */
    synchronized void adopt(EnvironmentRecord found) {
        List<String> kept = found.keptVolumes().isEmpty() ? record.keptVolumes() : found.keptVolumes();
        save(new EnvironmentRecord(found.environment(), record.lastRelease(), kept, record.owner()));
        show();
    }

    /** Writes the environment's record. */
    synchronized void update(UnaryOperator<EnvironmentRecord> change) {
        save(change.apply(record));
        show();
    }

    synchronized void keep(ReleaseRecord release) {
        machinery.store().put(release);
        releases.put(release.release().number(), release);
    }

    /** Writes how it ended, and begins with the next. */
    synchronized void end(String id, UnaryOperator<EnvironmentRecord> environment, UnaryOperator<Operation> operation) {
        // In this order: while the operation is open, a restart does its last step again.
        save(environment.apply(record));
        close(id, operation);
        startNext();
        show();
        new Housekeeping(machinery).tidy(this, courses.named(view.id()));
    }

    synchronized void tell(String id, OperationEvent event) {
        followers.tell(id, event);
    }

    /** Tells which services changed since they were told last. */
    synchronized void observed(String id, Map<String, ServiceStatus> now) {
        new TreeMap<>(now).forEach((service, status) -> {
            if (!status.equals(statuses.put(service, status))) {
                followers.tell(id, new OperationEvent.ServiceChanged(service, status));
            }
        });
    }

    /** Something on the target may have changed. */
    void wake() {
        Course now = course;
        if (now != null) {
            now.wake();
        }
    }

    /** See {@link EnvironmentLifecycle#follow}. */
    synchronized Subscription follow(String id, Consumer<OperationEvent> listener) {
        OperationRecord now = operation(id);
        return followers.follow(id, Present.of(now, open(), statuses), now.ended(), listener);
    }

    /** No more turns; what is on disk goes on when it is opened again. */
    synchronized void stop() {
        stopped = true;
        Course now = course;
        if (now != null) {
            now.stop();
        }
    }

    // ------------------------------------------------------------------ inside

    private void close(String id, UnaryOperator<Operation> change) {
        OperationRecord ended = operation(id).with(change);
        machinery.store().put(ended);
        // First of all: who sees or hears of the end, and looks, finds the environment as it ended.
        show(Present.environment(
                record.environment(),
                open().stream()
                        .filter(each -> !each.operation().id().equals(id))
                        .toList()));
        operations.put(id, ended);
        followers.tell(id, entered(ended));
        followers.forget(id);
        values.remove(id);
        Course now = course;
        if (now != null && now.id().equals(id)) {
            now.stop();
            course = null;
            statuses.clear();
        }
        List<OperationRecord> open = open();
        for (int i = 1; i < open.size(); i++) {
            followers.tell(open.get(i).operation().id(), Present.queued(open, i));
        }
    }

    private void startNext() {
        List<OperationRecord> open = open();
        if (course == null && !stopped && !open.isEmpty()) {
            Course next = courses.course(
                    this,
                    open.get(0),
                    values.getOrDefault(open.get(0).operation().id(), SecretValues.none()));
            course = next;
            next.wake();
        }
    }

    private void put(OperationRecord operation) {
        machinery.store().put(operation);
        operations.put(operation.operation().id(), operation);
    }

    private void save(EnvironmentRecord next) {
        machinery.store().put(next);
        record = next;
        onDisk = true;
    }

    private static OperationEvent entered(OperationRecord operation) {
        return Present.entered(operation);
    }

    private void show() {
        show(present());
    }

    private void show(Environment now) {
        if (!now.equals(view)) {
            view = now;
            watchers.tell(now);
        }
    }

    private Environment present() {
        return Present.environment(record.environment(), open());
    }
}
