package io.jenkins.plugins.environments.target;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.lifecycle.LifecycleSettings;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Target.Discovered;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every target promises, tried on each kind of them by a class of its own. What is by nature different stands in
 * {@code docs/docker.md}.
 */
public abstract class TargetContract {

    private static final Duration SOON = Duration.ofSeconds(150);

    private Ground ground;
    private Target target;
    private Waiting waiting;

    /** A target of the kind that is tried, with nothing of this test on it. */
    protected abstract Ground ground();

    @BeforeEach
    void begin() {
        ground = ground();
        target = ground.target();
        waiting = new Waiting(target);
    }

    @AfterEach
    void tidyUp() {
        waiting.close();
        ground.close();
    }

    private ServiceFixture db() {
        return ground.listening("db", 5432).volume("data", "/data").secretEnv("DB_PASSWORD");
    }

    private ServiceFixture web(String level) {
        return ground.listening("web", 8080).env("LEVEL", level).after("db", Condition.STARTED);
    }

    private Desired wish(ServiceFixture... services) {
        return Wishes.wish(ground.project(), stack(services));
    }

    private Desired shop(String level) {
        return wish(db(), web(level));
    }

    private Desired deployed() {
        Desired desired = shop("info");
        waiting.deploy(desired, Wishes.values(desired.stack()));
        return desired;
    }

    private List<String> instances(Desired desired, String service) {
        return ground.instances(desired).stream()
                .filter(each -> each.startsWith(service))
                .toList();
    }

    private static void isOf(Kind kind, Throwable e) {
        assertThat(e).isInstanceOfSatisfying(TargetException.class, known -> assertThat(known.kind())
                .isEqualTo(kind));
    }

    @Test
    void a_wave_is_made_and_none_after_it() {
        Desired desired = shop("info");
        target.prepare(desired, Wishes.values(desired.stack()));

        Applied applied = target.apply(desired, Set.of("db"));
        Observation seen = waiting.untilDone(desired.id(), applied, Set.of("db"));

        assertThat(applied.changes()).isNotEmpty().allSatisfy(change -> {
            assertThat(change.action()).isEqualTo(Action.CREATED);
            assertThat(change.service()).isEqualTo("db");
        });
        assertThat(seen.exists()).isTrue();
        assertThat(seen.services()).doesNotContainKey("web");
        assertThat(instances(desired, "web")).isEmpty();
    }

    @Test
    void a_stack_that_did_not_change_is_left_alone_and_needs_no_values() {
        Desired desired = deployed();
        List<String> before = ground.instances(desired);

        Applied again = waiting.deploy(desired, SecretValues.none());

        assertThat(again.nothingChanged()).as("%s", again).isTrue();
        assertThat(ground.instances(desired)).isEqualTo(before);
        assertThat(target.prune(desired, List.of()).changes()).isEmpty();
    }

    @Test
    void a_value_that_is_neither_given_nor_there_is_asked_for_by_its_name() {
        Desired desired = shop("info");

        assertThatThrownBy(() -> target.prepare(desired, SecretValues.none()))
                .satisfies(e -> isOf(Kind.VALUES_MISSING, e))
                .hasMessageContaining("db/DB_PASSWORD");
    }

    @Test
    void the_values_that_an_environment_runs_with_can_be_taken_along() {
        Desired desired = deployed();

        assertThat(target.values(desired).text("db/DB_PASSWORD")).contains("hunter2-db/DB_PASSWORD");
        assertThat(target.values(wish(db().secretEnv("OTHER"))).keys())
                .as("of another release only what both have")
                .doesNotContain("db/OTHER");
        assertThat(target.values(Wishes.wish(ground.project(), "somebody", desired.stack(), null))
                        .keys())
                .as("nothing that another owner has")
                .isEmpty();
    }

    @Test
    void a_changed_variable_rolls_only_the_service_that_uses_it() {
        Desired before = deployed();
        List<String> db = instances(before, "db");
        List<String> web = instances(before, "web");
        Desired after = shop("debug");

        Applied applied = waiting.deploy(after, SecretValues.none());
        target.prune(after, List.of());

        assertThat(applied.changes())
                .filteredOn(change -> change.action() != Action.UNCHANGED)
                .isNotEmpty()
                .allMatch(change -> change.service().equals("web") && change.action() == Action.CHANGED);
        assertThat(instances(after, "db")).isEqualTo(db);
        waiting.until(
                SOON, "the old one goes", () -> instances(after, "web").stream().noneMatch(web::contains));
    }

    @Test
    void what_somebody_stopped_is_repaired() {
        Desired desired = deployed();
        ground.stop(desired, "web");

        Applied applied = waiting.deploy(desired, SecretValues.none());

        assertThat(applied.changes())
                .filteredOn(change -> change.action() != Action.UNCHANGED)
                .extracting(Applied.Change::service, Applied.Change::action)
                .containsExactly(tuple("web", Action.REPAIRED));
    }

    @Test
    void what_somebody_removed_comes_back() {
        Desired desired = deployed();
        List<String> db = instances(desired, "db");
        ground.remove(desired, "web");

        Applied applied = waiting.deploy(desired, SecretValues.none());

        assertThat(applied.changes())
                .filteredOn(change -> change.action() != Action.UNCHANGED)
                .extracting(Applied.Change::service, Applied.Change::action)
                .containsExactly(tuple("web", Action.CREATED));
        assertThat(instances(desired, "db")).isEqualTo(db);
    }

    @Test
    void a_service_that_is_no_longer_named_goes_and_its_volume_stays() {
        Desired before = deployed();
        List<String> volumes = ground.volumes(before);
        Desired after = wish(ground.listening("web", 8080).env("LEVEL", "info"));
        waiting.deploy(after, SecretValues.none());

        Applied pruned = target.prune(after, List.of(before));

        assertThat(pruned.changes()).extracting(Applied.Change::action).containsOnly(Action.REMOVED);
        waiting.until(SOON, "db goes", () -> instances(after, "db").isEmpty());
        assertThat(ground.volumes(after)).hasSize(1).isEqualTo(volumes);
        waiting.deploy(before, SecretValues.none());
        assertThat(ground.volumes(before))
                .as("the release before comes back with its data, and needs no values")
                .isEqualTo(volumes);
    }

    @Test
    void the_images_that_run_are_told_for_each_service() {
        Desired desired = deployed();

        assertThat(target.runningImages(desired.id())).containsOnlyKeys("db", "web");
    }

    @Test
    void an_image_that_can_not_be_had_is_a_failure_that_names_it() {
        Desired desired = wish(ground.listening("web", 8080).image(ground.unknownImage()));
        target.prepare(desired, SecretValues.none());

        assertThat(failure(desired, "web").toString()).contains("web").contains(ground.unknownImage());
    }

    /** An engine refuses to make the container, a cluster tells of its pod. */
    private Failure failure(Desired desired, String service) {
        Applied applied;
        try {
            applied = target.apply(desired, Set.of(service));
        } catch (TargetException e) {
            return e.failure();
        }
        waiting.until(desired.id(), applied, service, State.FAILED, SOON);
        return target.diagnose(desired, service);
    }

    @Test
    void environments_are_found_by_their_marks() {
        Desired desired = deployed();

        assertThat(target.discover(Wishes.OWNER))
                .filteredOn(found -> found.project().equals(ground.project()))
                .extracting(Discovered::id, Discovered::owner, Discovered::stage, Discovered::change)
                .containsExactly(tuple(desired.id(), Wishes.OWNER, "staging", "pr-42"));
        assertThat(target.discover("somebody"))
                .filteredOn(found -> found.project().equals(ground.project()))
                .isEmpty();
    }

    @Test
    void after_its_removal_nothing_is_left_and_nothing_is_known() {
        Desired desired = deployed();

        assertThat(waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE).kept())
                .isEmpty();

        assertThat(ground.everything(desired)).isEmpty();
        assertThat(target.discover(Wishes.OWNER))
                .filteredOn(found -> found.project().equals(ground.project()))
                .isEmpty();
        waiting.until(desired.id(), Applied.NOTHING, SOON, observation -> !observation.exists());
        assertThat(target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE).gone())
                .as("once more")
                .isTrue();
    }

    @Test
    void volumes_that_are_to_be_kept_stay_and_are_used_again() {
        Desired desired = deployed();
        List<String> volumes = ground.volumes(desired);

        Teardown teardown = waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.KEEP);

        assertThat(teardown.kept()).hasSize(1);
        assertThat(ground.volumes(desired)).hasSize(1).isEqualTo(volumes);
        waiting.deploy(desired, Wishes.values(desired.stack()));
        assertThat(ground.volumes(desired)).isEqualTo(volumes);
    }

    @Test
    void what_can_not_go_is_named_with_what_holds_it_and_goes_when_it_is_let_loose() {
        Desired desired = deployed();
        Runnable loose = ground.hold(desired);

        waiting.until(SOON, "the removal says what holds it", () -> target.destroy(
                        desired.id(), Wishes.OWNER, DataPolicy.DELETE)
                .remaining()
                .toString()
                .contains(ground.holder()));
        assertThat(target.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE).gone())
                .isFalse();
        loose.run();

        waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE);
        assertThat(ground.everything(desired)).isEmpty();
    }

    @Test
    void what_is_somebody_elses_is_an_error_and_never_touched() {
        Desired desired = shop("info");
        ground.occupy(desired);
        List<String> before = ground.everything(desired);

        assertThatThrownBy(() -> target.prepare(desired, Wishes.values(desired.stack())))
                .satisfies(e -> isOf(Kind.NOT_OURS, e));

        assertThat(ground.everything(desired)).isNotEmpty().isEqualTo(before);
    }

    @Test
    void an_environment_of_another_owner_is_neither_changed_nor_removed() {
        Desired desired = deployed();
        List<String> before = ground.instances(desired);
        Desired theirs = Wishes.wish(ground.project(), "somebody", desired.stack(), null);

        assertThatThrownBy(() -> target.prepare(theirs, Wishes.values(desired.stack())))
                .satisfies(e -> isOf(Kind.NOT_OURS, e))
                .hasMessageContaining(Wishes.OWNER);
        assertThatThrownBy(() -> target.destroy(desired.id(), "somebody", DataPolicy.DELETE))
                .satisfies(e -> isOf(Kind.NOT_OURS, e));

        assertThat(ground.instances(desired)).isEqualTo(before);
    }

    @Test
    void a_target_that_does_not_answer_says_so_and_nothing_counts_as_gone() {
        Desired desired = deployed();
        try (Target line = ground.byLine();
                Waiting onLine = new Waiting(line)) {
            onLine.until(desired.id(), Applied.NOTHING, SOON, Observation::exists);
            ground.cut();

            waiting.until(SOON, "it is heard", () -> !line.observe(desired.id(), Applied.NOTHING)
                    .connected());
            assertThat(line.observe(desired.id(), Applied.NOTHING).exists()).isTrue();
            assertThatThrownBy(() -> line.discover(Wishes.OWNER)).satisfies(e -> isOf(Kind.TRANSIENT, e));
            assertThatThrownBy(() -> line.destroy(desired.id(), Wishes.OWNER, DataPolicy.DELETE))
                    .satisfies(e -> isOf(Kind.TRANSIENT, e));
            assertThatThrownBy(() -> line.apply(desired, Set.of("web"))).satisfies(e -> isOf(Kind.TRANSIENT, e));

            ground.mend();
            assertThat(onLine.until(desired.id(), Applied.NOTHING, SOON, Observation::connected)
                            .exists())
                    .isTrue();
        }
    }

    @Test
    void a_deploy_can_be_stopped_and_of_those_that_wait_the_newest_takes_its_place(@TempDir Path home) {
        LifecycleSettings patient = new LifecycleSettings(
                8,
                20,
                20,
                20,
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofHours(1));
        try (JournaledLifecycle lifecycle = JournaledLifecycle.open(home, id -> target, Clock.systemUTC(), patient)) {
            Operation first = lifecycle.deploy(request(ground.starting("web")));
            until(lifecycle, first, phase -> phase == Phase.WAITING);
            Operation second = lifecycle.deploy(request(ground.starting("web").env("SECOND", "1")));
            Operation third = lifecycle.deploy(request(ground.listening("web", 8080)));
            until(lifecycle, second, phase -> phase == Phase.SUPERSEDED);

            lifecycle.cancel(first.id(), "somebody");

            until(lifecycle, first, phase -> phase == Phase.CANCELED);
            until(lifecycle, third, phase -> phase == Phase.RELEASED);
            assertThat(lifecycle.releases(third.environment())).hasSize(1);
            Operation removal = lifecycle.destroy(
                    new DestroyRequest(third.environment(), DataPolicy.DELETE, SOON, Origin.of("test")));
            until(lifecycle, removal, phase -> phase == Phase.GONE);
        }
    }

    private DeployRequest request(ServiceFixture service) {
        return new DeployRequest(
                Change.request(ground.project(), 42),
                Stage.unconfigured("staging", "target"),
                new StackReading(stack(service), SecretValues.none(), List.of(), List.of()),
                Map.of(),
                DeployRequest.OnFailure.KEEP,
                SOON,
                Origin.of("test"));
    }

    private void until(JournaledLifecycle lifecycle, Operation operation, Predicate<Phase> reached) {
        waiting.until(SOON, "operation " + operation.kind(), () -> {
            Operation now = lifecycle.operation(operation.id()).orElseThrow();
            assertThat(now.phase().isEnd() && !reached.test(now.phase()))
                    .as("it ended otherwise: %s", now)
                    .isFalse();
            return reached.test(now.phase());
        });
    }
}
