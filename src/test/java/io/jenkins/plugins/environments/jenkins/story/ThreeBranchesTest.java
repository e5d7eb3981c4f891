package io.jenkins.plugins.environments.jenkins.story;

import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.environment;
import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.release;
import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.running;
import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.untilGone;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("docs/examples/three-branches, word for word, over a Git repository")
class ThreeBranchesTest {

    private final TestWorld world = TestWorld.start(Duration.ofMillis(20));
    private final boolean local = GitSCM.ALLOW_LOCAL_CHECKOUT;
    private Forge forge;
    private ThreeBranches way;
    private JenkinsRule j;

    @BeforeEach
    void begin(JenkinsRule rule, @TempDir Path folder) throws Exception {
        j = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        forge = Forge.create(folder, "STAGING", "QA", "PROD");
        TestWorld.configure(world.url());
        j.jenkins.getDescriptorList(SCMSource.class).add(new ForgeSource.DescriptorImpl());
        way = ThreeBranches.create(
                j,
                new ForgeSource(forge.remote(), ThreeBranches.BRANCHES),
                Path.of("").toAbsolutePath());
    }

    @AfterEach
    void end() {
        GitSCM.ALLOW_LOCAL_CHECKOUT = local;
        world.close();
    }

    private static Map<String, String> images(String id) {
        return release(id).images();
    }

    private static String ancestor(String id) {
        Release.Ancestry ancestry = Objects.requireNonNull(release(id).ancestry());
        return ancestry.environment() + " " + ancestry.release();
    }

    @Test
    void a_change_goes_by_merges_from_its_request_to_production() throws Exception {
        // A request into STAGING has its environment.
        forge.commit("cart", "STAGING", "Add a cart", ThreeBranches.project());
        forge.request(42, "cart", "STAGING");
        way.scan();
        way.succeeded("PR-42");
        assertThat(running()).containsExactly("giveway-staging-pr-42 1");
        assertThat(environment("giveway-staging-pr-42").links())
                .extracting(Link::host)
                .contains("daphne-pr-42.staging.studygiveway.com");

        // It is merged as GitHub does: staging has that change, and no other environment.
        forge.merge("cart", "STAGING", "Merge pull request #42 from team/cart\n\nAdd a cart");
        forge.close(42, "STAGING");
        way.scan();
        WorkflowRun staging = way.succeeded("STAGING");
        j.assertLogContains("This is pr-42: the message of ", staging);
        assertThat(way.has("PR-42")).isFalse();
        assertThat(running()).containsExactly("giveway-staging-pr-42 2");
        Map<String, String> images = images("giveway-staging-pr-42");
        assertThat(images).hasSize(16).allSatisfy((service, image) -> assertThat(image)
                .contains("@sha256:"));

        // Somebody else begins.
        forge.commit("wishlist", "STAGING", "Add a list of wishes", Map.of("wishes.txt", "none\n"));
        forge.request(43, "wishlist", "STAGING");
        // A request into QA deploys nothing: what it would move runs already.
        forge.request(44, "STAGING", "QA");
        way.scan();
        j.assertLogContains("giveway-staging-pr-42 is READY, release 2", way.succeeded("PR-44"));
        assertThat(running()).containsExactly("giveway-staging-pr-42 2", "giveway-staging-pr-43 1");
        String untouched = pods("giveway-staging-pr-43");

        // It is merged as GitLab does: qa has the same images, staging has it no longer.
        forge.merge("STAGING", "QA", "Merge branch 'STAGING' into 'QA'\n\nA cart\n\nSee merge request team/giveway!44");
        forge.close(44, "QA");
        way.scan();
        j.assertLogContains("What came in is pr-42: it is the only one", way.succeeded("QA"));
        untilGone("giveway-staging-pr-42");
        assertThat(running()).containsExactly("giveway-qa-pr-42 1", "giveway-staging-pr-43 1");
        assertThat(images("giveway-qa-pr-42")).isEqualTo(images);
        assertThat(ancestor("giveway-qa-pr-42")).isEqualTo("giveway-staging-pr-42 2");

        // Built once more, e.g. after a power failure, it finds that nothing is left to do.
        WorkflowRun again = j.buildAndAssertSuccess(way.last("QA").getParent());
        j.assertLogContains("Build #1 of the same commit promoted it already: giveway-qa-pr-42 runs it", again);
        assertThat(running()).containsExactly("giveway-qa-pr-42 1", "giveway-staging-pr-43 1");

        // To production, as GitHub does.
        forge.request(45, "QA", "PROD");
        way.scan();
        j.assertLogContains("giveway-qa-pr-42 is READY, release 1", way.succeeded("PR-45"));
        forge.merge("QA", "PROD", "Merge pull request #45 from team/QA");
        forge.close(45, "PROD");
        way.scan();
        way.succeeded("PROD");
        untilGone("giveway-qa-pr-42");
        assertThat(running()).containsExactly("giveway-prod 1", "giveway-staging-pr-43 1");
        assertThat(images("giveway-prod")).isEqualTo(images);
        assertThat(ancestor("giveway-prod")).isEqualTo("giveway-qa-pr-42 1");
        assertThat(environment("giveway-prod").links())
                .extracting(link -> link.service() + " " + link.host())
                .contains("daphne studygiveway.com", "minio s3.studygiveway.com");
        assertThat(pods("giveway-staging-pr-43")).as("the other change").isEqualTo(untouched);

        // The other one follows: production is the same environment, with the same data.
        String claims = claims();
        forge.merge("wishlist", "STAGING", "Merge pull request #43 from team/wishlist");
        forge.close(43, "STAGING");
        way.scan();
        way.succeeded("STAGING");
        forge.merge("STAGING", "QA", "Merge pull request #46 from team/STAGING");
        way.scan();
        way.succeeded("QA");
        forge.merge("QA", "PROD", "Merge pull request #47 from team/QA");
        way.scan();
        way.succeeded("PROD");
        untilGone("giveway-qa-pr-43");
        assertThat(running()).containsExactly("giveway-prod 2");
        assertThat(environment("giveway-prod").change().number()).isEqualTo(43);
        assertThat(ancestor("giveway-prod")).isEqualTo("giveway-qa-pr-43 1");
        assertThat(claims()).isEqualTo(claims);
        assertThat(world.get("/api/v1/namespaces")).doesNotContain("-pr-4");

        // What can't be told is said, and nothing is done.
        forge.commit("QA", "QA", "Fix a word", Map.of("words.txt", "right\n"));
        way.scan();
        j.assertBuildStatus(Result.FAILURE, way.last("QA"));
        j.assertLogContains(
                "does not say which change it is: its message names no request and no branch", way.last("QA"));
        assertThat(running()).containsExactly("giveway-prod 2");
    }

    private String pods(String id) throws Exception {
        return uids("/api/v1/namespaces/env-" + id + "/pods");
    }

    private String claims() throws Exception {
        return uids("/api/v1/namespaces/env-giveway-prod/persistentvolumeclaims");
    }

    private String uids(String path) throws Exception {
        return Pattern.compile("\"uid\" *: *\"([^\"]+)\"")
                .matcher(world.get(path))
                .results()
                .map(found -> found.group(1))
                .sorted()
                .toList()
                .toString();
    }
}
