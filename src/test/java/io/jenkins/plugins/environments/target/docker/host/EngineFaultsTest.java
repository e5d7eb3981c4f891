package io.jenkins.plugins.environments.target.docker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.lifecycle.DestroyStaleRequest;
import io.jenkins.plugins.environments.lifecycle.Soundness;
import io.jenkins.plugins.environments.lifecycle.StaleQuery;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.TargetException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of environments on an engine that fails; those on another one must notice nothing. */
@Tag("engine")
@DisplayName("On an engine that fails")
@Timeout(400)
class EngineFaultsTest extends OnTwoEngines {

    @Test
    void an_environment_that_lost_a_container_says_which_and_one_that_lost_all_that_nothing_is_there() {
        EnvironmentId shop = deployed(EDGE, 1, shop());
        EnvironmentId other = deployed(EDGE, 2, shop());

        remove(shop, "web");
        sees(shop, Soundness.State.UNSOUND, "service web: nothing of it is there");

        engine.containers(of(shop)).forEach(each -> engine.removeContainer(each.id()));
        sees(shop, Soundness.State.MISSING, "nothing of it runs on target edge any more");
        assertThat(state(shop)).as("its record").isEqualTo(EnvironmentState.READY);
        sees(other, Soundness.State.SOUND, "");

        deployed(EDGE, 1, shop());
        sees(shop, Soundness.State.SOUND, "");
    }

    @Test
    void an_environment_of_which_everything_was_removed_by_hand_can_be_destroyed() {
        EnvironmentId shop = deployed(EDGE, 1, shop());
        engine.containers(of(shop)).forEach(each -> engine.removeContainer(each.id()));
        engine.networks(of(shop)).forEach(engine::remove);
        engine.volumes(of(shop)).forEach(engine::remove);

        assertThat(ended(destroy(shop)).phase()).isEqualTo(Phase.GONE);
    }

    @Test
    void a_container_that_restarts_for_ever_is_seen_as_such_and_the_others_as_well() {
        EnvironmentId shop = deployed(EDGE, 1, failing("exit 3"));
        EnvironmentId other = deployed(EDGE, 2, shop());
        sees(shop, Soundness.State.SOUND, "");

        fail(shop);

        sees(shop, Soundness.State.UNSOUND, "service web: 0 of 1 ready, ended with 3, restarted ");
        sees(other, Soundness.State.SOUND, "");
        stays(shop, Soundness.State.UNSOUND, Duration.ofSeconds(12));
    }

    @Test
    void a_container_that_runs_a_while_each_time_before_it_ends_is_not_taken_for_well_in_between() {
        EnvironmentId shop = deployed(EDGE, 1, failing("sleep 13; exit 3"));

        fail(shop);

        sees(shop, Soundness.State.UNSOUND, "service web: 0 of 1 ready, keeps ending, restarted ");
        stays(shop, Soundness.State.UNSOUND, Duration.ofSeconds(20));
    }

    @Test
    void nothing_is_gone_while_its_engine_is_down_and_all_goes_on_when_it_is_back() {
        EnvironmentId shop = deployed(EDGE, 1, shop());
        EnvironmentId doomed = deployed(PORTS, 2, shop());
        EnvironmentId stale = deployed(EDGE, 3, shop());
        EnvironmentId safe = deployed(SAFE, 4, shop());

        second.stop();

        for (EnvironmentId each : List.of(shop, doomed, stale)) {
            sees(each, Soundness.State.UNKNOWN, "does not answer");
        }
        Operation removal = destroy(doomed);
        assertThat(lifecycle
                        .upkeep()
                        .destroyStale(new DestroyStaleRequest(
                                new StaleQuery(List.of(stage(EDGE)), stage(EDGE).name(), project, merged(stale)),
                                false,
                                0,
                                true,
                                Duration.ofSeconds(2),
                                Origin.of("sweep")))
                        .outcomes())
                .as("begun")
                .hasSize(2);
        Operation deploy = deploy(EDGE, 5, shop());
        assertThatThrownBy(() -> lifecycle.upkeep().orphans(EDGE)).isInstanceOf(TargetException.class);
        until(MINUTE, "it is stuck", () -> phase(removal) == Phase.STUCK && state(stale) == EnvironmentState.STUCK);
        assertThat(now(removal).failure()).asString().contains("the engine could not list containers", "see whether");
        sees(safe, Soundness.State.SOUND, "");
        deployed(SAFE, 4, shop("debug"));
        assertThat(phase(deploy).isEnd()).as("%s", now(deploy)).isFalse();
        assertThat(state(shop)).isEqualTo(EnvironmentState.READY);
        assertThat(List.of(state(doomed), state(stale))).containsOnly(EnvironmentState.STUCK);

        second.start();

        sees(shop, Soundness.State.SOUND, "");
        assertThat(ended(removal).phase()).isEqualTo(Phase.GONE);
        until(MINUTE, "the stale one is gone", () -> state(stale) == EnvironmentState.GONE);
        assertThat(ended(deploy).phase()).as("%s", now(deploy)).isEqualTo(Phase.RELEASED);
        assertThat(engine.containers(of(doomed))).isEmpty();
        assertThat(engine.containers(of(stale))).isEmpty();
    }

    @Test
    void the_background_look_reports_an_engine_that_is_down_and_goes_on_with_the_others() {
        EnvironmentId shop = deployed(EDGE, 1, shop());
        EnvironmentId stale = deployed(SAFE, 2, shop());
        second.stop();
        lifecycle.upkeep().reconcile(around(stale));

        until(MINUTE, "what is stale elsewhere goes", () -> state(stale) == EnvironmentState.GONE);
        until(MINUTE, "it is reported", () -> lifecycle
                .upkeep()
                .report()
                .filter(report -> report.problems().toString().contains("target edge could not be asked what it runs"))
                .isPresent());
        assertThat(state(shop)).isEqualTo(EnvironmentState.READY);
        second.start();
        sees(shop, Soundness.State.SOUND, "");
        until(MINUTE, "it is not reported any more", () -> lifecycle
                .upkeep()
                .report()
                .filter(report -> !report.problems().toString().contains("target edge"))
                .isPresent());
        assertThat(lifecycle.upkeep().report().orElseThrow().orphans()).isEmpty();
    }

    @Test
    void an_engine_that_answers_nothing_any_more_holds_up_nobody_who_has_to_do_with_another() {
        List<EnvironmentId> many = IntStream.range(1, 13)
                .mapToObj(number -> deploy(number % 2 == 0 ? EDGE : PORTS, number, web()))
                .toList()
                .stream()
                .map(this::released)
                .toList();

        second.freeze();
        try {
            many.forEach(each -> sees(each, Soundness.State.UNKNOWN, "does not answer"));
            List<Operation> removals = many.stream().map(this::destroy).toList();
            Instant before = Instant.now();
            deployed(SAFE, 20, web());
            Duration took = Duration.between(before, Instant.now());
            System.out.println("a deploy beside 12 removals on an engine that answers nothing took " + took);
            assertThat(took).isLessThan(MINUTE);
            until(MINUTE, "they are stuck", () -> removals.stream().allMatch(each -> phase(each) == Phase.STUCK));
        } finally {
            second.thaw();
        }

        until(MINUTE, "they are gone", () -> many.stream().allMatch(each -> state(each) == EnvironmentState.GONE));
    }

    @Test
    void an_engine_that_is_restarted_brings_its_environments_back_with_their_links() {
        EnvironmentId shop = deployed(EDGE, 1, shop());
        EnvironmentId beside = deployed(PORTS, 2, shop());
        answers(shop);
        answers(beside);
        List<Link> links = links(shop);
        List<Link> ports = links(beside);
        List<String> containers = ids();

        second.stop();
        sees(shop, Soundness.State.UNKNOWN, "does not answer");
        second.start();

        for (EnvironmentId each : List.of(shop, beside)) {
            sees(each, Soundness.State.SOUND, "");
            answers(each);
            assertThat(state(each)).isEqualTo(EnvironmentState.READY);
        }
        assertThat(ids()).as("the same containers").isEqualTo(containers);
        deployed(EDGE, 1, shop());
        deployed(PORTS, 2, shop());
        assertThat(ids()).as("nothing is made anew").isEqualTo(containers);
        assertThat(links(shop)).isEqualTo(links);
        assertThat(links(beside)).isEqualTo(ports);
    }

    @Test
    void a_deploy_goes_on_where_it_was_when_its_engine_is_restarted() {
        Operation deploy = deploy(EDGE, 1, starting());
        until(MINUTE, "it waits for its services", () -> phase(deploy) == Phase.WAITING);

        second.stop();
        second.start();

        assertThat(ended(deploy).phase()).as("%s", now(deploy)).isEqualTo(Phase.RELEASED);
        sees(deploy.environment(), Soundness.State.SOUND, "");
    }

    @Test
    void of_an_engine_that_was_installed_anew_it_is_said_that_nothing_is_there_and_a_deploy_mends_it() {
        EnvironmentId shop = deployed(EDGE, 1, shop());
        EnvironmentId doomed = deployed(PORTS, 2, shop());
        EnvironmentId safe = deployed(SAFE, 3, shop());
        List<Link> links = links(shop);

        second.reinstall();

        for (EnvironmentId each : List.of(shop, doomed)) {
            sees(each, Soundness.State.MISSING, "nothing of it runs on target");
            assertThat(state(each)).isEqualTo(EnvironmentState.READY);
        }
        sees(safe, Soundness.State.SOUND, "");
        assertThat(lifecycle.upkeep().orphans(EDGE)).isEmpty();
        Operation again = ended(lifecycle.redeploy(shop, PATIENCE, Origin.of("test")));
        assertThat(again.phase()).isEqualTo(Phase.FAILED);
        assertThat(again.failure()).as("its secret was there alone").asString().contains("db/POSTGRES_PASSWORD");
        deployed(EDGE, 1, shop());
        sees(shop, Soundness.State.SOUND, "");
        answers(shop);
        assertThat(links(shop)).isEqualTo(links);
        assertThat(ended(destroy(doomed)).phase()).as("nothing was left").isEqualTo(Phase.GONE);
    }
}
