package io.jenkins.plugins.environments.jenkins.story;

import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.environment;
import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.release;
import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.running;
import static io.jenkins.plugins.environments.jenkins.story.ThreeBranches.untilGone;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jenkins.scm.api.SCMSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The story of docs/examples/three-branches where containers run. Each kind of target has its own. */
@WithJenkins
abstract class ThreeBranchesOnTarget {

    private final boolean local = GitSCM.ALLOW_LOCAL_CHECKOUT;
    private Forge forge;
    private ThreeBranches way;

    @BeforeEach
    void begin(JenkinsRule j, @TempDir Path folder) throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        configureTarget("cluster-a");
        forge = Forge.create(folder, "STAGING", "QA", "PROD");
        j.jenkins.getDescriptorList(SCMSource.class).add(new ForgeSource.DescriptorImpl());
        way = ThreeBranches.create(
                j,
                new ForgeSource(forge.remote(), ThreeBranches.BRANCHES),
                Path.of("").toAbsolutePath());
    }

    @AfterEach
    void destroy() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = local;
        for (Environment each : Background.get().lifecycle().environments()) {
            Background.get()
                    .lifecycle()
                    .destroy(
                            new DestroyRequest(each.id(), DataPolicy.DELETE, Duration.ofMinutes(5), Origin.of("test")));
        }
        for (Environment each : Background.get().lifecycle().environments()) {
            untilGone(each.id().value());
        }
    }

    /** The only one, with what it needs. */
    abstract void configureTarget(String id) throws Exception;

    /** Where the links lead. */
    abstract URI edge();

    /** Runs a command where production's database runs. @return what it prints */
    abstract String inDatabase(String command) throws Exception;

    /** Ids of environments of which the target has something. */
    abstract List<String> environmentsThere();

    @Test
    void a_visitor_of_production_sees_no_failure_and_its_data_stays() throws Exception {
        forge.commit("cart", "STAGING", "Add a cart", ThreeBranches.smallProject());
        toProduction(42, "cart", false);
        assertThat(environment("giveway-prod").links())
                .extracting(Link::host)
                .containsExactlyInAnyOrder("studygiveway.com", "s3.studygiveway.com");
        Map<String, String> images = release("giveway-prod").images();
        assertThat(images).hasSize(3).allSatisfy((service, image) -> assertThat(image)
                .contains("sha256:"));
        inDatabase("echo order-4711 > /var/lib/postgresql/data/orders");
        untilItAnswers("studygiveway.com");

        try (Visitor visitor = new Visitor(edge(), "studygiveway.com")) {
            String compose = ThreeBranches.smallProject().get("docker-compose.yml");
            forge.commit(
                    "wishes",
                    "STAGING",
                    "Add wishes",
                    Map.of("docker-compose.yml", compose.replace("${VERSION:-1}", "2")));
            toProduction(43, "wishes", true);
            visitor.someMore();

            assertThat(running()).containsExactly("giveway-prod 2");
            assertThat(visitor.failures())
                    .as("of %s requests", visitor.requests())
                    .isEmpty();
            System.out.println("requests to studygiveway.com: " + visitor.requests() + ", none failed");
        }
        assertThat(release("giveway-prod").images()).isEqualTo(images);
        assertThat(inDatabase("cat /var/lib/postgresql/data/orders")).contains("order-4711");
        assertThat(environmentsThere()).containsExactly("giveway-prod");
    }

    /** By three merges. @param asked with an environment for its request before them */
    private void toProduction(int number, String branch, boolean asked) throws Exception {
        if (asked) {
            forge.request(number, branch, "STAGING");
            timed("PR-" + number);
        }
        forge.merge(branch, "STAGING", "Merge pull request #" + number + " from team/" + branch);
        if (asked) {
            forge.close(number, "STAGING");
        }
        timed("STAGING");
        forge.merge(
                "STAGING",
                "QA",
                "Merge branch 'STAGING' into 'QA'\n\nSee merge request team/giveway!" + (number + 100));
        timed("QA");
        untilGone("giveway-staging-pr-" + number);
        forge.merge("QA", "PROD", "Merge pull request #" + (number + 200) + " from team/QA");
        timed("PROD");
        untilGone("giveway-qa-pr-" + number);
    }

    private void timed(String job) throws Exception {
        Instant begin = Instant.now();
        way.scan();
        way.succeeded(job);
        System.out.println(job + ": " + Duration.between(begin, Instant.now()).toMillis() + " ms");
    }

    private void untilItAnswers(String host) throws InterruptedException {
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        while (Visitor.request(edge(), host) != null) {
            assertThat(Instant.now()).as("%s does not answer", host).isBefore(end);
            Thread.sleep(200);
        }
    }
}
