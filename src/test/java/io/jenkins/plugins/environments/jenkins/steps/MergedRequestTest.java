package io.jenkins.plugins.environments.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Run;
import hudson.model.User;
import hudson.scm.ChangeLogSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Which request a build of a branch brought in")
class MergedRequestTest {

    /** An entry of an SCM that tells titles alone. */
    private static class Titled extends ChangeLogSet.Entry {
        private final String commit;
        private final String title;

        Titled(String commit, String title) {
            this.commit = commit;
            this.title = title;
        }

        @Override
        public String getCommitId() {
            return commit;
        }

        @Override
        public String getMsg() {
            return title;
        }

        @Override
        public User getAuthor() {
            return User.getUnknown();
        }

        @Override
        public Collection<String> getAffectedPaths() {
            return Set.of();
        }
    }

    /** One that tells the whole message, as Git's do. */
    public static final class Whole extends Titled {
        private final String message;

        Whole(String commit, String message) {
            super(commit, message.lines().findFirst().orElse(""));
            this.message = message;
        }

        public String getComment() {
            return message;
        }
    }

    private static ChangeLogSet<ChangeLogSet.Entry> log(ChangeLogSet.Entry... entries) {
        return new ChangeLogSet<>((Run<?, ?>) null, null) {
            @Override
            public boolean isEmptySet() {
                return entries.length == 0;
            }

            @Override
            public Iterator<ChangeLogSet.Entry> iterator() {
                return List.of(entries).iterator();
            }
        };
    }

    @Test
    void it_is_that_of_the_commit_that_is_built() {
        assertThat(MergedRequest.in(
                        List.of(log(
                                new Titled("b", "Merge pull request #43 from shop/other"),
                                new Titled("a", "Merge pull request #42 from shop/cart"))),
                        "a"))
                .isEqualTo(42);
    }

    @Test
    void without_a_known_commit_it_is_that_of_the_newest() {
        assertThat(MergedRequest.in(
                        List.of(log(new Titled("b", "Add cart (#43)"), new Titled("a", "Add shop (#42)"))), null))
                .isEqualTo(43);
    }

    @Test
    void a_form_that_is_in_the_body_is_found_where_the_scm_tells_it() {
        assertThat(MergedRequest.in(
                        List.of(log(new Whole(
                                "a", "Merge branch 'cart' into 'QA'\n\nAdd a cart\n\nSee merge request shop/shop!42"))),
                        "a"))
                .isEqualTo(42);
    }

    @Test
    void a_commit_that_tells_nothing_is_one_of_its_branch() {
        assertThat(MergedRequest.in(List.of(log(new Titled("a", "Fix the cart, see #42"))), "a"))
                .isNull();
        assertThat(MergedRequest.in(List.of(log(new Titled("b", "Add shop (#42)"))), "a"))
                .as("another commit's message says nothing of this one")
                .isNull();
        assertThat(MergedRequest.in(new ArrayList<>(), null)).isNull();
    }
}
