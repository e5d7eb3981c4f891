package io.jenkins.plugins.environments.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.environments.model.MergeMessage.Branch;
import io.jenkins.plugins.environments.model.MergeMessage.Request;
import io.jenkins.plugins.environments.model.MergeMessage.Undecided;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The message of a merge")
class MergeMessageTest {

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments("GitHub, merge commit", "Merge pull request #42 from octocat/feature-cart\n\nAdd a cart"),
                arguments("GitHub, without a title", "Merge pull request #42 from octocat/feature-cart"),
                arguments(
                        "GitHub, Windows line ends", "Merge pull request #42 from octocat/cart\r\n\r\nAdd a cart\r\n"),
                arguments(
                        "GitHub, body names issues",
                        "Merge pull request #42 from o/cart\n\nAdd a cart\n\nFixes #7, see #9"),
                arguments(
                        "GitHub, title names another", "Merge pull request #42 from o/cart\n\nBackport of cart (#17)"),
                arguments("GitHub, squash", "Add a cart (#42)\n\n* first try\n\n* second try"),
                arguments(
                        "GitHub, squash with co-authors", "Add a cart (#42)\n\nCo-authored-by: Bob <bob@example.com>"),
                arguments("GitHub, squash of a squash", "Add a cart (#17) (#42)"),
                arguments(
                        "GitHub, revert by a request",
                        "Revert \"Add a cart (#17)\" (#42)\n\nThis reverts commit 0a1b2c3d."),
                arguments(
                        "GitHub, dependency update", "Bump lodash from 4.17.20 to 4.17.21 (#42)\n\nBumps [lodash](x)."),
                arguments("GitHub, conventional commit", "feat(cart)!: add a cart (#42)"),
                arguments(
                        "GitHub, merge queue",
                        "Merge pull request #42 from octocat/gh-readonly-queue/main/pr-42-0a1b2c3d"),
                arguments(
                        "GitLab, merge commit",
                        "Merge branch 'cart' into 'QA'\n\nAdd a cart\n\nSee merge request team/shop!42"),
                arguments(
                        "GitLab, subgroups",
                        "Merge branch 'cart' into 'main'\n\nAdd\n\nSee merge request a/b-c/d.e/shop!42"),
                arguments("GitLab, older", "Merge branch 'cart' into 'master'\n\nAdd a cart\n\nSee merge request !42"),
                arguments(
                        "GitLab, closes an issue",
                        "Merge branch '7-cart' into 'main'\n\nAdd\n\nCloses #7\n\nSee merge request t/s!42"),
                arguments(
                        "GitLab, link",
                        "Merge branch 'cart' into 'main'\n\nSee merge request https://gitlab.example.com/t/s/-/merge_requests/42"),
                arguments("GitLab, squash by template", "Add a cart (!42)"),
                arguments("GitLab, squash and merge commit", "Add a cart (#17)\n\nSee merge request team/shop!42"),
                arguments(
                        "Bitbucket Cloud, merge commit",
                        "Merged in feature/cart (pull request #42)\n\nAdd a cart\n\nApproved-by: Bob"),
                arguments(
                        "Bitbucket Cloud, squash",
                        "Merged in cart (pull request #42)\n\nAdd a cart\n\n* first\n* second"),
                arguments(
                        "Bitbucket Data Center",
                        "Pull request #42: Add a cart\n\nMerge in SHOP/shop from cart to main\n\n* commit '0a1b2c3d':\n  Add"),
                arguments(
                        "Bitbucket Server, older",
                        "Merge pull request #42 in SHOP/shop from feature/cart to QA\n\n* commit 'x':\n  Add"),
                arguments("Gitea, merge commit", "Merge pull request 'Add a cart' (#42) from feature/cart into QA"),
                arguments(
                        "Gitea, with its link",
                        "Merge pull request 'Add a cart' (#42) from bob/shop:cart into main\n\nReviewed-on: https://git.example.com/team/shop/pulls/42"),
                arguments("Gitea, title names an issue", "Merge pull request 'Fix #7 (#8)' (#42) from cart into main"),
                arguments(
                        "Gitea, squash", "Add a cart (#42)\n\nReviewed-on: https://git.example.com/team/shop/pulls/42"),
                arguments(
                        "Gitea, rebase with its link",
                        "Add a cart\n\nReviewed-on: https://git.example.com/team/shop/pulls/42"),
                arguments(
                        "Forgejo",
                        "Merge pull request 'feat: cart' (#42) from cart into forgejo\n\nReviewed-on: https://codeberg.org/t/s/pulls/42\nReviewed-by: Bob <b@x>"),
                arguments("Azure DevOps", "Merged PR 42: Add a cart\n\nRelated work items: #7"),
                arguments("bors", "Merge #42\n\n42: Add a cart r=bob a=alice"),
                arguments("homu", "Auto merge of #42 - alice:cart, r=bob\n\nAdd a cart"),
                arguments("homu, rollup", "Rollup merge of #42 - alice:cart, r=bob\n\nAdd a cart"));
    }

    @ParameterizedTest(name = "of {0} names the request")
    @MethodSource("requests")
    void namesTheRequest(String form, String message) {
        assertThat(MergeMessage.read(message)).as(form).isEqualTo(new Request(42));
    }

    static Stream<Arguments> branches() {
        return Stream.of(
                arguments("Git", "Merge branch 'feature/cart'", "feature/cart"),
                arguments("Git, into another", "Merge branch 'feature/cart' into QA", "feature/cart"),
                arguments("Git, quoted", "Merge branch 'cart' into 'QA'", "cart"),
                arguments(
                        "Git, of a repository",
                        "Merge branch 'cart' of https://git.example.com/t/shop into QA",
                        "cart"),
                arguments(
                        "Git, remote-tracking",
                        "Merge remote-tracking branch 'origin/feature/cart' into QA",
                        "feature/cart"),
                arguments("Git, full name", "Merge remote-tracking branch 'refs/remotes/origin/cart'", "cart"),
                arguments("Bitbucket, without a request", "Merged in feature/cart", "feature/cart"),
                arguments(
                        "Git, with a log of what came", "Merge branch 'cart'\n\n* cart:\n  Add a cart (#17)", "cart"));
    }

    @ParameterizedTest(name = "of {0} names the branch")
    @MethodSource("branches")
    void namesTheBranch(String form, String message, String branch) {
        assertThat(MergeMessage.read(message)).as(form).isEqualTo(new Branch(branch));
    }

    static Stream<Arguments> undecided() {
        String nothing = "its message names no request and no branch";
        return Stream.of(
                arguments("a plain commit", "Add a cart", nothing),
                arguments("an empty message", "", nothing),
                arguments("an issue that is fixed", "Add a cart\n\nFixes #42", nothing),
                arguments("an issue in the title", "Fix #42: the cart forgets", nothing),
                arguments("an issue in brackets with words", "Add a cart (fixes #42)", nothing),
                arguments("a number in the middle", "Add (#42) a cart", nothing),
                arguments("a quotation of a merge", "Explain \"Merge pull request #42\" in the docs", nothing),
                arguments(
                        "a plain revert",
                        "Revert \"Add a cart (#42)\"\n\nThis reverts commit 0a1b2c3d.",
                        "it takes back another commit"),
                arguments(
                        "a picked commit",
                        "Add a cart (#42)\n\n(cherry picked from commit 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567)",
                        "it was picked from another branch, and its message is that of the commit there"),
                arguments("bors with several", "Merge #41 #42\n\n41: Add r=bob\n42: Fix r=bob", nothing),
                arguments(
                        "several requests in one",
                        "Merge branch 'STAGING' into 'QA'\n\nSee merge request t/s!41\n\nSee merge request t/s!42",
                        "it names more than one request: [41, 42]"),
                arguments("an octopus", "Merge branches 'cart' and 'till' into QA", nothing),
                arguments("a tag", "Merge tag 'v42'", nothing),
                arguments("a commit", "Merge commit '0a1b2c3d' into QA", nothing),
                arguments("Gerrit", "Add a cart\n\nChange-Id: I42a1b2c3d4e5f60718293a4b5c6d7e8f90123456", nothing),
                arguments("a number too large", "Add a cart (#4242424242)", nothing));
    }

    @ParameterizedTest(name = "that is {0} decides nothing")
    @MethodSource("undecided")
    void decidesNothing(String form, String message, String why) {
        assertThat(MergeMessage.read(message)).as(form).isEqualTo(new Undecided(why));
    }

    @Test
    void isReadFastHoweverLongItIs() {
        String hostile = "Merge pull request '" + "' (#1".repeat(20_000);
        long begin = System.nanoTime();
        MergeMessage.read(hostile);
        MergeMessage.read("See merge request " + "a/".repeat(50_000));

        assertThat(System.nanoTime() - begin).isLessThan(5_000_000_000L);
    }
}
