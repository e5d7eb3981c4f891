package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.store.Store;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** A lifecycle in a world of its own: virtual time, a disk and a target that outlive it. */
final class World {

    static final Stage STAGING = Stage.unconfigured("staging", SimulatedTarget.ID);
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    final RandomGenerator random;
    final VirtualTime time;
    final SimulatedDisk disk;
    final SimulatedTarget target;
    final LifecycleSettings settings;
    private final Targets targets;
    private VirtualTime.Process process;
    private final Set<String> known = new HashSet<>(Set.of(SimulatedTarget.ID));
    private boolean targetIsAway;
    JournaledLifecycle lifecycle;

    World(long seed) {
        this(new SplittableRandom(seed), new SimulatedDisk());
    }

    World(RandomGenerator random, SimulatedDisk disk) {
        this(random, new VirtualTime(random), disk, null, LifecycleSettings.DEFAULT);
        open();
    }

    /** Not opened yet. @param target null: a well-behaved one */
    World(
            RandomGenerator random,
            VirtualTime time,
            SimulatedDisk disk,
            SimulatedTarget target,
            LifecycleSettings settings) {
        this.random = random;
        this.time = time;
        this.disk = disk;
        this.target = target == null ? new SimulatedTarget(time, random) : target;
        this.settings = settings;
        this.targets = id -> {
            if (!known.contains(id) || targetIsAway) {
                throw new InvalidInputException(new Problem(null, "no target " + id, "configure it"));
            }
            return this.target;
        };
    }

    /** A stage with one environment, updated in place. */
    static Stage standing(String name) {
        return Stage.of(name, SimulatedTarget.ID)
                .lifetime(Lifetime.STANDING)
                .linkRules(new Stage.LinkRules("shop.example", "{service}.{domain}", Map.of()))
                .isProtected(true)
                .build();
    }

    /** The same stage, into which goes only what was healthy for so long in the stage before. */
    static Stage soaking(Stage stage, Duration soak) {
        return stage.toBuilder().soak(soak).build();
    }

    /** The same stage, where deploys wait while an environment is held. */
    static Stage waiting(Stage stage) {
        return stage.toBuilder().whileHeld(Stage.HoldRule.WAIT).build();
    }

    void open() {
        process = time.new Process();
        Store store = new Store(disk, time);
        lifecycle = JournaledLifecycle.open(
                new Machinery(store, time, process, process, random, settings), targets, process::close);
    }

    /** The process dies; disk and target stay as they are. */
    void kill() {
        process.close();
        target.forgetListeners();
    }

    /** The process dies, and the disk forgets what was not synced. */
    void crash() {
        kill();
        disk.crash(random);
    }

    /** The target is not configured any more. */
    void takeTargetAway() {
        targetIsAway = true;
    }

    /** Another name for the target. */
    void elsewhere(String target) {
        known.add(target);
    }

    void bringTargetBack() {
        targetIsAway = false;
    }

    void restart() {
        kill();
        open();
    }

    static DeployRequest request(int number, StackReading reading) {
        return request(Change.request("shop", number), STAGING, reading, OnFailure.ROLLBACK, Origin.of("alice"));
    }

    static DeployRequest request(int number, StackReading reading, OnFailure onFailure) {
        return request(Change.request("shop", number), STAGING, reading, onFailure, Origin.of("alice"));
    }

    static DeployRequest request(Change change, Stage stage, StackReading reading, OnFailure onFailure, Origin origin) {
        return new DeployRequest(change, stage, reading, Map.of(), onFailure, TIMEOUT, origin);
    }

    Operation deploy(int number, Stacks stack) {
        return lifecycle.deploy(request(number, stack.reading()));
    }

    Operation deploy(int number, Stacks stack, OnFailure onFailure) {
        return lifecycle.deploy(request(number, stack.reading(), onFailure));
    }

    Operation destroy(int number) {
        return lifecycle.destroy(new DestroyRequest(id(number), null, TIMEOUT, Origin.of("bob")));
    }

    Operation destroy(int number, DataPolicy data) {
        return lifecycle.destroy(new DestroyRequest(id(number), data, TIMEOUT, Origin.of("bob")));
    }

    static EnvironmentId id(int number) {
        return EnvironmentLifecycle.idOf(Change.request("shop", number), STAGING);
    }

    Environment environment(int number) {
        return lifecycle.environment(id(number)).orElseThrow();
    }

    Operation now(Operation operation) {
        return lifecycle.operation(operation.id()).orElseThrow();
    }

    /** So much time passes. */
    World pass(Duration duration) {
        time.pass(duration);
        return this;
    }

    World minutes(int minutes) {
        return pass(Duration.ofMinutes(minutes));
    }

    /** All that an operation tells from now on, after its present state. */
    List<OperationEvent> follow(Operation operation) {
        List<OperationEvent> events = new ArrayList<>();
        lifecycle.follow(operation.id(), events::add);
        return events;
    }
}
