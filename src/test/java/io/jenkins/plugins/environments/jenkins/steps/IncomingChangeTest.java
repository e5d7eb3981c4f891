package io.jenkins.plugins.environments.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.StreamBuildListener;
import io.jenkins.plugins.environments.jenkins.story.Forge;
import io.jenkins.plugins.environments.lifecycle.Environments;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Which change came into a branch, asked of a Git repository")
class IncomingChangeTest {

    private final List<Environment> staging = new ArrayList<>();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final OperationLog log =
            new OperationLog(new StreamBuildListener(told, StandardCharsets.UTF_8), Clock.systemUTC());
    private Forge forge;

    @BeforeEach
    void twoRequests(@TempDir Path folder) throws Exception {
        forge = Forge.create(folder, "STAGING", "QA");
        runs(42, "cart", forge.commit("cart", "STAGING", "Add a cart", Map.of("cart", "empty")));
        runs(43, "wishes", forge.commit("wishes", "STAGING", "Add wishes", Map.of("wishes", "none")));
    }

    /** An environment of a request in staging. */
    private void runs(int number, String branch, String commit) {
        Change change = new Change("shop", number, branch, commit, null, null);
        staging.removeIf(each -> each.change().key().equals(change.key()));
        staging.add(new Environment(
                EnvironmentId.of("shop", "staging", change.key()),
                "staging",
                change,
                "cluster-a",
                Lifetime.PER_CHANGE,
                EnvironmentState.READY,
                1,
                List.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                false,
                null,
                null,
                null,
                Origin.of("alice")));
    }

    private IncomingChange built(String commit, @CheckForNull String previous) {
        return new IncomingChange(forge.history(), commit, previous);
    }

    private Integer deployed(String commit, @CheckForNull String previous) throws Exception {
        return built(commit, previous).request(new Environments(staging), log);
    }

    private String promoted(String commit, @CheckForNull String previous) throws Exception {
        return built(commit, previous).promoted(new Environments(staging), log).key();
    }

    private String log() {
        return told.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_merge_commit_names_its_request() throws Exception {
        String merge = forge.merge("cart", "STAGING", "Merge pull request #42 from team/cart");

        assertThat(deployed(merge, null)).isEqualTo(42);
        assertThat(log()).contains("This is pr-42: the message of " + merge.substring(0, 10) + " names it");
    }

    @Test
    void a_squash_names_it_in_its_title() throws Exception {
        assertThat(deployed(forge.squash("cart", "STAGING", "Add a cart (#42)"), null))
                .isEqualTo(42);
    }

    @Test
    void a_request_whose_environment_is_gone_already_is_named_by_the_message_alone() throws Exception {
        staging.clear();

        assertThat(deployed(forge.squash("cart", "STAGING", "Add a cart (#42)"), null))
                .isEqualTo(42);
    }

    @Test
    void a_merge_without_a_number_brought_in_what_was_deployed_of_it() throws Exception {
        String merge = forge.merge("cart", "STAGING", "Bring the cart in");

        assertThat(deployed(merge, null)).isEqualTo(42);
        assertThat(log()).contains("it is the only one of the stage before that came with");
    }

    @Test
    void a_fast_forward_brought_in_what_came_since_the_build_before() throws Exception {
        String before = forge.history().commit("refs/heads/STAGING").orElseThrow();
        String forward = forge.forward("cart", "STAGING");

        assertThat(deployed(forward, before)).isEqualTo(42);
    }

    @Test
    void commits_that_were_written_anew_and_name_no_request_are_those_of_their_branch() throws Exception {
        forge.commit("STAGING", "STAGING", "Meanwhile", Map.of("other", "file"));
        String rebased = forge.rebase("cart", "STAGING");

        assertThat(deployed(rebased, null)).as("none is guessed").isNull();
    }

    @Test
    void what_was_pushed_onto_the_branch_is_no_request_that_is_in_it_already() throws Exception {
        runs(42, "cart", forge.merge("cart", "STAGING", "Merge pull request #42 from team/cart"));
        String pushed = forge.commit("STAGING", "STAGING", "Fix a word", Map.of("cart", "full"));

        assertThat(deployed(pushed, null)).isNull();
    }

    @Test
    void the_request_that_moved_a_whole_branch_is_not_what_is_promoted() throws Exception {
        runs(42, "cart", forge.merge("cart", "STAGING", "Merge pull request #42 from team/cart"));
        String merge = forge.merge(
                "STAGING", "QA", "Merge branch 'STAGING' into 'QA'\n\nA cart\n\nSee merge request team/shop!44");

        assertThat(promoted(merge, null)).isEqualTo("pr-42");
        assertThat(log()).contains("What came in is pr-42: it is the only one");
    }

    @Test
    void a_fast_forward_promotes_what_came_since_the_build_before() throws Exception {
        String begin = forge.history().commit("refs/heads/QA").orElseThrow();
        runs(42, "cart", forge.merge("cart", "STAGING", "Merge pull request #42 from team/cart"));
        String first = forge.forward("STAGING", "QA");
        assertThat(promoted(first, begin)).isEqualTo("pr-42");

        runs(43, "wishes", forge.merge("wishes", "STAGING", "Merge pull request #43 from team/wishes"));
        assertThat(promoted(forge.forward("STAGING", "QA"), first)).isEqualTo("pr-43");
    }

    @Test
    void several_that_came_together_are_named_and_none_of_them_is_chosen() throws Exception {
        runs(42, "cart", forge.merge("cart", "STAGING", "Merge pull request #42 from team/cart"));
        runs(43, "wishes", forge.merge("wishes", "STAGING", "Merge pull request #43 from team/wishes"));
        String merge = forge.merge("STAGING", "QA", "Merge pull request #44 from team/STAGING");

        assertThatThrownBy(() -> promoted(merge, null))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("commit " + merge.substring(0, 10) + " does not say which change it is")
                .hasMessageContaining("its message names #44, which does not run in the stage before, and 2 changes")
                .hasMessageContaining("it may be pr-42 or pr-43; say which with \"change\"");
    }

    @Test
    void what_brought_nothing_in_promotes_nothing() throws Exception {
        String before = forge.history().commit("refs/heads/QA").orElseThrow();
        String pushed = forge.commit("QA", "QA", "Fix a word", Map.of("readme", "text"));

        assertThatThrownBy(() -> promoted(pushed, before))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("its message names no request and no branch, and nothing that runs in the stage "
                        + "before came with it");
    }

    @Test
    void without_a_clone_only_messages_count_and_it_says_how_to_have_one() throws Exception {
        String merge = forge.merge("cart", "QA", "Bring the cart in");
        IncomingChange build = new IncomingChange(MergedRequest.history(List.of()), merge, null);

        assertThat(build.request(new Environments(staging), log)).isNull();
        assertThatThrownBy(() -> build.promoted(new Environments(staging), log))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("run the step with an agent, after a checkout, so that the history can be asked");
    }
}
