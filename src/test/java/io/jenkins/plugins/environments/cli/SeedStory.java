package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyStaleRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.OperationEvent;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.lifecycle.RollbackRequest;
import io.jenkins.plugins.environments.lifecycle.StaleQuery;
import io.jenkins.plugins.environments.lifecycle.Sweep;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.stack.StackReading;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The life of a seed stack from its first deploy to nothing, on any target: deployed, its links answer, its database dies
 * and comes back, promoted, broken by an image that is not there, rolled back and held, its stage full, stale, gone.
 */
final class SeedStory {

    private final OnTarget on;
    private final Stage staging;
    private final Stage qa;
    private final Change change;
    private final StackReading reading;
    private final Map<String, String> images;
    private final EnvironmentId inStaging;
    private final EnvironmentId inQa;

    /**
     * Whose story is told on a real target, where each takes minutes: {@code -Dstory.seeds=SAEOSS,EFISHERY}, or {@code
     * all}; without it only the shortest is.
     */
    static List<SeedStacks> told() {
        String wanted = System.getProperty("story.seeds", SeedStacks.CIVICTECHJOBS.name());
        return wanted.equals("all")
                ? List.of(SeedStacks.values())
                : Arrays.stream(wanted.split(",")).map(SeedStacks::valueOf).toList();
    }

    /** A name that no other test has on a target that all share. */
    static String project(SeedStacks seed) {
        return seed.name().toLowerCase(Locale.ROOT).substring(0, 5)
                + UUID.randomUUID().toString().substring(0, 5);
    }

    /** @param project a name of its own on targets that others use, too */
    SeedStory(OnTarget on, SeedStacks seed, String project, Map<String, String> images) {
        this.on = on;
        this.images = images;
        this.staging = Stage.unconfigured("staging", "the-only-one");
        this.qa = withRoomForOne(Stage.unconfigured("qa", "the-only-one"));
        this.change = Change.request(project, 42);
        this.reading = on.read(seed.request(seed == SeedStacks.SAEOSS ? Set.of("test") : Set.of()));
        this.inStaging = EnvironmentLifecycle.idOf(change, staging);
        this.inQa = EnvironmentLifecycle.idOf(change, qa);
    }

    private static Stage withRoomForOne(Stage stage) {
        return stage.toBuilder().quota(new Stage.Quota(null, null, 1)).build();
    }

    void tell() {
        succeeds(on.deploy(change, staging, reading, images, OnFailure.KEEP));
        everyLinkAnswers(inStaging);
        itsDatabaseDiesAndComesBack();
        isPromotedWithTheVeryImages();
        everyLinkAnswers(inQa);
        anImageThatIsNotThereBreaksIt();
        isRolledBackAndHeld();
        everyLinkAnswers(inQa);
        theStageIsFull();
        goesStaleAndIsTakenAway();
        nothingIsLeft();
    }

    private static Operation succeeds(Operation operation) {
        assertThat(operation.phase())
                .as(() -> {
                    var failure = operation.failure();
                    return operation + ": " + failure + " " + (failure == null ? "" : failure.details());
                })
                .isEqualTo(Phase.RELEASED);
        return operation;
    }

    private Environment environment(EnvironmentId id) {
        return on.lifecycle().environment(id).orElseThrow();
    }

    private void everyLinkAnswers(EnvironmentId id) {
        assertThat(environment(id).links()).isNotEmpty();
        environment(id).links().forEach(link -> OnTarget.until(() -> on.answers(link)));
    }

    /** The service that keeps its data, and is one. */
    private String database() {
        return reading.stack().services().values().stream()
                .filter(service -> service.replicas() == 1)
                .filter(service -> service.mounts().stream().anyMatch(Mount.NamedVolume.class::isInstance))
                .map(service -> service.name())
                .sorted()
                .findFirst()
                .orElseThrow();
    }

    private void itsDatabaseDiesAndComesBack() {
        on.kill(inStaging, database());
        List<OperationEvent> events = new CopyOnWriteArrayList<>();
        Operation again = on.lifecycle()
                .deploy(new DeployRequest(
                        change, staging, reading, images, OnFailure.KEEP, OnTarget.PATIENCE, Origin.of("test")));
        on.lifecycle().follow(again.id(), events::add);
        succeeds(on.ended(again));
        OnTarget.until(() -> events.stream().anyMatch(this::repairsTheDatabase));
    }

    private boolean repairsTheDatabase(OperationEvent event) {
        return event instanceof OperationEvent.Repaired repaired
                && repaired.repairs().stream()
                        .anyMatch(repair -> repair.service().equals(database())
                                && !repair.drift().isEmpty());
    }

    private void isPromotedWithTheVeryImages() {
        Map<String, String> ran = on.lifecycle().releases(inStaging).get(0).images();
        succeeds(on.ended(on.lifecycle()
                .promote(new PromoteRequest(
                        change.project(),
                        change,
                        staging,
                        qa,
                        List.of("staging", "qa"),
                        null,
                        Map.of(),
                        Map.of(),
                        true,
                        PromoteRequest.Authority.GRANTED,
                        OnTarget.PATIENCE,
                        Origin.of("test")))));
        assertThat(on.lifecycle().releases(inQa).get(0).images()).isEqualTo(ran);
        OnTarget.until(() -> environment(inStaging).state() == EnvironmentState.GONE);
        assertThat(on.everythingOf(inStaging)).isEmpty();
    }

    private void anImageThatIsNotThereBreaksIt() {
        String linked = environment(inQa).links().get(0).service();
        Map<String, String> broken =
                new HashMap<>(on.lifecycle().releases(inQa).get(0).images());
        broken.put(linked, on.noImage());
        // A registry that does not answer is asked again and again, so it must not have all of the test's time.
        Operation deploy = on.ended(on.lifecycle()
                .deploy(new DeployRequest(
                        change, qa, reading, broken, OnFailure.KEEP, Duration.ofMinutes(1), Origin.of("test"))));
        assertThat(deploy.phase()).isEqualTo(Phase.FAILED);
        var failure = Objects.requireNonNull(deploy.failure());
        assertThat(failure + " " + failure.details()).contains(on.noImage());
        assertThat(environment(inQa).state()).isEqualTo(EnvironmentState.FAILED);
    }

    private void isRolledBackAndHeld() {
        Map<String, String> good = on.lifecycle().releases(inQa).get(0).images();
        succeeds(on.ended(on.lifecycle()
                .rollback(new RollbackRequest(
                        inQa, null, "its image is not there", OnTarget.PATIENCE, Origin.of("test")))));
        assertThat(on.lifecycle().releases(inQa).get(0).images()).isEqualTo(good);
        assertThat(environment(inQa).state()).isEqualTo(EnvironmentState.READY);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> on.deploy(change, qa, reading, images, OnFailure.KEEP))
                .withMessageContaining("its image is not there");
        on.lifecycle().lift(inQa, "test");
    }

    private void theStageIsFull() {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(
                        () -> on.deploy(Change.request(change.project(), 43), qa, reading, images, OnFailure.DESTROY))
                .withMessageContaining("stage qa may have 1 environments and has " + inQa);
    }

    private void goesStaleAndIsTakenAway() {
        Sweep sweep = on.lifecycle()
                .upkeep()
                .destroyStale(new DestroyStaleRequest(
                        new StaleQuery(
                                List.of(staging, qa),
                                null,
                                null,
                                environment -> ChangeStatus.of(ChangeStatus.State.CLOSED)),
                        false,
                        0,
                        false,
                        OnTarget.PATIENCE,
                        Origin.of("test")));
        assertThat(sweep.outcomes(Sweep.Action.DESTROYING)).singleElement().satisfies(outcome -> {
            assertThat(outcome.decision().environment().id()).isEqualTo(inQa);
            assertThat(outcome.decision().sentence()).isEqualTo("pull request #42 was closed");
        });
        OnTarget.until(() -> environment(inQa).state() == EnvironmentState.GONE);
    }

    private void nothingIsLeft() {
        assertThat(on.lifecycle().environments()).isEmpty();
        assertThat(on.lifecycle().upkeep().kept()).isEmpty();
        assertThat(on.everythingOf(inQa)).isEmpty();
        assertThat(on.everythingOf(inStaging)).isEmpty();
    }
}
