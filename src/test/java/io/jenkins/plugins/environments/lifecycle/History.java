package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentException;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What may happen to a handful of environments, by chance from a seed: deploys of changing stacks, removals, people who
 * change their mind, a target and a disk that fail, processes that die. In the end all mishaps stop, and {@link
 * Verdict} says whether everything is as it should be.
 */
final class History {

    static final String SECRET = "hunter2-";
    private static final int CHANGES = 3;
    private static final Stage PRODUCTION = World.standing("prod");
    private static final Stage QA = World.waiting(Stage.unconfigured("qa", SimulatedTarget.ID));
    private static final List<String> ORDER = List.of("staging", "qa", "prod");
    /** Production, then each change in staging, then each in qa. */
    private static final List<EnvironmentId> IDS = Stream.concat(
                    IntStream.rangeClosed(0, CHANGES)
                            .mapToObj(number -> EnvironmentLifecycle.idOf(
                                    change(number), number == 0 ? PRODUCTION : World.STAGING)),
                    IntStream.rangeClosed(1, CHANGES).mapToObj(number -> EnvironmentLifecycle.idOf(change(number), QA)))
            .toList();

    private static final Duration SETTLED_BY = Duration.ofHours(8);

    private final SplittableRandom random;
    private final World world;
    private final Mishaps mishaps;
    private final Outside outside;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Operation> acknowledged = new TreeMap<>();
    private final Map<String, List<OperationEvent>> followed = new HashMap<>();
    private final Map<EnvironmentId, Set<String>> specifications = new HashMap<>();
    private final Set<EnvironmentId> foreign = new HashSet<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Map<Integer, Integer> builds = new HashMap<>();
    private final Passages passages;
    private int promotions;

    /** What is put in the place of a sound part, to see that it is noticed. */
    interface Sabotage {
        SimulatedDisk disk();

        SimulatedTarget target(VirtualTime time, SplittableRandom random);

        /** All is sound. */
        Sabotage NONE = new Sabotage() {
            @Override
            public SimulatedDisk disk() {
                return new SimulatedDisk();
            }

            @Override
            public SimulatedTarget target(VirtualTime time, SplittableRandom random) {
                return new SimulatedTarget(time, random);
            }
        };
    }

    History(long seed, Sabotage sabotage) {
        random = new SplittableRandom(seed);
        VirtualTime time = new VirtualTime(random);
        SimulatedDisk disk = sabotage.disk();
        SimulatedTarget target = sabotage.target(time, random);
        world = new World(random, time, disk, target, LifecycleSettings.DEFAULT);
        mishaps = new Mishaps(random, time, disk, violations);
        passages = new Passages(IDS, violations);
        target.faults(mishaps);
        disk.beforeEach(mishaps::disk);
        outside = new Outside(random, List.of(World.STAGING, QA, PRODUCTION));
        foreign.add(new EnvironmentId("their-own"));
        if (random.nextInt(4) == 0) {
            foreign.add(World.id(CHANGES));
        }
        foreign.forEach(id -> target.plant(id, "somebody-else"));
    }

    /** All that is wrong in the end, or was on the way. */
    List<String> run() {
        open();
        int actions = 10 + random.nextInt(16);
        for (int i = 0; i < actions; i++) {
            act();
            live(random.nextInt(60));
        }
        mishaps.over();
        outside.over();
        liftAll();
        settle();
        // Until the loop has made good what no event told of, and orphans have had their grace.
        world.pass(Duration.ofMinutes(30));
        liftAll();
        settle();
        violations.addAll(world.target.violations());
        violations.addAll(new Verdict(world, acknowledged, followed, specifications, foreign).inTheEnd());
        IDS.forEach(id -> world.lifecycle.operations(id).stream()
                .filter(operation -> operation.origin().equals(Reconciler.ORIGIN))
                .forEach(operation -> count("taken away by the loop")));
        counts.merge("changes that ended", outside.ended(), Integer::sum);
        violations.addAll(outside.verdict(world, environment(0)));
        return violations;
    }

    /** How often what happened. */
    Map<String, Integer> counts() {
        return counts;
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void act() {
        guarded(() -> {
            switch (random.nextInt(33)) {
                case 0, 1, 2, 3, 4, 5, 26, 27, 28, 29, 30, 31 -> deploy();
                case 18, 19, 20, 21 -> promote();
                case 22, 23 -> rollback();
                case 24 -> hold();
                case 25 -> pin();
                case 6, 7 -> destroy();
                case 8, 9 -> cancel();
                case 10, 11 -> mishaps.crashIn(random.nextInt(60));
                case 12 -> mishaps.diskFaults(random.nextInt(12));
                case 13 -> mishaps.hold(anyOne());
                case 14 -> world.time.pass(Duration.ofMinutes(random.nextInt(25)));
                case 15, 16 -> outside.turn(world, 1 + random.nextInt(CHANGES));
                case 17 -> {
                    if (random.nextBoolean()) {
                        outside.sweep(world);
                    } else {
                        someForceOrOutage();
                    }
                }
                default -> world.target.stumble(anyOne(), "s0");
            }
        });
    }

    private void someForceOrOutage() {
        if (random.nextInt(3) == 0) {
            outside.outage();
        } else {
            outside.force(world, environment(random.nextInt(CHANGES + 1)));
        }
    }

    private static EnvironmentId environment(int number) {
        return IDS.get(number);
    }

    private EnvironmentId anyOne() {
        List<EnvironmentId> there = IDS.stream()
                .filter(id -> world.lifecycle
                        .environment(id)
                        .filter(each -> each.state() != EnvironmentState.GONE)
                        .isPresent())
                .toList();
        List<EnvironmentId> choice = there.isEmpty() || random.nextInt(4) == 0 ? IDS : there;
        return choice.get(random.nextInt(choice.size()));
    }

    private static Change change(int number) {
        return Change.request("shop", number == 0 ? 99 : number);
    }

    private void deploy() {
        int number = random.nextInt(CHANGES + 1);
        int build = builds.merge(number, 1, Integer::sum) - (random.nextInt(12) == 0 ? 2 : 0);
        DeployRequest request = World.request(
                change(number),
                number == 0 ? PRODUCTION : World.STAGING,
                stack().reading(),
                OnFailure.values()[random.nextInt(OnFailure.values().length)],
                new Origin("alice", "shop/PR-" + number, build, null));
        remember(environment(number), request);
        Operation deploy = world.lifecycle.deploy(request);
        if (request.onFailure() == OnFailure.ROLLBACK) {
            passages.goesBack(deploy.id());
        }
        acknowledge(deploy);
    }

    private void promote() {
        if (random.nextInt(3) > 0) {
            // What is at work now has a chance to get ready.
            world.time.pass(Duration.ofMinutes(2));
        }
        boolean first = random.nextInt(3) > 0;
        int number = first ? promotable(World.STAGING) : promotable(QA);
        Stage from = first ? World.STAGING : QA;
        Stage to = first ? QA : PRODUCTION;
        EnvironmentId source = EnvironmentLifecycle.idOf(change(number), from);
        EnvironmentId there = EnvironmentLifecycle.idOf(change(number), to);
        // Whatever ran in the source may run there from now on.
        specifications
                .computeIfAbsent(there, key -> new HashSet<>())
                .addAll(specifications.getOrDefault(source, Set.of()));
        acknowledge(world.lifecycle.promote(new PromoteRequest(
                "shop",
                change(number),
                from,
                to,
                ORDER,
                random.nextInt(8) == 0 ? 1 : null,
                Map.of(),
                Map.of(),
                random.nextInt(5) > 0,
                PromoteRequest.Authority.GRANTED,
                World.TIMEOUT,
                new Origin(Passages.PROMOTER, null, ++promotions, null))));
        count("promotions");
    }

    /** A change that is ready in that stage, where there is one. */
    private int promotable(Stage stage) {
        List<Integer> ready = IntStream.rangeClosed(1, CHANGES)
                .filter(number -> world.lifecycle
                        .environment(EnvironmentLifecycle.idOf(change(number), stage))
                        .filter(each -> each.state() == EnvironmentState.READY)
                        .isPresent())
                .boxed()
                .toList();
        return ready.isEmpty() ? 1 + random.nextInt(CHANGES) : ready.get(random.nextInt(ready.size()));
    }

    private void rollback() {
        Integer to = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : null;
        acknowledge(world.lifecycle.rollback(
                new RollbackRequest(anyOne(), to, "it is bad", World.TIMEOUT, Origin.of("dave"))));
        count("rollbacks");
    }

    private void hold() {
        EnvironmentId id = anyOne();
        if (random.nextInt(3) == 0) {
            world.lifecycle.hold(id, "it is shown", "erin");
        } else {
            world.lifecycle.lift(id, "erin");
        }
        count("holds");
    }

    private void pin() {
        EnvironmentId id = anyOne();
        boolean pin = random.nextBoolean();
        passages.forget(id);
        if (pin) {
            world.lifecycle.pin(id, "erin");
        } else {
            world.lifecycle.unpin(id, "erin");
        }
        passages.pinned(id, pin);
        count("pins");
    }

    private void remember(EnvironmentId id, DeployRequest request) {
        Desired desired = new Desired(
                id,
                "",
                "",
                request.change(),
                Lifetime.PER_CHANGE,
                request.reading().stack(),
                Map.of(),
                List.of(),
                null);
        request.reading().stack().services().keySet().forEach(service -> specifications
                .computeIfAbsent(id, key -> new HashSet<>())
                .add(service + SimulatedTarget.specification(desired, service)));
    }

    private Stacks stack() {
        Stacks stack = Stacks.stack();
        int services = random.nextInt(5);
        for (int i = 0; i < services; i++) {
            Set<String> before = new TreeSet<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(2) == 0) {
                    before.add("s" + j);
                }
            }
            stack.service("s" + i, before.toArray(new String[0]));
            int fate = random.nextInt(24);
            stack.image(fate == 0 ? "broken" : fate == 1 ? "hanging" : "good:" + random.nextInt(3));
            stack.variable("A", String.valueOf(random.nextInt(2)));
            if (random.nextInt(3) == 0) {
                stack.secret("PASSWORD", SECRET + random.nextInt(3));
            }
            if (random.nextInt(2) == 0) {
                stack.port(8080);
            }
        }
        return random.nextInt(2) == 0 ? stack.volume("data") : stack;
    }

    private void destroy() {
        EnvironmentId id = anyOne();
        DataPolicy[] policies = {null, DataPolicy.KEEP, DataPolicy.DELETE};
        DataPolicy data = policies[random.nextInt(policies.length)];
        acknowledge(world.lifecycle.destroy(new DestroyRequest(id, data, World.TIMEOUT, Origin.of("bob"))));
    }

    private void acknowledge(Operation operation) {
        acknowledged.put(operation.id(), operation);
        count("requests");
        List<OperationEvent> events = new ArrayList<>();
        followed.put(operation.id(), events);
        world.lifecycle.follow(operation.id(), events::add);
    }

    private void cancel() {
        if (!acknowledged.isEmpty()) {
            List<String> ids = List.copyOf(acknowledged.keySet());
            world.lifecycle.cancel(ids.get(random.nextInt(ids.size())), "carol");
        }
    }

    private void live(int steps) {
        for (int i = 0; i < steps; i++) {
            guarded(world.time::step);
            oneAtATime();
        }
    }

    /** Does something that the process may die of. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Mishaps.Crash e) {
            count("crashes");
            world.crash();
            followed.clear();
            if (random.nextInt(8) == 0) {
                loseRecords(environment(1 + random.nextInt(CHANGES)));
            }
            if (random.nextInt(3) == 0) {
                mishaps.crashIn(random.nextInt(30));
            }
            open();
        } catch (EnvironmentException e) {
            count("refusals");
        } catch (Mishaps.Defect e) {
            count("defects of the target that reached the requester");
        }
    }

    /** The crash takes all that was written about an environment. What runs is still there. */
    private void loseRecords(EnvironmentId id) {
        count("lost records");
        world.disk.lose("environments/" + id);
        passages.lost(id);
        acknowledged.values().removeIf(operation -> operation.environment().equals(id));
    }

    /** The process starts, and may die of it, too. */
    private void open() {
        boolean up = false;
        while (!up) {
            try {
                world.open();
                world.lifecycle.upkeep().reconcile(outside);
                up = true;
            } catch (Mishaps.Crash e) {
                count("crashes at the start");
                world.crash();
            } catch (java.io.UncheckedIOException e) {
                count("disk faults at the start");
                world.kill();
            }
        }
        acknowledged.keySet().stream()
                .filter(id -> world.lifecycle.operation(id).isPresent())
                .forEach(id -> {
                    List<OperationEvent> events = new ArrayList<>();
                    followed.put(id, events);
                    world.lifecycle.follow(id, events::add);
                });
    }

    private void oneAtATime() {
        passages.look(world.lifecycle);
        for (EnvironmentId id : IDS) {
            int atWork = 0;
            for (Operation each : world.lifecycle.operations(id)) {
                atWork += each.phase().isEnd() || each.phase() == Phase.REQUESTED ? 0 : 1;
            }
            if (world.lifecycle.environment(id).map(Environment::state).orElse(null) == EnvironmentState.STUCK) {
                counts.put("STUCK", 1);
            }
            if (atWork > 1) {
                violations.add(atWork + " operations at work in " + id);
            }
        }
    }

    /** What waits for the end of a hold would wait for ever, and what is pinned stays for ever. */
    private void liftAll() {
        for (EnvironmentId id : IDS) {
            world.lifecycle
                    .environment(id)
                    .filter(each -> each.hold() != null)
                    .ifPresent(each -> world.lifecycle.lift(id, "erin"));
            world.lifecycle.environment(id).filter(Environment::pinned).ifPresent(each -> {
                passages.forget(id);
                world.lifecycle.unpin(id, "erin");
            });
        }
    }

    private void settle() {
        var end = world.time.instant().plus(SETTLED_BY);
        while (isBusy() && world.time.instant().isBefore(end) && world.time.step()) {
            oneAtATime();
            // A rollback that still had to begin sets another hold.
            liftAll();
        }
        world.pass(Duration.ofMinutes(10));
        passages.look(world.lifecycle);
        passages.inTheEnd(world.lifecycle);
        Map<Phase, Integer> ends = new EnumMap<>(Phase.class);
        acknowledged.keySet().forEach(id -> world.lifecycle
                .operation(id)
                .ifPresent(operation -> ends.merge(operation.phase(), 1, Integer::sum)));
        ends.forEach((phase, number) -> counts.merge(phase.name(), number, Integer::sum));
    }

    private boolean isBusy() {
        return IDS.stream().anyMatch(id -> world.lifecycle.operations(id).stream()
                .anyMatch(each -> !each.phase().isEnd()));
    }
}
