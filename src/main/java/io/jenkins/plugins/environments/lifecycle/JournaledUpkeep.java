package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.Inspection.Seen;
import io.jenkins.plugins.environments.lifecycle.Sweep.Action;
import io.jenkins.plugins.environments.lifecycle.Sweep.Outcome;
import io.jenkins.plugins.environments.lifecycle.retention.Decision;
import io.jenkins.plugins.environments.lifecycle.retention.RetentionTable;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Target.Discovered;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The upkeep over the lifecycle's own memory. */
final class JournaledUpkeep implements Upkeep, AutoCloseable {

    private final RetentionTable table = RetentionTable.standard();
    private final Machinery machinery;
    private final House house;
    private final Orphans orphans;
    private final Renames renames;

    @CheckForNull
    private Reconciler reconciler;

    /** What the upkeep needs of the lifecycle that it belongs to. */
    interface House {
        /** All there are, gone ones among them. */
        List<Lane> lanes();

        @CheckForNull
        Lane lane(EnvironmentId id);

        /** Our mark. */
        String instance();

        /** What carries our mark on a target. Asks it. */
        List<Discovered> discover(String target);

        /** See {@link io.jenkins.plugins.environments.target.Target#tidy}, with our mark. */
        Applied tidy(String target, Set<EnvironmentId> living, Set<String> needed, Instant before);

        /** Takes up a record, unless another knows the environment by now. */
        void adopt(EnvironmentRecord record);

        /** Writes; what the disk refuses is told as the family of errors does. */
        <T> T journaled(Supplier<T> write);

        /** Destroys unless things have changed: the condition is asked when nobody else can be admitted. */
        Optional<Operation> destroyIf(DestroyRequest request, BooleanSupplier condition);
    }

    JournaledUpkeep(Machinery machinery, House house) {
        this.machinery = machinery;
        this.house = house;
        this.orphans = new Orphans(machinery, house);
        this.renames = new Renames(machinery.store());
    }

    @Override
    public List<Decision> decisions(StaleQuery query) {
        return inspect(query, problem -> {}).stream().map(Seen::decision).toList();
    }

    @Override
    public Sweep destroyStale(DestroyStaleRequest request) {
        Sweep sweep = sweep(request, problem -> {});
        List<Decision> decisions =
                sweep.outcomes().stream().map(Outcome::decision).toList();
        Brake.Held held = Brake.of(decisions);
        if (held != null && !request.dryRun() && !request.mostAreMeant()) {
            throw new RefusedException(held.rule(), held.remedy());
        }
        return sweep;
    }

    /** As {@link #destroyStale}, but tells of a brake that holds in what it returns. */
    Sweep sweep(DestroyStaleRequest request, Consumer<Problem> problems) {
        List<Seen> seen = inspect(request.query(), problems);
        Brake.Held held = Brake.of(seen.stream().map(Seen::decision).toList());
        String brake = held == null || request.mostAreMeant() ? null : held.toString();
        Map<Seen, Outcome> outcomes = new HashMap<>();
        int begun = 0;
        for (Seen each : oldestFirst(seen)) {
            boolean beyond = request.limit() > 0 && begun >= request.limit();
            Outcome outcome = request.dryRun()
                    ? outcome(each, Action.WOULD_GO, null, beyond ? beyond(request) : null)
                    : brake != null
                            ? outcome(each, Action.LATER, null, "more than half of its stage would go at once")
                            : beyond ? outcome(each, Action.LATER, null, beyond(request)) : destroy(each, request);
            outcomes.put(each, outcome);
            begun += outcome.action() == Action.DESTROYING || outcome.action() == Action.WOULD_GO ? 1 : 0;
        }
        List<Outcome> all = new ArrayList<>();
        seen.forEach(each -> all.add(outcomes.getOrDefault(each, outcome(each, Action.KEPT, null, null))));
        return new Sweep(machinery.clock().instant(), request.dryRun(), brake, all);
    }

    /** All environments, gone ones among them. */
    List<Environment> environments() {
        return house.lanes().stream().map(Lane::environment).toList();
    }

    Orphans orphans() {
        return orphans;
    }

    /** See {@link Leftovers}. */
    void tidy(String target) {
        new Leftovers(house).tidy(target, machinery.clock().instant());
    }

    @Override
    public List<ReconcileReport.Orphan> orphans(String target) {
        return orphans.list(target);
    }

    @Override
    public Environment adopt(String target, EnvironmentId id, Origin origin) {
        orphans.adopt(target, id, origin);
        return lane(id).environment();
    }

    private Lane lane(EnvironmentId id) {
        Lane lane = house.lane(id);
        if (lane == null) {
            throw new InvalidInputException(
                    new Problem(null, "there is no environment " + id, "see the list of environments"));
        }
        return lane;
    }

    @Override
    public Operation force(ForceRequest request) {
        Lane lane = lane(request.environment());
        if (!request.confirmation().equals(request.environment().value())) {
            throw new RefusedException(
                    "to take off what holds " + request.environment() + " leaves behind whatever that would clean up",
                    "confirm it with the environment's id");
        }
        Operation removal = lane.open().stream()
                .map(OperationRecord::operation)
                .filter(each -> each.kind() == Operation.Kind.DESTROY && each.phase() == Operation.Phase.STUCK)
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "no removal of " + request.environment() + " is stuck",
                        "destroy it, and wait: most things go by themselves"));
        return house.journaled(() -> {
            lane.force(removal.id(), request.origin().by());
            return lane.operation(removal.id()).operation();
        });
    }

    @Override
    public List<KeptData> kept() {
        return house.lanes().stream()
                .filter(lane -> lane.environment().state() == EnvironmentState.GONE)
                .filter(lane -> !lane.record().keptVolumes().isEmpty())
                .map(lane -> new KeptData(
                        lane.environment().id(),
                        lane.environment().target(),
                        lane.record().keptVolumes(),
                        Inspection.touched(lane)))
                .toList();
    }

    @Override
    public void renamed(String fromJob, String toJob) {
        house.journaled(() -> {
            renames.renamed(fromJob, toJob, house.lanes());
            return toJob;
        });
    }

    @Override
    public Optional<String> project(String job) {
        return renames.project(job);
    }

    private List<Seen> inspect(StaleQuery query, Consumer<Problem> problems) {
        Inspection inspection = new Inspection(table, query, machinery.clock().instant());
        List<Seen> seen = inspection.look(house.lanes());
        inspection.problems().forEach(problems);
        return seen;
    }

    private static List<Seen> oldestFirst(List<Seen> seen) {
        return seen.stream()
                .filter(each -> each.decision().verdict().goes())
                .sorted(Comparator.comparing(each -> Inspection.age(each.environment())))
                .toList();
    }

    private Outcome destroy(Seen seen, DestroyStaleRequest request) {
        DestroyRequest removal = new DestroyRequest(seen.environment().id(), null, request.timeout(), request.origin());
        try {
            return house.destroyIf(removal, seen::still)
                    .map(operation -> outcome(seen, Action.DESTROYING, operation.id(), null))
                    .orElseGet(() -> outcome(seen, Action.LATER, null, "it changed while it was looked at"));
        } catch (EnvironmentException e) {
            // One that can't be begun never holds up the others.
            return outcome(seen, Action.NOT_BEGUN, null, e.getMessage());
        }
    }

    private static String beyond(DestroyStaleRequest request) {
        return "no more than " + request.limit() + " at a time";
    }

    private static Outcome outcome(
            Seen seen, Action action, @CheckForNull String operation, @CheckForNull String note) {
        return new Outcome(seen.decision(), action, operation, note);
    }

    @Override
    public synchronized Subscription reconcile(Surroundings surroundings) {
        close();
        Reconciler next = new Reconciler(machinery, this, surroundings);
        reconciler = next;
        next.begin();
        return next;
    }

    @Override
    public synchronized void lookSoon() {
        Reconciler now = reconciler;
        if (now != null) {
            now.lookSoon();
        }
    }

    @Override
    public synchronized Optional<ReconcileReport> report() {
        Reconciler now = reconciler;
        return now == null ? Optional.empty() : now.report();
    }

    @Override
    public synchronized void close() {
        Reconciler now = reconciler;
        if (now != null) {
            now.close();
        }
        reconciler = null;
    }
}
