package io.jenkins.plugins.environments.lifecycle;

import static io.jenkins.plugins.environments.lifecycle.Stacks.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A day of eFishery's load in virtual time: environments with two containers each run in the morning, then deployments
 * come all day long, on a target where 5 % of all calls and of all services fail, while the loop takes away what is stale.
 */
final class EFisheryDay {

    private final int jobs;
    private final int environments;
    private final int deployments;
    private final World world;
    private final SplittableRandom random;
    private final Map<String, Instant> asked = new TreeMap<>();
    private final List<Duration> queued = new ArrayList<>();
    private final Map<Integer, ChangeStatus> closed = new TreeMap<>();
    private double wall;

    EFisheryDay(int jobs, int environments, int deployments, int seed) {
        this.jobs = jobs;
        this.environments = environments;
        this.deployments = deployments;
        this.world = new World(seed);
        this.random = new SplittableRandom(seed);
    }

    void pass() {
        long begin = System.nanoTime();
        for (int i = 1; i <= environments; i++) {
            world.lifecycle.deploy(request(i, 0));
        }
        world.minutes(10);
        assertThat(world.target.places().values().stream()
                        .mapToInt(place -> place.services.size())
                        .sum())
                .isEqualTo(2 * environments);
        world.target.faults(new Failing());
        world.lifecycle.upkeep().reconcile(surroundings());
        for (int i = 1; i <= deployments; i++) {
            deploy(i);
            world.pass(Duration.ofDays(1).dividedBy(deployments));
        }
        world.minutes(60);
        wall = (System.nanoTime() - begin) / 1e9;
    }

    private void deploy(int build) {
        int job = 1 + random.nextInt(jobs);
        if (random.nextInt(10) == 0) {
            closed.put(job, ChangeStatus.of(State.CLOSED));
        } else {
            closed.remove(job);
        }
        Operation operation = world.lifecycle.deploy(request(job, build));
        asked.put(operation.id(), world.time.instant());
        world.lifecycle.follow(operation.id(), event -> {
            if (event instanceof OperationEvent.PhaseEntered entered
                    && entered.operation().phase() == Phase.RESOLVED) {
                queued.add(Duration.between(asked.get(operation.id()), world.time.instant()));
            }
        });
    }

    private Map<Phase, Integer> ends() {
        Map<Phase, Integer> ends = new TreeMap<>();
        asked.keySet().forEach(id -> world.lifecycle
                .operation(id)
                .ifPresent(operation -> ends.merge(operation.phase(), 1, Integer::sum)));
        return ends;
    }

    /** How the deployments ended, how long they waited, how long one look at all environments takes. */
    String report() {
        queued.sort(null);
        long sweep = System.nanoTime();
        world.lifecycle.upkeep().decisions(new StaleQuery(List.of(World.STAGING), null, null, KnownChanges.NOTHING));
        return String.format(
                Locale.ROOT,
                "%d deployments %s, queued median %d ms, p99 %d ms, longest %d s; one look at %d environments %.1f ms; "
                        + "the day took %.1f s",
                asked.size(),
                ends(),
                queued.get(queued.size() / 2).toMillis(),
                queued.get(queued.size() * 99 / 100).toMillis(),
                queued.get(queued.size() - 1).toSeconds(),
                world.lifecycle.environments().size(),
                (System.nanoTime() - sweep) / 1e6,
                wall);
    }

    /** None is lost, none is in limbo, and what runs is what the records say. */
    void verify() {
        Map<Phase, Integer> ends = ends();
        assertThat(ends.keySet()).as("none is in limbo").allMatch(Phase::isEnd);
        assertThat(ends.values().stream().mapToInt(Integer::intValue).sum())
                .as("none is lost")
                .isEqualTo(asked.size());
        assertThat(ends).containsKeys(Phase.RELEASED, Phase.FAILED);
        assertThat(world.lifecycle.environments())
                .extracting(Environment::state)
                .isSubsetOf(EnvironmentState.READY, EnvironmentState.FAILED);
        assertThat(world.target.places().keySet())
                .containsExactlyInAnyOrderElementsOf(world.lifecycle.environments().stream()
                        .map(Environment::id)
                        .toList());
    }

    private Surroundings surroundings() {
        KnownChanges changes = environment ->
                closed.getOrDefault(Integer.parseInt(environment.project().substring(3)), ChangeStatus.of(State.OPEN));
        return new Surroundings() {
            @Override
            public List<Stage> stages() {
                return List.of(World.STAGING);
            }

            @Override
            public Set<String> targets() {
                return Set.of(SimulatedTarget.ID);
            }

            @Override
            public KnownChanges changes() {
                return changes;
            }
        };
    }

    /** 5 % of all calls fail for a moment, 5 % of all services never become ready. */
    private static final class Failing extends SimulatedTarget.Faults {
        private final SplittableRandom random = new SplittableRandom(3);

        @Override
        void before(String call, EnvironmentId id) {
            if (random.nextInt(20) == 0) {
                throw new TargetException(
                        TargetException.Kind.TRANSIENT, Failure.of(call + " failed", "overload", "wait"));
            }
        }

        @Override
        Observation.State outcome(EnvironmentId id, String service, String image) {
            return random.nextInt(20) == 0 ? Observation.State.FAILED : Observation.State.READY;
        }

        @Override
        Duration readyAfter() {
            return Duration.ofSeconds(5 + random.nextInt(85));
        }
    }

    private static DeployRequest request(int job, int build) {
        return World.request(
                Change.request("job" + job, 1),
                World.STAGING,
                stack().service("web")
                        .variable("BUILD", String.valueOf(build))
                        .service("db")
                        .reading(),
                DeployRequest.OnFailure.ROLLBACK,
                new Origin("alice", "job" + job, build, null));
    }
}
