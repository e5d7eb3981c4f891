package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.ExtensionList;
import hudson.model.Items;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.background.Housekeeping;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import jenkins.branch.BranchSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.impl.mock.MockRepositoryFlags;
import jenkins.scm.impl.mock.MockSCMController;
import jenkins.scm.impl.mock.MockSCMDiscoverBranches;
import jenkins.scm.impl.mock.MockSCMDiscoverChangeRequests;
import jenkins.scm.impl.mock.MockSCMSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("When a change ends")
class EndOfChangesTest {

    /** Without it nothing but a checkout could read this SCM. */
    @TestExtension
    public static final class Revisions extends CheckedOutFiles.OfMock {}

    private MockSCMController scm;
    private JenkinsRule j;
    private WorkflowMultiBranchProject project;

    @BeforeEach
    void project(JenkinsRule rule) throws Exception {
        j = rule;
        TestWorld.secret("db-password", "correct horse battery staple");
        scm = MockSCMController.create();
        scm.createRepository("shop", EnumSet.allOf(MockRepositoryFlags.class).toArray(new MockRepositoryFlags[0]));
        scm.createBranch("shop", "STAGING");
        add("docker-compose.yml", COMPOSE);
        add(
                "Jenkinsfile",
                "pipeline { agent none; stages { stage('Deploy') { steps { deployEnv stage: 'staging', secrets: "
                        + "[DB_PASSWORD: 'db-password'] } } } }");
        project = j.createProject(WorkflowMultiBranchProject.class, "shop");
        project.getSourcesList()
                .add(new BranchSource(new MockSCMSource(
                        scm,
                        "shop",
                        new MockSCMDiscoverBranches(),
                        new MockSCMDiscoverChangeRequests(ChangeRequestCheckoutStrategy.HEAD))));
    }

    @AfterEach
    void stop() {
        scm.close();
    }

    private void add(String path, String text) throws Exception {
        scm.addFile("shop", "STAGING", path, path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void configure(TestWorld world) {
        TestWorld.configure(world.url(), TestWorld.stage("staging"));
    }

    private void scan() throws Exception {
        Objects.requireNonNull(project.scheduleBuild2(0)).getFuture().get();
    }

    /** The build of a job, once it says something. */
    private WorkflowRun saying(String job, String message) throws Exception {
        WorkflowJob found = Objects.requireNonNull(project.getItem(job), job);
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (found.getLastBuild() == null) {
            assertThat(System.nanoTime()).as("no build of %s", job).isLessThan(end);
            Thread.sleep(50);
        }
        j.waitForMessage(message, found.getLastBuild());
        return found.getLastBuild();
    }

    private static EnvironmentState state(String id) {
        return Background.get()
                .lifecycle()
                .environment(new EnvironmentId(id))
                .orElseThrow()
                .state();
    }

    private static void until(String id, Set<EnvironmentState> expected) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!expected.contains(state(id))) {
            assertThat(System.nanoTime()).as("%s is %s", id, state(id)).isLessThan(end);
            Thread.sleep(100);
        }
    }

    @Test
    void a_branch_that_is_deleted_while_its_deploy_runs_takes_its_environment_and_no_other() throws Exception {
        try (TestWorld slow = TestWorld.start(Duration.ofMinutes(10))) {
            configure(slow);
            scm.cloneBranch("shop", "STAGING", "gone");
            scan();
            saying("gone", "Wave 1 of 2: db");
            WorkflowRun other = saying("STAGING", "Wave 1 of 2: db");

            scm.deleteBranch("shop", "gone");
            scan();

            // Nothing is quick in this cluster, so it is not waited for to be gone.
            until("shop-staging-gone", EnumSet.of(EnvironmentState.DESTROYING, EnvironmentState.GONE));
            assertThat(Background.get().lifecycle().operations(new EnvironmentId("shop-staging-staging")))
                    .as("the other one goes on")
                    .singleElement()
                    .satisfies(each -> assertThat(each.phase().isEnd()).isFalse());
            assertThat(other.isBuilding()).isTrue();
            other.doStop();
            j.waitUntilNoActivity();
        }
    }

    @Test
    void a_project_that_was_moved_keeps_its_environments_and_what_nobody_heard_of_is_made_good() throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(50))) {
            configure(world);
            scan();
            j.waitUntilNoActivity();
            String id = "shop-staging-staging";
            assertThat(state(id)).isEqualTo(EnvironmentState.READY);

            project = Items.move(project, j.createProject(Folder.class, "team"));

            WorkflowJob moved = Objects.requireNonNull(project.getItem("STAGING"));
            j.assertLogContains("Release 2 of " + id + " is ready", j.buildAndAssertSuccess(moved));
            assertThat(Background.get().lifecycle().environments())
                    .singleElement()
                    .satisfies(each -> assertThat(each.origin().job()).isEqualTo("team/shop/STAGING"));

            // Nobody hears that the branch is gone …
            TestWorld.withoutUpkeep();
            scm.deleteBranch("shop", "STAGING");
            scm.createBranch("shop", "other");
            scan();
            j.waitUntilNoActivity();
            assertThat(project.getItem("STAGING")).isNull();
            assertThat(state(id)).isEqualTo(EnvironmentState.READY);

            // … until the next look.
            ExtensionList.lookupSingleton(Housekeeping.class).onLoaded();
            until(id, EnumSet.of(EnvironmentState.GONE));
        }
    }
}
