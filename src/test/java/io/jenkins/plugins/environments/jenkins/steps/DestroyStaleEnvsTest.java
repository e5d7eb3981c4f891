package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("destroyStaleEnvs")
class DestroyStaleEnvsTest {

    private static final String SHOW =
            ".each { echo \"found ${it.id} ${it.status} ${it.rule} ${it.reason} ${it.containsKey('operation')}\" }\n  ";

    private final TestWorld world = TestWorld.start(Duration.ofMillis(100));
    private JenkinsRule j;

    @BeforeEach
    void configured(JenkinsRule rule) throws Exception {
        j = rule;
        StageSettings shortLived = TestWorld.stage("staging");
        shortLived.setExpireAfter("1s");
        StageSettings foreign = TestWorld.stage("foreign");
        foreign.setJobs("giveway/**");
        TestWorld.configure(world.url(), shortLived, TestWorld.stage("qa"), foreign);
        TestWorld.withoutUpkeep();
        TestWorld.secret("db-password", "correct horse battery staple");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private WorkflowRun run(Result expected, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(inWorkspace(COMPOSE, script), true));
        return j.buildAndAssertStatus(expected, job);
    }

    private static String deploy(String stage) {
        return "deployEnv stage: '" + stage + "', secrets: [DB_PASSWORD: 'db-password']\n  ";
    }

    @Test
    void says_what_would_go_then_takes_it_away_and_waits_until_it_is_gone() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS,
                deploy("staging")
                        + deploy("qa")
                        + "sleep 2\n  echo 'dry'\n  destroyStaleEnvs(dryRun: true)"
                        + SHOW
                        + "echo \"there are ${listEnvs().size()}\"\n  destroyStaleEnvs()"
                        + SHOW
                        + "echo \"left ${listEnvs()*.id}\"\n  ");

        j.assertLogContains("found shop-qa-shop KEPT", run);
        j.assertLogContains("found shop-staging-shop WOULD_GO expired it expired at", run);
        j.assertLogContains("there are 2", run);
        j.assertLogContains("found shop-staging-shop GONE expired it expired at", run);
        j.assertLogContains("left [shop-qa-shop]", run);
        j.assertLogNotContains("true }", run);
        assertThat(world.get("/api/v1/namespaces")).doesNotContain("env-shop-staging-shop");
    }

    @Test
    void of_one_stage_leaves_the_others() throws Exception {
        WorkflowRun run = run(
                Result.SUCCESS, deploy("staging") + "sleep 2\n  destroyStaleEnvs(stage: 'qa')" + SHOW + "echo 'end'");
        j.assertLogNotContains("found shop-staging-shop", run);
        assertThat(Background.get().lifecycle().environments()).hasSize(1);
    }

    @Test
    void a_stage_of_other_jobs_or_none_at_all_is_refused() throws Exception {
        WorkflowRun foreign = run(Result.FAILURE, "destroyStaleEnvs stage: 'foreign'");
        j.assertLogContains("stage foreign is for jobs that match \"giveway/**\"", foreign);
        j.jenkins.getItem("shop").delete();
        WorkflowRun none = run(Result.FAILURE, "destroyStaleEnvs stage: 'nope'");
        j.assertLogContains("no stage \"nope\" is configured; use one of staging, qa, foreign", none);
    }
}
