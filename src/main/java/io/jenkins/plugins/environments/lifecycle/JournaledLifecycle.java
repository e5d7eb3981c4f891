package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.Disk;
import io.jenkins.plugins.environments.lifecycle.store.EnvironmentFolder;
import io.jenkins.plugins.environments.lifecycle.store.FileDisk;
import io.jenkins.plugins.environments.lifecycle.store.Identity;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.Store;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Kind;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.stack.Waves;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Target.Subscription;
import io.jenkins.plugins.environments.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lifecycle over a journal in a folder. */
public final class JournaledLifecycle implements EnvironmentLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(JournaledLifecycle.class);

    /** After this long, a source environment that does not go counts as stuck. */
    private static final Duration LEAVING = Duration.ofMinutes(5);

    private final Machinery machinery;
    private final Identity identity;
    private final byte[] digestKey;
    private final Connections connections;
    private final Watchers watchers;
    private final Register register;
    private final Runnable onClose;
    private final JournaledUpkeep upkeep;
    /** Held while a request is checked against all environments and written. */
    private final Object admission = new Object();

    /**
     * Opens the journal in a folder, made where it is missing, and goes on with every operation that has not ended.
     *
     * @throws io.jenkins.plugins.environments.model.RefusedException when another process has the folder
     * @throws InvalidInputException when the folder can't be read or written
     */
    public static JournaledLifecycle open(Path home, Targets targets, Clock clock) {
        return open(home, targets, clock, LifecycleSettings.DEFAULT);
    }

    /** As {@link #open(Path, Targets, Clock)}, with other numbers. */
    public static JournaledLifecycle open(Path home, Targets targets, Clock clock, LifecycleSettings settings) {
        Pool pool = new Pool(settings.threads());
        try {
            // The store closes the disk, the lifecycle closes the store.
            Disk disk = FileDisk.open(home);
            try {
                return open(
                        new Machinery(
                                new Store(disk, clock),
                                clock,
                                pool,
                                pool.timer(),
                                // Not RandomGenerator.getDefault(): it asks the thread's class loader, and that of a
                                // servlet container may not know the algorithm that it wants.
                                new Random(),
                                settings),
                        targets,
                        pool::close);
            } catch (RuntimeException e) {
                // Whatever it was, the folder must be free for the next attempt.
                disk.close();
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            pool.close();
            throw new InvalidInputException(new Problem(
                    Position.of(String.valueOf(home)),
                    "the home can't be used: " + e.getMessage(),
                    "give a folder that can be read and written"));
        }
    }

    /** @param onClose ends what drives it, and returns when nothing runs any more */
    static JournaledLifecycle open(Machinery machinery, Targets targets, Runnable onClose) {
        JournaledLifecycle lifecycle = new JournaledLifecycle(machinery, targets, onClose);
        lifecycle.register.lanes().forEach(Lane::resume);
        return lifecycle;
    }

    private JournaledLifecycle(Machinery machinery, Targets targets, Runnable onClose) {
        this.machinery = machinery;
        this.onClose = onClose;
        this.watchers = new Watchers(machinery.workers());
        this.connections = new Connections(targets, this::news);
        List<EnvironmentFolder> folders = machinery.store().load();
        this.identity = Identity.of(machinery.store(), folders);
        this.digestKey = Identity.digestKey(machinery.store());
        this.register = new Register(machinery, watchers, new OtherEnvironments(), identity.instance(), folders);
        this.upkeep = new JournaledUpkeep(
                machinery, new Premises(register, connections, identity.instance(), admission, this::destroy));
    }

    /** What the courses of one environment need of the others. */
    private final class OtherEnvironments implements Lane.CourseFactory, Sources {

        @Override
        public Course course(Lane lane, OperationRecord operation, SecretValues secrets) {
            return operation.operation().kind() == Kind.DESTROY
                    ? new DestroyCourse(lane, operation, machinery, connections)
                    : new DeployCourse(lane, operation, secrets, machinery, connections, this);
        }

        @Override
        public Set<Integer> named(EnvironmentId environment) {
            return Lineage.named(environment, register.lanes());
        }

        @Override
        @CheckForNull
        public Problem leave(Passage.Source source, int release, Operation promotion) {
            synchronized (admission) {
                Lane lane = register.lane(source.ran().id()).orElse(null);
                if (lane == null || lane.environment().state() == EnvironmentState.GONE) {
                    return null;
                }
                Problem stays = Lineage.stays(lane, release, promotion);
                if (stays == null && !lane.isGoing()) {
                    register.put(
                            lane,
                            Kind.DESTROY,
                            new Work.Destroy(DataPolicy.DELETE, LEAVING),
                            promotion.origin(),
                            SecretValues.none());
                }
                return stays;
            }
        }
    }

    private void news(EnvironmentId id) {
        register.lane(id).ifPresent(Lane::wake);
    }

    /** The mark that everything of this home carries on targets: a valid label of at most 63 characters. */
    public String instanceId() {
        return identity.instance();
    }

    /** The key for digests of sensitive values; it is the same as long as the home is. */
    public byte[] digestKey() {
        return digestKey.clone();
    }

    /** What of the journal was unreadable when it was opened, and has been set aside. */
    public List<Problem> problems() {
        return machinery.store().problems();
    }

    @Override
    public Operation deploy(DeployRequest request) {
        Desired desired = new Desired(
                EnvironmentLifecycle.idOf(request.change(), request.stage()),
                identity.instance(),
                request.stage().name(),
                request.change(),
                request.stage().lifetime(),
                request.reading().stack(),
                Admission.images(request),
                Links.of(request.stage(), request.change(), request.reading().stack()),
                request.stage().quota());
        Waves.of(desired.stack());
        Work.Deploy work = new Work.Deploy(
                desired,
                request.reading().sources(),
                request.onFailure(),
                request.stage().retention().expireAfter(),
                warnings(request.reading().warnings(), request.stage(), desired),
                request.timeout(),
                request.reading().inputs(),
                PromotionRules.waits(request.stage()),
                null);
        synchronized (admission) {
            return admit(
                    Kind.DEPLOY,
                    work,
                    request.stage(),
                    request.origin(),
                    request.reading().secrets());
        }
    }

    private Operation admit(Kind kind, Work.Deploy work, Stage stage, Origin origin, SecretValues secrets) {
        Desired desired = work.desired();
        Lane known = register.lane(desired.id()).orElse(null);
        new Admission(stage, desired, origin).check(known, register.lanes());
        return register.submit(register.laneFor(stage, desired, origin), kind, work, origin, secrets);
    }

    @Override
    public Operation promote(PromoteRequest request) {
        PromotionRules rules = new PromotionRules(request, machinery.clock().instant());
        rules.stages();
        Lane source = register.lane(rules.source()).orElse(null);
        ReleaseRecord release = rules.release(source);
        rules.healthy(source, release, observe(source));
        rules.soaked(release);
        Promotion promotion = new Promotion(
                request,
                release,
                source.environment().target(),
                source.record().owner(),
                identity.instance(),
                new KeyedDigest(digestKey));
        StackReading reading = promotion.reading();
        Desired desired = promotion.desired(reading);
        List<Problem> warnings = warnings(reading.warnings(), request.to(), desired);
        synchronized (admission) {
            // The target was asked meanwhile: what is moved must still be what shall be.
            rules.unchanged(source, release);
            rules.newer(release, register.lane(desired.id()).orElse(null));
            return admit(
                    Kind.PROMOTE,
                    promotion.work(desired, reading, warnings),
                    request.to(),
                    request.origin(),
                    reading.secrets());
        }
    }

    private Observation observe(Lane lane) {
        return connections
                .target(lane.environment().target())
                .observe(lane.environment().id(), Applied.NOTHING);
    }

    @Override
    public Operation rollback(RollbackRequest request) {
        synchronized (admission) {
            Lane lane = register.known(request.environment());
            Rollback rollback = new Rollback(request, lane, lane.record().owner());
            Work.Deploy work =
                    rollback.work(rollback.release(), machinery.clock().instant());
            Admission.checkReturn(lane, work.desired(), register.lanes());
            return register.submit(lane, Kind.ROLLBACK, work, request.origin(), SecretValues.none());
        }
    }

    @Override
    public Operation redeploy(EnvironmentId id, Duration timeout, Origin origin) {
        synchronized (admission) {
            Lane lane = register.known(id);
            Work.Deploy work = Rollback.again(lane, timeout, origin);
            Admission.checkReturn(lane, work.desired(), register.lanes());
            return register.submit(lane, Kind.REDEPLOY, work, origin, SecretValues.none());
        }
    }

    @Override
    public Observation observe(EnvironmentId id) {
        return observe(register.known(id));
    }

    @Override
    public Optional<Soundness> soundness(EnvironmentId id) {
        return register.lane(id)
                .filter(lane -> lane.environment().state() == EnvironmentState.READY)
                .flatMap(this::soundness);
    }

    private Optional<Soundness> soundness(Lane lane) {
        Environment environment = lane.environment();
        return Optional.ofNullable(lane.releases().get(environment.release())).map(running -> {
            try {
                return Soundness.of(environment, running.release().stack().awaited(), observe(lane));
            } catch (InvalidInputException e) {
                return Soundness.unknown(String.valueOf(e.getMessage()));
            }
        });
    }

    @Override
    public Insight insight(EnvironmentId id, String service, int lines) {
        Lane lane = register.known(id);
        return connections
                .target(lane.environment().target())
                .insight(id, lane.record().owner(), service, lines);
    }

    @Override
    public Environment hold(EnvironmentId id, String reason, String by) {
        return mark(
                id,
                by,
                "held",
                marks -> marks.hold(reason, by, machinery.clock().instant()));
    }

    @Override
    public Environment lift(EnvironmentId id, String by) {
        return mark(id, by, "no longer held", Marks::lift);
    }

    @Override
    public Environment pin(EnvironmentId id, String by) {
        return mark(id, by, "pinned", marks -> marks.pin(true));
    }

    @Override
    public Environment unpin(EnvironmentId id, String by) {
        return mark(id, by, "no longer pinned", marks -> marks.pin(false));
    }

    @Override
    public Environment extend(EnvironmentId id, Instant expiresAt, String by) {
        return mark(id, by, "kept until " + expiresAt, marks -> marks.extend(expiresAt));
    }

    private Environment mark(EnvironmentId id, String by, String what, Function<Marks, Environment> change) {
        Environment now = Register.journaled(() -> change.apply(new Marks(register.known(id))));
        LOG.info("Environment {} is {}: {} said so", id, what, by);
        return now;
    }

    private List<Problem> warnings(List<Problem> known, Stage stage, Desired desired) {
        List<Problem> warnings = new ArrayList<>(known);
        if (stage.backup() != null) {
            warnings.add(new Problem(
                    null,
                    "stage " + stage.name() + " asks for backups, and none is made",
                    "store the data from a job of your own, and take the stage's setting out"));
        }
        try {
            warnings.addAll(connections.target(stage.target()).check(desired));
        } catch (TargetException e) {
            // It can't say now; preparing the place will tell the same, and is tried again.
            warnings.add(new Problem(
                    null,
                    "the target could not be asked beforehand: " + e.failure().why(),
                    "nothing; it is tried again"));
        }
        return warnings;
    }

    @Override
    public Operation destroy(DestroyRequest request) {
        synchronized (admission) {
            Lane lane = register.known(request.environment());
            boolean standing = lane.environment().lifetime() == Lifetime.STANDING;
            DataPolicy data = request.data() != null ? request.data() : standing ? DataPolicy.KEEP : DataPolicy.DELETE;
            Optional<OperationRecord> atIt = lane.open().stream()
                    .filter(each -> each.operation().kind() == Kind.DESTROY)
                    .findFirst();
            return atIt.isPresent()
                    ? join(lane, atIt.get(), data, request.origin())
                    : register.submit(
                            lane,
                            Kind.DESTROY,
                            new Work.Destroy(data, request.timeout()),
                            request.origin(),
                            SecretValues.none());
        }
    }

    /** A removal is at it already: deploys that wait behind it are no longer wanted, and data may have to go after all. */
    private Operation join(Lane lane, OperationRecord removal, DataPolicy data, Origin origin) {
        return Register.journaled(() -> {
            String id = removal.operation().id();
            lane.open().stream()
                    .map(each -> each.operation().id())
                    .filter(other -> other.compareTo(id) > 0)
                    .forEach(later -> lane.cancel(later, origin.by()));
            if (data == DataPolicy.DELETE) {
                lane.deleteData(id);
            }
            return lane.operation(id).operation();
        });
    }

    @Override
    public void cancel(String operationId, String by) {
        register.laneOf(operationId)
                .ifPresent(lane -> Register.journaled(() -> {
                    lane.cancel(operationId, by);
                    return lane;
                }));
    }

    @Override
    public Optional<Operation> operation(String operationId) {
        return register.laneOf(operationId)
                .map(lane -> lane.operations().get(operationId))
                .map(OperationRecord::operation);
    }

    @Override
    public Subscription follow(String operationId, Consumer<OperationEvent> listener) {
        return register.laneOf(operationId)
                .orElseThrow(() -> new InvalidInputException(
                        new Problem(null, "there is no operation " + operationId, "see the environment's operations")))
                .follow(operationId, listener);
    }

    @Override
    public Optional<Environment> environment(EnvironmentId id) {
        return register.lane(id).map(Lane::environment);
    }

    @Override
    public List<Environment> environments() {
        return register.lanes().stream()
                .map(Lane::environment)
                .filter(environment -> environment.state() != EnvironmentState.GONE)
                .toList();
    }

    @Override
    public List<Release> releases(EnvironmentId id) {
        return register.lane(id).stream()
                .flatMap(lane -> lane.releases().descendingMap().values().stream())
                .map(ReleaseRecord::release)
                .toList();
    }

    @Override
    public List<Operation> operations(EnvironmentId id) {
        return register.lane(id).stream()
                .flatMap(lane -> lane.operations().descendingMap().values().stream())
                .map(OperationRecord::operation)
                .toList();
    }

    @Override
    public Subscription watch(Consumer<Environment> listener) {
        return watchers.watch(listener);
    }

    @Override
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public void close() {
        upkeep.close();
        register.lanes().forEach(Lane::stop);
        connections.close();
        onClose.run();
        machinery.store().close();
    }
}
