package io.jenkins.plugins.environments.jenkins.background;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("A stage and a target in which environments live")
class LiveEnvironmentsTest {

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
}
