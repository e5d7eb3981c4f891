package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.EnvironmentFolder;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.StoreException;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.OperationFailedException;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Desired;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** All environments of a home, each in its lane, and the operations that were ever put into one. */
final class Register {

    private final Machinery machinery;
    private final Watchers watchers;
    private final Lane.CourseFactory courses;
    private final String instance;
    private final OperationIds ids;
    private final Map<EnvironmentId, Lane> lanes = new ConcurrentSkipListMap<>();
    private final Map<String, Lane> lanesOfOperations = new ConcurrentSkipListMap<>();

    /**
     * @param instance the mark of what this home owns
     * @param folders what the journal has
     */
    Register(
            Machinery machinery,
            Watchers watchers,
            Lane.CourseFactory courses,
            String instance,
            List<EnvironmentFolder> folders) {
        this.machinery = machinery;
        this.watchers = watchers;
        this.courses = courses;
        this.instance = instance;
        folders.forEach(folder -> Recovery.environment(folder, instance)
                .ifPresent(record -> add(record, folder.environment() != null, folder)));
        this.ids = new OperationIds(
                machinery.clock(), lanesOfOperations.keySet().stream().reduce("", (a, b) -> b));
    }

    private void add(EnvironmentRecord record, boolean onDisk, EnvironmentFolder folder) {
        Lane lane = lane(record, onDisk, folder.releases(), folder.operations());
        lanes.put(folder.id(), lane);
        lane.operations().keySet().forEach(id -> lanesOfOperations.put(id, lane));
    }

    private Lane lane(
            EnvironmentRecord record, boolean onDisk, List<ReleaseRecord> releases, List<OperationRecord> operations) {
        return new Lane(machinery, watchers, courses, record, onDisk, releases, operations);
    }

    /** A lane for a record that is not on disk yet; it is nowhere until it is added or something is put into it. */
    Lane fresh(EnvironmentRecord record) {
        return lane(record, false, List.of(), List.of());
    }

    void add(Lane lane) {
        lanes.put(lane.environment().id(), lane);
    }

    Collection<Lane> lanes() {
        return lanes.values();
    }

    Optional<Lane> lane(EnvironmentId id) {
        return Optional.ofNullable(lanes.get(id));
    }

    /** The lane that has that operation. */
    Optional<Lane> laneOf(String operationId) {
        return Optional.ofNullable(lanesOfOperations.get(operationId))
                .filter(lane -> lane.operations().containsKey(operationId));
    }

    /** @throws InvalidInputException when there is none */
    Lane known(EnvironmentId id) {
        Lane lane = lanes.get(id);
        if (lane == null) {
            throw new InvalidInputException(
                    new Problem(null, "there is no environment " + id, "see the list of environments"));
        }
        return lane;
    }

    /** The lane of an environment; of one that is not there yet, a lane that is nowhere until something is put into it. */
    Lane laneFor(Stage stage, Desired desired, Origin origin) {
        return lane(desired.id()).orElseGet(() -> lane(fresh(stage, desired, origin), false, List.of(), List.of()));
    }

    private EnvironmentRecord fresh(Stage stage, Desired desired, Origin origin) {
        return new EnvironmentRecord(
                new Environment(
                        desired.id(),
                        desired.stage(),
                        desired.change(),
                        stage.target(),
                        desired.lifetime(),
                        EnvironmentState.GONE,
                        0,
                        desired.links(),
                        machinery.clock().instant(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        origin),
                0,
                List.of(),
                instance);
    }

    /** As {@link #put}, with a refusal in place of a full disk's exception. */
    Operation submit(Lane lane, Kind kind, Work work, Origin origin, SecretValues secrets) {
        return journaled(() -> put(lane, kind, work, origin, secrets));
    }

    /** Writes down an operation and lets it begin or wait. @throws StoreException when the disk does not take it */
    Operation put(Lane lane, Kind kind, Work work, Origin origin, SecretValues secrets) {
        Instant now = machinery.clock().instant();
        EnvironmentId environment = lane.environment().id();
        Operation operation = new Operation(
                ids.next(),
                environment,
                kind,
                Phase.REQUESTED,
                0,
                0,
                origin,
                now,
                now,
                now.plus(work.timeout()),
                0,
                null,
                null);
        boolean known = lanes.putIfAbsent(environment, lane) != null;
        lanesOfOperations.put(operation.id(), lane);
        boolean accepted = false;
        try {
            Operation submitted =
                    lane.submit(new OperationRecord(operation, lane.record().environment(), work), secrets);
            accepted = true;
            return submitted;
        } finally {
            if (!accepted) {
                lanesOfOperations.remove(operation.id());
                if (!known) {
                    lanes.remove(environment);
                }
            }
        }
    }

    static <T> T journaled(Supplier<T> write) {
        try {
            return write.get();
        } catch (StoreException e) {
            throw new OperationFailedException(Failure.of(
                    "the request could not be written down, so nothing was done",
                    String.valueOf(e.getMessage()),
                    "look whether the disk of the home is full or read-only, then ask again"));
        }
    }
}
