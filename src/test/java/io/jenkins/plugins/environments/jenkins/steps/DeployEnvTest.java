package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.jenkins.pages.BuildEnvironments;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Operation;
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
@DisplayName("deployEnv, listEnvs and destroyEnv")
class DeployEnvTest {

    private final TestWorld world = TestWorld.start(Duration.ofMillis(100));
    private JenkinsRule j;

    @BeforeEach
    void configured(JenkinsRule rule) throws Exception {
        j = rule;
        world.configure();
        TestWorld.secret("db-password", "correct horse battery staple");
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private WorkflowJob job(String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static EnvironmentState state(String id) {
        return Background.get()
                .lifecycle()
                .environment(new EnvironmentId(id))
                .orElseThrow()
                .state();
    }

    @Test
    void deploy_list_and_destroy_in_scripted_pipeline() throws Exception {
        WorkflowJob job = job(
                inWorkspace(
                        COMPOSE,
                        """
                def deployed = deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password'], variables: [GREETING: "hi ${1 + 1}"]
                  echo "deployed ${deployed.id} ${deployed.status} ${deployed.release} ${deployed.url} ${deployed.links.web}"
                  echo "for what follows ${env.ENVIRONMENT_ID} ${env.ENVIRONMENT_URL}"
                  sh 'echo "for the shell $ENVIRONMENT_ID $ENVIRONMENT_URL"'
                  def all = listEnvs(stage: 'staging')
                  echo "listed ${all.size()} ${all[0].id} ${all[0].status}"
                  echo "nowhere ${listEnvs(stage: 'qa').size()}"
                  def gone = destroyEnv stage: 'staging'
                  echo "destroyed ${gone.id} ${gone.status} ${listEnvs().size()}"
                """));

        WorkflowRun run = j.buildAndAssertSuccess(job);

        String id = "shop-staging-shop";
        String url = "http://web-shop.staging.example.com";
        j.assertLogContains("Wave 1 of 2: db", run);
        j.assertLogContains("Wave 2 of 2: web", run);
        j.assertLogContains("web ready 1/1", run);
        j.assertLogContains("Release 1 of " + id + " is ready", run);
        j.assertLogContains("deployed " + id + " READY 1 " + url + " " + url, run);
        j.assertLogContains("for what follows " + id + " " + url, run);
        j.assertLogContains("for the shell " + id + " " + url, run);
        j.assertLogContains("listed 1 " + id + " READY", run);
        j.assertLogContains("nowhere 0", run);
        j.assertLogContains("destroyed " + id + " GONE 0", run);
        assertThat(state(id)).isEqualTo(EnvironmentState.GONE);
        assertThat(world.get("/api/v1/namespaces")).doesNotContain("env-" + id);
        assertThat(run.getAction(BuildEnvironments.class).getEnvironments())
                .singleElement()
                .satisfies(view -> assertThat(view.getState()).isEqualTo("GONE"));
    }

    @Test
    void deploy_and_destroy_in_declarative_pipeline() throws Exception {
        WorkflowJob job = job(
                """
                pipeline {
                  agent any
                  stages {
                    stage('Deploy') {
                      steps {
                        writeFile file: 'docker-compose.yml', text: '''%s'''
                        writeFile file: '.env', text: 'DB_PASSWORD=overridden'
                        deployEnv stage: 'staging', files: ['docker-compose.yml'], envFiles: ['.env'], images: [web: 'nginx:1.27'], secrets: [DB_PASSWORD: 'db-password'], timeout: '2m', onFailure: 'keep'
                      }
                    }
                  }
                  post {
                    cleanup {
                      destroyEnv stage: 'staging', data: 'delete'
                    }
                  }
                }
                """
                        .formatted(COMPOSE));

        WorkflowRun run = j.buildAndAssertSuccess(job);

        j.assertLogContains("Release 1 of shop-staging-shop is ready", run);
        assertThat(state("shop-staging-shop")).isEqualTo(EnvironmentState.GONE);
        assertThat(Background.get()
                        .lifecycle()
                        .releases(new EnvironmentId("shop-staging-shop"))
                        .get(0)
                        .images()
                        .get("web"))
                .contains("nginx:1.27");
    }

    @Test
    void manifests_and_a_kustomize_folder_are_deployed_in_place_of_compose_files() throws Exception {
        WorkflowJob job = job(
                """
                node {
                  writeFile file: 'k8s/settings.yaml', text: '{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {A: b}}'
                  writeFile file: 'k8s/notes.txt', text: 'no manifest'
                  writeFile file: 'overlay/rendered', text: \'\'\'%s\'\'\'
                  writeFile file: 'bin/kustomize', text: '#!/bin/sh\\necho "a word" >&2; test "$1" = build && cat "$2/rendered"'
                  sh 'chmod +x bin/kustomize'
                  withEnv(["PATH+KUSTOMIZE=${pwd()}/bin"]) {
                    def deployed = deployEnv stage: 'staging', manifests: ['k8s/*.yaml'], kustomize: 'overlay', images: [nginx: 'nginx:1.27']
                    echo "answers at ${deployed.links.web}"
                  }
                }
                """
                        .formatted(
                                """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: { name: web }
                        spec:
                          selector: { matchLabels: { app: web } }
                          template:
                            metadata: { labels: { app: web } }
                            spec: { containers: [{ name: web, image: "nginx:1.25" }] }
                        ---
                        apiVersion: v1
                        kind: Service
                        metadata: { name: web, annotations: { environments.jenkins.io/link: "true" } }
                        spec: { selector: { app: web }, ports: [{ port: 80 }] }
                        """));

        WorkflowRun run = j.buildAndAssertSuccess(job);

        j.assertLogContains("answers at http://web-shop.staging.example.com", run);
        String namespace = "env-shop-staging-shop";
        assertThat(world.get("/api/v1/namespaces/" + namespace + "/configmaps/settings"))
                .contains("\"A\"");
        assertThat(world.get("/apis/apps/v1/namespaces/" + namespace + "/deployments/web"))
                .contains("nginx:1.27");
        assertThat(Background.get()
                        .lifecycle()
                        .releases(new EnvironmentId("shop-staging-shop"))
                        .get(0)
                        .stack()
                        .manifests())
                .hasSize(3);
    }

    @Test
    void a_pod_that_can_not_start_fails_the_build_with_its_reason() throws Exception {
        WorkflowJob job = job(inWorkspace(
                COMPOSE.replace("nginx:1.25", "missing.invalid/web:1"),
                "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password'], timeout: '1m'"));

        WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, job);

        j.assertLogContains("ImagePullBackOff", run);
        j.assertLogContains("what to do:", run);
        assertThat(state("shop-staging-shop")).isEqualTo(EnvironmentState.FAILED);
    }

    @Test
    void wrong_input_is_told_with_file_line_and_column_and_nothing_is_done() throws Exception {
        WorkflowJob job = job(inWorkspace(
                "services:\n  web:\n    imgae: nginx\n    ports: [\"80:80\"]\n", "deployEnv stage: 'staging'"));
        int before = world.objects();

        WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, job);

        j.assertLogContains("docker-compose.yml:3:5: ", run);
        assertThat(world.objects()).isEqualTo(before);
        assertThat(Background.get().lifecycle().environments()).isEmpty();
    }

    @Test
    void a_missing_credential_is_told_by_its_id() throws Exception {
        WorkflowRun run = j.buildAndAssertStatus(
                Result.FAILURE,
                job(inWorkspace(COMPOSE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'nope']")));

        j.assertLogContains("this build finds no credentials \"nope\"", run);
    }

    @Test
    void a_stage_that_is_not_there_is_told_with_those_that_are() throws Exception {
        WorkflowRun run =
                j.buildAndAssertStatus(Result.FAILURE, job(inWorkspace(COMPOSE, "deployEnv stage: 'stagging'")));

        j.assertLogContains("no stage \"stagging\" is configured; use one of staging", run);
    }

    @Test
    void a_stage_for_other_jobs_is_refused() throws Exception {
        StageSettings stage = TestWorld.stage("staging");
        stage.setJobs("giveway/**");
        TestWorld.configure(world.url(), stage);

        WorkflowRun run =
                j.buildAndAssertStatus(Result.FAILURE, job(inWorkspace(COMPOSE, "deployEnv stage: 'staging'")));

        j.assertLogContains("stage staging is for jobs that match \"giveway/**\", and this one is shop", run);
    }

    @Test
    void without_a_workspace_and_without_a_revision_the_log_says_what_to_do() throws Exception {
        WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, job("deployEnv stage: 'staging'"));

        j.assertLogContains("run the step inside of node {} or with an agent, after a checkout", run);
    }

    @Test
    void an_aborted_build_stops_its_deploy() throws Exception {
        try (TestWorld slow = TestWorld.start(Duration.ofMinutes(10))) {
            slow.configure();
            WorkflowJob job = job(inWorkspace(
                    COMPOSE,
                    "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password'], onFailure: 'destroy'"));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            j.waitForMessage("Wave 1 of 2: db", run);
            long asked = System.nanoTime();
            run.doStop();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(30));
            assertThat(Background.get()
                            .lifecycle()
                            .operations(new EnvironmentId("shop-staging-shop"))
                            .get(0)
                            .canceledBy())
                    .isEqualTo("the build, which was aborted");
        }
    }

    @Test
    void a_job_of_its_own_says_by_parameters_which_change_it_is_where_the_stage_lets_it() throws Exception {
        StageSettings open = TestWorld.stage("staging");
        open.setChangeOverride(true);
        StageSettings strict = TestWorld.stage("qa");
        StageSettings ofBranch = TestWorld.stage("prod");
        ofBranch.setBranch("PROD");
        TestWorld.configure(world.url(), open, strict, ofBranch);
        String parameters = "properties([parameters([string(name: 'CHANGE', defaultValue: '42')])])\n";
        String deploy = "deployEnv stage: '%s', secrets: [DB_PASSWORD: 'db-password'], change: params.CHANGE, "
                + "project: 'webshop'";
        WorkflowJob job = job(parameters + inWorkspace(COMPOSE, deploy.formatted("staging")));
        j.assertLogContains("Release 1 of webshop-staging-pr-42 is ready", j.buildAndAssertSuccess(job));

        job.setDefinition(new CpsFlowDefinition(parameters + inWorkspace(COMPOSE, deploy.formatted("qa")), true));
        j.assertLogContains("stage qa takes the project from the build", j.buildAndAssertStatus(Result.FAILURE, job));

        job.setDefinition(new CpsFlowDefinition(parameters + inWorkspace(COMPOSE, deploy.formatted("prod")), true));
        j.assertLogContains(
                "of a job that does not say which branch it builds", j.buildAndAssertStatus(Result.FAILURE, job));

        WorkflowJob other = j.createProject(WorkflowJob.class, "other");
        other.setDefinition(
                new CpsFlowDefinition(parameters + inWorkspace(COMPOSE, deploy.formatted("staging")), true));
        open.setChangeOverride(false);
        j.buildAndAssertStatus(Result.FAILURE, other);
    }

    @Test
    void branches_of_parallel_deploy_at_once_and_each_gets_its_own_back() throws Exception {
        String script = inWorkspace(
                COMPOSE,
                """
                def done = [:]
                  parallel(
                    a: { done.a = deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password'] },
                    b: { done.b = deployEnv stage: 'qa', secrets: [DB_PASSWORD: 'db-password'] })
                  echo "a is ${done.a.id} ${done.a.links.web}, b is ${done.b.id} ${done.b.links.web}"
                """);
        try (TestWorld slow = TestWorld.start(Duration.ofMinutes(10))) {
            TestWorld.configure(slow.url(), TestWorld.stage("staging"), TestWorld.stage("qa"));
            WorkflowRun run = job(script).scheduleBuild2(0).waitForStart();
            // Neither gets on by itself: only when nothing holds up the other do both come to wait.
            long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
            while (!isWaiting("shop-staging-shop") || !isWaiting("shop-qa-shop")) {
                assertThat(System.nanoTime()).as(JenkinsRule.getLog(run)).isLessThan(end);
                Thread.sleep(50);
            }
            run.doStop();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
        }
        TestWorld.configure(world.url(), TestWorld.stage("staging"), TestWorld.stage("qa"));
        WorkflowJob other = j.createProject(WorkflowJob.class, "other");
        other.setDefinition(new CpsFlowDefinition(script, true));

        j.assertLogContains(
                "a is other-staging-other http://web-other.staging.example.com, "
                        + "b is other-qa-other http://web-other.qa.example.com",
                j.buildAndAssertSuccess(other));
    }

    @Test
    void a_build_that_died_holds_up_nobody() throws Exception {
        try (TestWorld slow = TestWorld.start(Duration.ofSeconds(2))) {
            slow.configure();
            WorkflowJob job =
                    job(inWorkspace(COMPOSE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']"));
            WorkflowRun died = job.scheduleBuild2(0).waitForStart();
            j.waitForMessage("Wave 1 of 2: db", died);
            // Harder than an abort: no step is told.
            died.doKill();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(died));

            WorkflowRun next = j.buildAndAssertSuccess(job);

            j.assertLogContains("of shop-staging-shop is ready", next);
            assertThat(Background.get().lifecycle().operations(new EnvironmentId("shop-staging-shop")))
                    .hasSize(2)
                    .allMatch(operation -> operation.phase().isEnd());
        }
    }

    private static boolean isWaiting(String id) {
        return Background.get().lifecycle().operations(new EnvironmentId(id)).stream()
                .anyMatch(operation -> operation.phase() == Operation.Phase.WAITING);
    }

    @Test
    void a_second_deploy_of_the_same_changes_nothing() throws Exception {
        WorkflowJob job =
                job(inWorkspace(COMPOSE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']"));

        j.buildAndAssertSuccess(job);
        String before = world.get("/apis/apps/v1/namespaces/env-shop-staging-shop/deployments/web");
        WorkflowRun second = j.buildAndAssertSuccess(job);

        j.assertLogContains("Release 2 of shop-staging-shop is ready", second);
        assertThat(world.get("/apis/apps/v1/namespaces/env-shop-staging-shop/deployments/web"))
                .isEqualTo(before);
    }
}
