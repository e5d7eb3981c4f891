package io.jenkins.plugins.environments.jenkins.credentials;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Label;
import hudson.model.Result;
import io.jenkins.plugins.environments.jenkins.Restarts;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.config.EnvFileCredential;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@DisplayName("After a deploy nothing in the same build prints the secret values that it used")
class MaskingTest {

    private static final String VALUE = "correct-horse-battery-staple";
    private static final String DEPLOY = "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']\n  ";
    /** The value is put together by the shell, so that nothing but its output holds it. */
    private static final String PRINT = "withEnv(['A=correct-horse', 'B=battery-staple']) {\n"
            + "    sh 'X=\"$A-$B\"; set -x; echo \"printed $X\"; echo \"$X\" | base64'\n  }\n  ";

    private static WorkflowJob job(JenkinsRule j, String name, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(inWorkspace(COMPOSE, script), true));
        return job;
    }

    @Test
    @WithJenkins
    void whoever_prints_it_on_the_controller_or_on_an_agent(JenkinsRule j) throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            world.configure();
            TestWorld.secret("db-password", VALUE);
            WorkflowRun here = j.buildAndAssertSuccess(job(j, "here", DEPLOY + PRINT));
            j.assertLogContains("printed ****", here);
            j.assertLogNotContains(VALUE, here);
            assertThat(Files.readString(here.getRootDir().toPath().resolve("log")))
                    .doesNotContain(VALUE);

            j.createOnlineSlave(Label.get("remote"));
            WorkflowJob job = j.createProject(WorkflowJob.class, "there");
            job.setDefinition(new CpsFlowDefinition(
                    inWorkspace(COMPOSE, DEPLOY + PRINT).replace("node {", "node('remote') {"), true));
            WorkflowRun there = j.buildAndAssertSuccess(job);
            j.assertLogContains("printed ****", there);
            j.assertLogNotContains(VALUE, there);
        }
    }

    @Test
    @WithJenkins
    void line_by_line_where_it_has_several(JenkinsRule j) throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            world.configure();
            TestWorld.secret("db-password", "first-half-of-it\nsecond-half-of-it");

            WorkflowRun run = j.buildAndAssertSuccess(
                    job(j, "shop", DEPLOY + "sh 'H=half-of-it; set -x; printf \"1 first-$H\\\\n2 second-$H\\\\n\"'"));

            j.assertLogContains("1 ****", run);
            j.assertLogContains("2 ****", run);
            j.assertLogNotContains("first-half-of-it", run);
            j.assertLogNotContains("second-half-of-it", run);
        }
    }

    @Test
    @WithJenkins
    void of_an_env_file_all_but_ordinary_words(JenkinsRule j) throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            StageSettings stage = TestWorld.stage("staging");
            stage.setEnvFileCredentialsIds(List.of(new EnvFileCredential("stage-env")));
            TestWorld.configure(world.url(), stage);
            TestWorld.secret("db-password", VALUE);
            byte[] content = "GREETING=good-morning\nDEBUG=true\n".getBytes(StandardCharsets.UTF_8);
            TestWorld.add(new FileCredentialsImpl(
                    CredentialsScope.SYSTEM, "stage-env", null, "stage.env", SecretBytes.fromRawBytes(content)));

            WorkflowRun run =
                    j.buildAndAssertSuccess(job(j, "shop", DEPLOY + "sh 'M=morning; echo \"debug=true, good-$M\"'"));

            j.assertLogContains("debug=true, ****", run);
        }
    }

    @Test
    @WithJenkins
    void also_when_the_deploy_could_not_be_asked_for(JenkinsRule j) throws Exception {
        TestWorld.configure("http://127.0.0.1:1", TestWorld.stage("staging"));
        TestWorld.secret("db-password", VALUE);
        String script = "catchError { deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password', B: 'no'] }\n  ";

        WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, job(j, "shop", script + PRINT));

        j.assertLogContains("this build finds no credentials \"no\"", run);
        j.assertLogContains("printed ****", run);
        j.assertLogNotContains(VALUE, run);
    }

    @Test
    @WithJenkins
    void another_build_is_left_alone(JenkinsRule j) throws Exception {
        TestWorld.secret("db-password", VALUE);
        WorkflowRun run = j.buildAndAssertSuccess(job(j, "other", PRINT));
        assertThat(run.getAction(MaskedSecrets.class)).isNull();
        j.assertLogContains("printed " + VALUE, run);
    }

    @Test
    void also_after_a_restart_and_no_file_holds_it_in_between() throws Throwable {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            Restarts.orderly(sessions -> {
                sessions.then(j -> {
                    world.configure();
                    TestWorld.secret("db-password", VALUE);
                    WorkflowRun run = job(j, "shop", DEPLOY + "semaphore 'wait'\n  " + PRINT)
                            .scheduleBuild2(0)
                            .waitForStart();
                    SemaphoreStep.waitForStart("wait/1", run);
                    assertThat(Files.readString(run.getRootDir().toPath().resolve("build.xml")))
                            .contains("db-password")
                            .doesNotContain(VALUE);
                    assertThat(Files.readString(
                                    run.getRootDir().toPath().resolve("program.dat"), StandardCharsets.ISO_8859_1))
                            .doesNotContain(VALUE);
                });
                sessions.then(j -> {
                    WorkflowRun run = Objects.requireNonNull(j.jenkins.getItemByFullName("shop", WorkflowJob.class))
                            .getBuildByNumber(1);
                    SemaphoreStep.success("wait/1", null);
                    j.assertBuildStatusSuccess(j.waitForCompletion(run));
                    j.assertLogContains("printed ****", run);
                    j.assertLogNotContains(VALUE, run);
                });
            });
        }
    }

    @Test
    void credentials_that_are_gone_after_a_restart_do_no_harm() throws Throwable {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            Restarts.orderly(sessions -> {
                sessions.then(j -> {
                    world.configure();
                    TestWorld.secret("db-password", VALUE);
                    WorkflowRun run = job(j, "shop", DEPLOY + "semaphore 'gone'\n  sh 'echo still here'")
                            .scheduleBuild2(0)
                            .waitForStart();
                    SemaphoreStep.waitForStart("gone/1", run);
                    SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
                    provider.getCredentials().clear();
                    provider.save();
                });
                sessions.then(j -> {
                    WorkflowRun run = Objects.requireNonNull(j.jenkins.getItemByFullName("shop", WorkflowJob.class))
                            .getBuildByNumber(1);
                    SemaphoreStep.success("gone/1", null);
                    j.assertBuildStatusSuccess(j.waitForCompletion(run));
                    j.assertLogContains("still here", run);
                });
            });
        }
    }
}
