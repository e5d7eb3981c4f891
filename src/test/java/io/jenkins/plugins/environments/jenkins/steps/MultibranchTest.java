package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import jenkins.branch.BranchSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.impl.mock.MockChangeRequestFlags;
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
@DisplayName("A declarative multibranch project with pull requests, without any agent")
class MultibranchTest {

    /** Without it nothing but a checkout could read this SCM. */
    @TestExtension
    public static final class Revisions extends CheckedOutFiles.OfMock {}

    private static final String REPOSITORY = "shop";

    private final TestWorld world = TestWorld.start(Duration.ofMillis(100));
    private MockSCMController scm;
    private JenkinsRule j;

    @BeforeEach
    void repository(JenkinsRule rule) throws Exception {
        j = rule;
        TestWorld.secret("db-password", "correct horse battery staple");
        scm = MockSCMController.create();
        scm.createRepository(
                REPOSITORY, EnumSet.allOf(MockRepositoryFlags.class).toArray(new MockRepositoryFlags[0]));
        scm.createBranch(REPOSITORY, "STAGING");
        add("STAGING", "docker-compose.yml", COMPOSE + "    volumes: [./conf/init.sql:/init.sql:ro]\n");
        add("STAGING", "conf/init.sql", "create table t (i int);\n");
        add("STAGING", "Jenkinsfile", jenkinsfile("stage: 'staging', secrets: [DB_PASSWORD: 'db-password']"));
    }

    @AfterEach
    void stop() {
        scm.close();
        world.close();
    }

    private void add(String branch, String path, String text) throws Exception {
        scm.addFile(REPOSITORY, branch, path, path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String jenkinsfile(String arguments) {
        return "pipeline {\n  agent none\n  stages {\n    stage('Deploy') {\n      steps {\n        deployEnv "
                + arguments + "\n      }\n    }\n  }\n}\n";
    }

    private static StageSettings staging() {
        StageSettings stage = TestWorld.stage("staging");
        stage.setBranch("STAGING");
        return stage;
    }

    private WorkflowRun build(String name) throws Exception {
        WorkflowMultiBranchProject project = j.jenkins.getItem("shop") == null
                ? j.createProject(WorkflowMultiBranchProject.class, "shop")
                : (WorkflowMultiBranchProject) j.jenkins.getItem("shop");
        if (project.getSourcesList().isEmpty()) {
            project.getSourcesList()
                    .add(new BranchSource(new MockSCMSource(
                            scm,
                            REPOSITORY,
                            new MockSCMDiscoverBranches(),
                            new MockSCMDiscoverChangeRequests(ChangeRequestCheckoutStrategy.HEAD))));
        }
        project.scheduleBuild2(0).getFuture().get();
        j.waitUntilNoActivity();
        WorkflowJob job = project.getItem(name);
        assertThat(job).as("job %s of %s", name, project.getItems()).isNotNull();
        return job.getLastBuild();
    }

    @Test
    void a_pull_request_gets_its_own_environment_from_the_revision_that_is_built() throws Exception {
        TestWorld.configure(world.url(), staging());
        int number = scm.openChangeRequest(REPOSITORY, "STAGING");
        add("change-request/" + number, "conf/init.sql", "-- of the pull request\n");

        WorkflowRun run = build("CR-" + number);

        j.assertBuildStatusSuccess(run);
        j.assertLogContains("Release 1 of shop-staging-pr-" + number + " is ready", run);
        assertThat(world.get("/api/v1/namespaces/env-shop-staging-pr-" + number + "/configmaps"))
                .contains("-- of the pull request");
        Environment environment = Background.get()
                .lifecycle()
                .environment(new EnvironmentId("shop-staging-pr-" + number))
                .orElseThrow();
        assertThat(environment.change().number()).isEqualTo(number);
        assertThat(environment.change().commit())
                .isEqualTo(
                        scm.getRevision(REPOSITORY, "change-request/" + number) == null
                                ? null
                                : environment.change().commit());
        assertThat(environment.origin().job()).isEqualTo("shop/CR-" + number);
    }

    @Test
    void the_branch_itself_has_another_one() throws Exception {
        TestWorld.configure(world.url(), staging());

        WorkflowRun run = build("STAGING");

        j.assertBuildStatusSuccess(run);
        j.assertLogContains("Release 1 of shop-staging-staging is ready", run);
    }

    @Test
    void a_stage_of_another_branch_is_refused() throws Exception {
        StageSettings stage = staging();
        stage.setBranch("QA");
        TestWorld.configure(world.url(), stage);
        int number = scm.openChangeRequest(REPOSITORY, "STAGING");

        WorkflowRun run = build("CR-" + number);

        j.assertBuildStatus(Result.FAILURE, run);
        j.assertLogContains(
                "stage staging is for builds of branch QA and for pull requests into it, and this build is of a pull "
                        + "request into STAGING",
                run);
    }

    @Test
    void a_pull_request_never_replaces_a_standing_environment() throws Exception {
        StageSettings stage = staging();
        stage.setLifetime(Lifetime.STANDING);
        TestWorld.configure(world.url(), stage);
        int number = scm.openChangeRequest(REPOSITORY, "STAGING");

        j.assertBuildStatus(Result.FAILURE, build("CR-" + number));

        assertThat(Background.get()
                        .lifecycle()
                        .environment(new EnvironmentId("shop-staging"))
                        .map(found -> found.origin().job()))
                .isNotEqualTo(java.util.Optional.of("shop/CR-" + number));
    }

    @Test
    void another_change_can_be_named_only_where_the_stage_lets_it() throws Exception {
        TestWorld.configure(world.url(), staging());
        add(
                "STAGING",
                "Jenkinsfile",
                jenkinsfile("stage: 'staging', change: '99', secrets: [DB_PASSWORD: 'db-password']"));

        WorkflowRun refused = build("STAGING");
        j.assertBuildStatus(Result.FAILURE, refused);
        j.assertLogContains("stage staging takes the change from the build", refused);

        StageSettings stage = staging();
        stage.setChangeOverride(true);
        TestWorld.configure(world.url(), stage);
        WorkflowJob job = refused.getParent();
        WorkflowRun allowed = j.buildAndAssertSuccess(job);
        j.assertLogContains("Release 1 of shop-staging-pr-99 is ready", allowed);
    }

    @Test
    void a_fork_never_names_another_change_even_where_the_stage_lets_others() throws Exception {
        StageSettings stage = staging();
        stage.setChangeOverride(true);
        stage.setForks(true);
        TestWorld.configure(world.url(), stage);
        int number = scm.openChangeRequest(REPOSITORY, "STAGING", MockChangeRequestFlags.FORK);
        add(
                "change-request/" + number,
                "Jenkinsfile",
                jenkinsfile("stage: 'staging', change: '99', secrets: [DB_PASSWORD: 'db-password']"));

        WorkflowRun run = build("CR-" + number);

        j.assertBuildStatus(Result.FAILURE, run);
        j.assertLogContains("a build of a fork never chooses", run);
    }

    @Test
    void a_fork_deploys_only_to_a_stage_that_lets_forks_in() throws Exception {
        StageSettings stage = staging();
        TestWorld.configure(world.url(), stage);
        int number = scm.openChangeRequest(REPOSITORY, "STAGING", MockChangeRequestFlags.FORK);

        WorkflowRun refused = build("CR-" + number);

        j.assertBuildStatus(Result.FAILURE, refused);
        j.assertLogContains(
                "stage staging is not for pull requests from forks: their code would run with the stage's secrets",
                refused);
        assertThat(world.get("/api/v1/namespaces")).doesNotContain("env-shop-staging-pr-");

        stage.setForks(true);
        TestWorld.configure(world.url(), stage);
        WorkflowRun allowed = j.buildAndAssertSuccess(refused.getParent());
        j.assertLogContains("Release 1 of shop-staging-pr-" + number + " is ready", allowed);
    }

    @Test
    void of_a_fork_that_nobody_trusts_the_code_is_deployed_and_by_the_jenkinsfile_of_the_branch_it_shall_go_into()
            throws Exception {
        StageSettings stage = staging();
        stage.setChangeOverride(true);
        TestWorld.configure(world.url(), stage);
        int number = scm.openChangeRequest(
                REPOSITORY, "STAGING", MockChangeRequestFlags.FORK, MockChangeRequestFlags.UNTRUSTED);
        add("change-request/" + number, "conf/init.sql", "-- of the fork\n");
        add(
                "change-request/" + number,
                "Jenkinsfile",
                jenkinsfile("stage: 'staging', change: '99', secrets: [DB_PASSWORD: 'db-password']"));

        // Whoever wrote the Jenkinsfile: what it deploys is the fork's.
        WorkflowRun refused = build("CR-" + number);
        j.assertBuildStatus(Result.FAILURE, refused);
        j.assertLogContains("stage staging is not for pull requests from forks", refused);

        stage.setForks(true);
        TestWorld.configure(world.url(), stage);
        WorkflowRun allowed = j.buildAndAssertSuccess(refused.getParent());
        j.assertLogContains("has been modified in an untrusted revision", allowed);
        j.assertLogContains("Release 1 of shop-staging-pr-" + number + " is ready", allowed);
        assertThat(world.get("/api/v1/namespaces/env-shop-staging-pr-" + number + "/configmaps"))
                .contains("-- of the fork");
        assertThat(world.get("/api/v1/namespaces")).doesNotContain("env-shop-staging-pr-99");
    }

    @Test
    void of_a_fork_that_is_trusted_its_own_jenkinsfile_counts_and_reaches_no_other_stage() throws Exception {
        StageSettings stage = staging();
        stage.setForks(true);
        StageSettings production = TestWorld.stage("prod");
        production.setBranch("PROD");
        production.setForks(true);
        TestWorld.configure(world.url(), stage, production);
        int number = scm.openChangeRequest(REPOSITORY, "STAGING", MockChangeRequestFlags.FORK);
        String request = "change-request/" + number;
        add(request, "Jenkinsfile", jenkinsfile("stage: 'prod', secrets: [DB_PASSWORD: 'db-password']"));

        WorkflowRun refused = build("CR-" + number);
        j.assertBuildStatus(Result.FAILURE, refused);
        j.assertLogContains(
                "stage prod is for builds of branch PROD and for pull requests into it, and this build is of a pull "
                        + "request into STAGING",
                refused);
        assertThat(world.get("/api/v1/namespaces")).doesNotContain("env-shop-prod");

        add(
                request,
                "Jenkinsfile",
                jenkinsfile("stage: 'staging', variables: [BY: 'the-fork'], secrets: [DB_PASSWORD: 'db-password']"));
        WorkflowRun allowed = build("CR-" + number);
        j.assertBuildStatusSuccess(allowed);
        j.assertLogContains("Release 1 of shop-staging-pr-" + number + " is ready", allowed);
        assertThat(allowed.getNumber()).isGreaterThan(refused.getNumber());
    }

    private static EnvironmentState state(String id) {
        return Background.get()
                .lifecycle()
                .environment(new EnvironmentId(id))
                .orElseThrow()
                .state();
    }

    @Test
    void when_its_branch_is_deleted_an_environment_goes_by_itself() throws Exception {
        TestWorld.configure(world.url(), staging());
        j.assertBuildStatusSuccess(build("STAGING"));
        scm.deleteBranch(REPOSITORY, "STAGING");
        scm.createBranch(REPOSITORY, "other");

        WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) j.jenkins.getItem("shop");
        project.scheduleBuild2(0).getFuture().get();
        j.waitUntilNoActivity();

        assertThat(project.getItem("STAGING")).isNull();
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (state("shop-staging-staging") != EnvironmentState.GONE && System.nanoTime() < end) {
            Thread.sleep(200);
        }
        assertThat(state("shop-staging-staging")).isEqualTo(EnvironmentState.GONE);
    }

    @Test
    void when_its_project_is_renamed_an_environment_stays_and_is_still_its_own() throws Exception {
        TestWorld.configure(world.url(), staging());
        j.assertBuildStatusSuccess(build("STAGING"));
        WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) j.jenkins.getItem("shop");

        project.renameTo("store");

        Environment environment = Background.get().lifecycle().environments().get(0);
        assertThat(environment.origin().job()).isEqualTo("store/STAGING");
        assertThat(Background.get().changes().of(environment).state()).isEqualTo(ChangeStatus.State.OPEN);
        WorkflowJob renamed = project.getItem("STAGING");
        j.assertLogContains("Release 2 of shop-staging-staging is ready", j.buildAndAssertSuccess(renamed));
        project.delete();
        assertThat(Background.get().changes().of(environment).state()).isEqualTo(ChangeStatus.State.JOB_GONE);
    }

    @Test
    void a_second_build_of_a_commit_follows_the_promotion_that_the_first_has_begun() throws Exception {
        try (TestWorld slow = TestWorld.start(Duration.ofSeconds(3))) {
            StageSettings qa = TestWorld.stage("qa");
            qa.setChangeOverride(true);
            TestWorld.configure(slow.url(), staging(), qa);
            j.assertBuildStatusSuccess(build("STAGING"));
            scm.cloneBranch(REPOSITORY, "STAGING", "QA");
            add(
                    "QA",
                    "Jenkinsfile",
                    jenkinsfile("").replace("deployEnv ", "promoteEnv from: 'staging', to: 'qa', change: 'STAGING'"));
            WorkflowMultiBranchProject project = (WorkflowMultiBranchProject) j.jenkins.getItem("shop");
            project.scheduleBuild2(0).getFuture().get();
            WorkflowJob job = project.getItem("QA");
            WorkflowRun first = begun(job, 1);
            j.waitForMessage("Promoting from staging to shop-qa-staging", first);

            WorkflowRun second = begun(job, 2);

            j.assertBuildStatusSuccess(j.waitForCompletion(first));
            j.assertBuildStatusSuccess(j.waitForCompletion(second));
            j.assertLogContains(
                    "Build #1 of the same commit began to promote it to shop-qa-staging: following", second);
            j.assertLogContains("Release 1 of shop-qa-staging is ready", second);
            assertThat(Background.get().lifecycle().releases(new EnvironmentId("shop-qa-staging")))
                    .hasSize(1);
            j.assertLogContains(
                    "Build #1 of the same commit promoted it already: shop-qa-staging runs it as release 1",
                    j.buildAndAssertSuccess(job));
        }
    }

    private static WorkflowRun begun(WorkflowJob job, int number) throws Exception {
        WorkflowRun run = job.getBuildByNumber(number);
        return run == null ? job.scheduleBuild2(0).waitForStart() : run;
    }

    @Test
    void no_executor_is_held_while_it_waits() throws Exception {
        try (TestWorld slow = TestWorld.start(Duration.ofMinutes(10))) {
            TestWorld.configure(slow.url(), staging());
            WorkflowMultiBranchProject project = j.createProject(WorkflowMultiBranchProject.class, "shop");
            project.getSourcesList()
                    .add(new BranchSource(new MockSCMSource(scm, REPOSITORY, new MockSCMDiscoverBranches())));
            project.scheduleBuild2(0).getFuture().get();
            WorkflowRun run = project.getItem("STAGING").getLastBuild();
            if (run == null) {
                run = project.getItem("STAGING").scheduleBuild2(0).waitForStart();
            }
            j.waitForMessage("Wave 1 of 2: db", run);

            assertThat(j.jenkins.toComputer().countBusy()).isZero();
            assertThat(j.jenkins.getQueue().getItems()).isEmpty();

            run.doStop();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
        }
    }
}
