package io.jenkins.plugins.environments.lifecycle.merge;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.merge.MergedChange.Decided;
import io.jenkins.plugins.environments.lifecycle.merge.MergedChange.Undecided;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Origin;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The change that came in with a commit")
class ChangeSearchTest {

    private final Commits commits = new Commits();
    private final List<Environment> staging = new ArrayList<>();

    /** A history in memory. */
    private static final class Commits implements GitHistory {
        private final Map<String, String> messages = new LinkedHashMap<>();
        private final Map<String, List<String>> parents = new LinkedHashMap<>();

        void commit(String id, String message, String... from) {
            messages.put(id, message);
            parents.put(id, List.of(from));
        }

        @Override
        public Optional<String> message(String commit) {
            return Optional.ofNullable(messages.get(commit));
        }

        @Override
        public Optional<String> mergeBase(String one, String other) {
            Set<String> shared = all(other);
            return all(one).stream().filter(shared::contains).findFirst();
        }

        @Override
        public List<String> parents(String commit) {
            return parents.getOrDefault(commit, List.of());
        }

        @Override
        public List<String> messages(String before, String commit) {
            Set<String> known = all(before);
            return all(commit).stream()
                    .filter(id -> !known.contains(id))
                    .map(messages::get)
                    .toList();
        }

        private Set<String> all(String tip) {
            Set<String> all = new LinkedHashSet<>();
            Deque<String> next = new ArrayDeque<>(messages.containsKey(tip) ? List.of(tip) : List.of());
            while (!next.isEmpty()) {
                String id = next.poll();
                if (all.add(id)) {
                    next.addAll(parents.get(id));
                }
            }
            return all;
        }
    }

    private void deployed(@CheckForNull Integer number, String branch, String commit) {
        Change change = new Change("shop", number, branch, commit, null, null);
        staging.add(new Environment(
                EnvironmentId.of("shop", "staging", change.key()),
                "staging",
                change,
                "cluster",
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

    private MergedChange find(String commit, @CheckForNull String before) {
        return new ChangeSearch(staging, commits).find(commit, before);
    }

    /** Two requests were merged into STAGING, 41 before 42; QA has neither. */
    @BeforeEach
    void twoChangesInStaging() {
        commits.commit("root", "Begin");
        commits.commit("qa0", "Set QA up", "root");
        commits.commit("c41", "Add a till", "root");
        commits.commit("s41", "Merge pull request #41 from o/till", "root", "c41");
        commits.commit("c42", "Add a cart", "s41");
        commits.commit("s42", "Merge pull request #42 from o/cart", "s41", "c42");
        deployed(41, "till", "s41");
        deployed(42, "cart", "s42");
    }

    @Test
    void isNamedByTheMessage() {
        commits.commit("q1", "Merge pull request #42 from o/cart", "qa0", "c42");

        assertThat(find("q1", "qa0")).isInstanceOfSatisfying(Decided.class, found -> {
            assertThat(found.change().number()).isEqualTo(42);
            assertThat(found.sentence()).isEqualTo("the message of q1 names it");
        });
    }

    @Test
    void isNamedByItsBranch() {
        deployed(null, "feature/search", "f1");
        commits.commit("q1", "Merge branch 'feature/search' into QA", "qa0");

        assertThat(find("q1", null)).isInstanceOfSatisfying(Decided.class, found -> assertThat(
                        found.change().branch())
                .isEqualTo("feature/search"));
    }

    @Test
    void isNotTheRequestThatMergedTheWholeBranch() {
        // #50 is the request from STAGING into QA: what came with it counts.
        commits.commit("q41", "Merge pull request #49 from o/STAGING", "qa0", "s41");
        commits.commit("q42", "Merge pull request #50 from o/STAGING", "q41", "s42");

        assertThat(find("q41", "qa0")).isInstanceOfSatisfying(Decided.class, found -> assertThat(
                        found.change().number())
                .isEqualTo(41));
        assertThat(find("q42", "q41")).isInstanceOfSatisfying(Decided.class, found -> assertThat(
                        found.change().number())
                .isEqualTo(42));
        assertThat(find("q42", null))
                .as("the first parent is what the branch was before")
                .isInstanceOf(Decided.class);
    }

    @Test
    void isNotChosenAmongSeveral() {
        commits.commit("q", "Merge branch 'STAGING' into QA", "qa0", "s42");

        assertThat(find("q", "qa0")).isInstanceOfSatisfying(Undecided.class, found -> {
            assertThat(found.candidates()).extracting(Change::number).containsExactlyInAnyOrder(41, 42);
            assertThat(found.sentence())
                    .isEqualTo("commit q does not say which change it is: its message names branch STAGING, which does "
                            + "not run in the stage before, and 2 changes came with it: pr-42, pr-41");
        });
    }

    @Test
    void isKnownByWhatItDeployedWhenTheMergeWasFastForward() {
        staging.clear();
        deployed(7, "cart", "c42");
        commits.commit("q", "Tidy up", "c42");

        assertThat(find("q", "qa0")).isInstanceOfSatisfying(Decided.class, found -> {
            assertThat(found.change().number()).isEqualTo(7);
            assertThat(found.sentence()).isEqualTo("it is the only one of the stage before that came with q");
        });
    }

    @Test
    void isNotWhatTheBranchHadAlready() {
        commits.commit("q41", "Squashed", "qa0", "s41");
        commits.commit("q", "Fix a word", "q41");

        assertThat(find("q", "q41")).isInstanceOfSatisfying(Undecided.class, found -> {
            assertThat(found.sentence()).contains("nothing that runs in the stage before came with it");
            assertThat(found.candidates()).hasSize(2);
        });
    }

    @Test
    void isAnyThatTheBranchHasWhenNobodyKnowsWhatItWasBefore() {
        commits.commit("q", "Tidy up", "s42");

        assertThat(find("q", null))
                .as("both may have come by the same fast-forward")
                .isInstanceOf(Undecided.class);
        staging.remove(1);
        assertThat(find("q", null)).isInstanceOf(Decided.class);
    }

    @Test
    void isUndecidedWhenTheCloneIsTooShallowToTell() {
        assertThat(find("unknown", null)).isInstanceOf(Undecided.class);
    }

    @Test
    void isNoneThatIsGone() {
        commits.commit("q1", "Merge pull request #42 from o/cart", "qa0", "c42");
        Environment there = staging.remove(1);
        staging.add(new Environment(
                there.id(),
                there.stage(),
                there.change(),
                there.target(),
                there.lifetime(),
                EnvironmentState.GONE,
                0,
                List.of(),
                there.createdAt(),
                null,
                null,
                false,
                null,
                null,
                null,
                there.origin()));

        // 41 came with it as well, and it alone still runs.
        assertThat(find("q1", "qa0")).isInstanceOfSatisfying(Decided.class, found -> assertThat(
                        found.change().number())
                .isEqualTo(41));
    }
}
