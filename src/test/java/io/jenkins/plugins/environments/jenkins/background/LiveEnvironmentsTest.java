package io.jenkins.plugins.environments.jenkins.background;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.time.Duration;
import java.util.List;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("A stage and a target in which environments live")
class LiveEnvironmentsTest {

    private static final String DEPLOY = "deployEnv stage: '%s', secrets: [DB_PASSWORD: 'db-password']";

    @Test
    void can_not_be_deleted_until_they_are_gone(JenkinsRule j) throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            TestWorld.configure(world.url(), TestWorld.stage("staging"), TestWorld.stage("qa"));
            TestWorld.secret("db-password", "correct horse battery staple");
            WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
            job.setDefinition(new CpsFlowDefinition(
                    inWorkspace(COMPOSE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']"), true));
            j.buildAndAssertSuccess(job);
            EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();

            assertThatThrownBy(() -> configuration.setStages(List.of(TestWorld.stage("qa"))))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("stage staging")
                    .hasMessageContaining("shop-staging-shop")
                    .hasMessageContaining("destroy them first");
            assertThatThrownBy(() -> configuration.setTargets(List.of()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("target cluster-a");
            assertThat(configuration.getStages()).hasSize(2);
            assertThat(configuration.getTargets()).hasSize(1);
            // One without environments goes.
            configuration.setStages(List.of(TestWorld.stage("staging")));

            job.setDefinition(new CpsFlowDefinition("destroyEnv stage: 'staging'", true));
            j.buildAndAssertSuccess(job);
            configuration.setStages(List.of());
            configuration.setTargets(List.of());
        }
    }

    private static HtmlInput named(HtmlForm form, String name, String value) {
        return form.getInputsByName(name).stream()
                .filter(input -> input.getValue().equals(value))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void get_another_name_in_the_form_and_keep_them(JenkinsRule j) throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            TestWorld.configure(world.url(), TestWorld.stage("staging"), TestWorld.stage("qa"));
            TestWorld.secret("db-password", "correct horse battery staple");
            WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
            job.setDefinition(new CpsFlowDefinition(inWorkspace(COMPOSE, DEPLOY.formatted("staging")), true));
            j.buildAndAssertSuccess(job);

            JenkinsRule.WebClient web = j.createWebClient();
            // The page is long, and the machine may be slow.
            web.getOptions().setTimeout((int) Duration.ofMinutes(10).toMillis());
            HtmlForm form = web.goTo("configure").getFormByName("config");
            named(form, "_.name", "staging").setValue("preview");
            named(form, "_.name", "qa").setValue("test");
            named(form, "_.id", "cluster-a").setValue("cluster-one");
            j.submit(form);

            EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
            StageSettings preview = configuration.getStages().get(0);
            assertThat(preview.getName()).isEqualTo("preview");
            assertThat(preview.getIdentity()).isEqualTo("staging");
            assertThat(preview.getTarget()).isEqualTo("cluster-one");
            // Nothing lived in that one.
            assertThat(configuration.getStages().get(1).getIdentity()).isNull();
            assertThat(configuration.getTargets().get(0).getIdentity()).isEqualTo("cluster-a");

            job.setDefinition(new CpsFlowDefinition(
                    inWorkspace(
                            COMPOSE,
                            DEPLOY.formatted("preview")
                                    + "\n  def all = listEnvs(stage: 'preview')"
                                    + "\n  echo \"${all.size()} ${all[0].id} ${all[0].stage} ${all[0].url}\""),
                    true));
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("Release 2 of shop-staging-shop is ready", run);
            j.assertLogContains("1 shop-staging-shop preview http://web-shop.staging.example.com", run);

            // Nobody else gets at them by the name that they had.
            StageSettings impostor = TestWorld.stage("staging");
            impostor.setIdentity("other");
            assertThatThrownBy(() -> configuration.setStages(List.of(preview, impostor)))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("two of that name");
            // The same in code says so itself.
            StageSettings inCode = TestWorld.stage("preview");
            assertThatThrownBy(() -> configuration.setStages(List.of(inCode)))
                    .hasMessageContaining("identity: \"staging\"");
            inCode.setIdentity("staging");
            configuration.setStages(List.of(inCode));

            j.submit(web.goTo("configure").getFormByName("config"));
            assertThat(configuration.getStages().get(0).getIdentity()).isEqualTo("staging");
            job.setDefinition(new CpsFlowDefinition("destroyEnv stage: 'preview'", true));
            j.buildAndAssertSuccess(job);
            assertThat(world.get("/api/v1/namespaces")).doesNotContain("env-shop-staging-shop");
        }
    }
}
