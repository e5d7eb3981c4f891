package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.ReconcileSettings.Orphans;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What happens in a history outside of the lifecycle: changes end and are opened again, a source-code server is away,
 * events are lost, people sweep and force. The lifecycle reconciles all the while.
 */
final class Outside implements Surroundings {

    private static final State[] ENDS = {State.CLOSED, State.MERGED, State.BRANCH_GONE, State.JOB_GONE};

    private final RandomGenerator random;
    private final List<Stage> stages;
    private final Orphans orphans;
    private final Map<Integer, ChangeStatus> ended = new TreeMap<>();
    private boolean away;

    Outside(RandomGenerator random, List<Stage> stages) {
        this.random = random;
        this.stages = stages;
        this.orphans = random.nextBoolean() ? Orphans.ADOPT : Orphans.DESTROY;
    }

    /** A change ends, or is opened again; its event may be lost. */
    void turn(World world, int number) {
        if (ended.remove(number) == null) {
            ended.put(number, ChangeStatus.of(ENDS[random.nextInt(ENDS.length)]));
        }
        if (random.nextInt(2) == 0) {
            world.lifecycle.upkeep().lookSoon();
        }
    }

    /** The server that knows about changes goes away, or comes back. */
    void outage() {
        away = !away;
    }

    /** From now on all answers come, and no change ends any more. */
    void over() {
        away = false;
    }

    /** How many changes have ended and were not opened again. */
    int ended() {
        return ended.size();
    }

    void sweep(World world) {
        world.lifecycle
                .upkeep()
                .destroyStale(new DestroyStaleRequest(
                        new StaleQuery(stages, null, null, changes()),
                        random.nextInt(3) == 0,
                        random.nextInt(3),
                        true,
                        World.TIMEOUT,
                        Origin.of("cron")));
    }

    void force(World world, EnvironmentId id) {
        world.lifecycle.upkeep().force(new ForceRequest(id, id.value(), Origin.of("carol")));
    }

    @Override
    public List<Stage> stages() {
        return stages;
    }

    @Override
    public Set<String> targets() {
        return Set.of(SimulatedTarget.ID);
    }

    @Override
    public KnownChanges changes() {
        return environment -> {
            if (away) {
                throw new IllegalStateException("the server is away");
            }
            Integer number = environment.change().number();
            return number == null ? ChangeStatus.UNKNOWN : ended.getOrDefault(number, ChangeStatus.of(State.OPEN));
        };
    }

    @Override
    public ReconcileSettings settings() {
        return new ReconcileSettings(Duration.ofMinutes(5), 0, orphans, Duration.ofMinutes(10), World.TIMEOUT);
    }

    /** What must be so when all has settled. @param kept what no rule may take away */
    List<String> verdict(World world, EnvironmentId kept) {
        List<String> wrong = new ArrayList<>();
        world.lifecycle.environments().stream()
                .filter(environment -> !environment.id().equals(kept))
                .filter(environment -> ended.containsKey(environment.change().number()))
                .filter(environment -> environment.state() != EnvironmentState.GONE)
                .forEach(environment -> wrong.add(environment.id() + " is there though its change ended"));
        for (Operation operation : world.lifecycle.operations(kept)) {
            String by = operation.origin().by();
            if (operation.kind() == Operation.Kind.DESTROY && (by.equals("reconcile") || by.equals("cron"))) {
                wrong.add(kept + " is standing and was destroyed by " + by);
            }
        }
        return wrong;
    }
}
