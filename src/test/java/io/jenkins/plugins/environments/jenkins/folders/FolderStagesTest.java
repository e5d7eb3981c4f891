package io.jenkins.plugins.environments.jenkins.folders;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider.FolderCredentialsProperty;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.DomainCredentials;
import hudson.model.Result;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.checks.DeployChecksTest;
import io.jenkins.plugins.environments.jenkins.config.ItemSecret;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@DisplayName("A folder that narrows the stages of its jobs")
class FolderStagesTest {

    private static FolderStage stage(String name, ItemSecret... secrets) {
        FolderStage stage = new FolderStage(name);
        stage.setSecrets(List.of(secrets));
        return stage;
    }

    private static WorkflowJob job(Folder folder, String name, String script) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(inWorkspace(COMPOSE, script), true));
        return job;
    }

    @Test
    @WithJenkins
    void gives_them_its_own_credentials_and_takes_away_what_the_stage_allows(JenkinsRule j) throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            StageSettings others = TestWorld.stage("others");
            others.setJobs("elsewhere/**");
            TestWorld.configure(world.url(), TestWorld.stage("staging"), TestWorld.stage("qa"), others);
            Folder team = j.createProject(Folder.class, "team");
            FolderCredentialsProperty store = new FolderCredentialsProperty(new DomainCredentials[0]);
            team.addProperty(store);
            CredentialsStore own = store.getStore();
            own.addCredentials(
                    Domain.global(),
                    new StringCredentialsImpl(
                            CredentialsScope.GLOBAL, "team-db", null, Secret.fromString("of the team")));
            team.addProperty(new FolderStages(
                    List.of(stage("staging", new ItemSecret("DB_PASSWORD", "team-db")), stage("others"))));

            WorkflowRun deployed = j.buildAndAssertSuccess(job(team, "shop", "deployEnv stage: 'staging'"));
            j.assertLogNotContains("of the team", deployed);

            WorkflowRun kept = j.buildAndAssertStatus(Result.FAILURE, job(team, "two", "deployEnv stage: 'qa'"));
            j.assertLogContains("folder team does not let its jobs use stage qa", kept);
            // It names it, but the stage is for other jobs: a folder never adds.
            WorkflowRun never = j.buildAndAssertStatus(Result.FAILURE, job(team, "three", "deployEnv stage: 'others'"));
            j.assertLogContains("stage others is for jobs that match \"elsewhere/**\"", never);

            Folder inner = team.createProject(Folder.class, "inner");
            inner.addProperty(new FolderStages(List.of(stage("staging"), stage("qa"))));
            WorkflowRun above = j.buildAndAssertStatus(Result.FAILURE, job(inner, "four", "deployEnv stage: 'qa'"));
            j.assertLogContains("folder team does not let its jobs use stage qa", above);

            assertThat(j
                            .jenkins
                            .getDescriptorByType(ItemSecret.DescriptorImpl.class)
                            .doFillCredentialsIdItems(team, "")
                            .stream()
                            .map(option -> option.value))
                    .contains("team-db");
            ListBoxModel stages = j.jenkins
                    .getDescriptorByType(FolderStage.DescriptorImpl.class)
                    .doFillStageItems(team);
            assertThat(stages.stream().map(option -> option.value)).containsExactly("staging", "qa", "others");
        }
    }

    @Test
    @WithJenkins
    void comes_back_from_its_form_and_from_code_as_it_was(JenkinsRule j) throws Exception {
        TestWorld.configure("https://127.0.0.1:1", TestWorld.stage("staging"), TestWorld.stage("qa"));
        TestWorld.secret("team-db", "p");
        Folder team = j.createProject(Folder.class, "team");
        j.configRoundtrip(team);
        assertThat(team.getProperties().get(FolderStages.class)).isNull();

        team.addProperty(new FolderStages(List.of(stage("qa", new ItemSecret("DB_PASSWORD", "team-db")))));
        j.configRoundtrip(team);
        FolderStages back = team.getProperties().get(FolderStages.class);
        assertThat(back.getStages()).singleElement().satisfies(each -> {
            assertThat(each.getStage()).isEqualTo("qa");
            assertThat(each.secrets()).containsExactly(Map.entry("DB_PASSWORD", "team-db"));
        });

        // What job-dsl and Pipeline make of it: the symbol, and what the model binds.
        assertThat(FolderStages.DescriptorImpl.class.getAnnotation(Symbol.class).value())
                .containsExactly("environmentStages");
        FolderStages fromCode = new DescribableModel<>(FolderStages.class)
                .instantiate(Map.of("stages", List.of(Map.of("stage", "staging"))), null);
        assertThat(fromCode.stage("staging")).isPresent();
        assertThat(fromCode.stage("qa")).isEmpty();
    }

    @Test
    void is_left_out_where_the_plugin_is_not_installed() throws Exception {
        try (URLClassLoader without = DeployChecksTest.without("com.cloudbees.hudson.", FolderLimit.class)) {
            assertThatThrownBy(without.loadClass(FolderLimit.class.getName())::getDeclaredMethods)
                    .isInstanceOf(NoClassDefFoundError.class);
            assertThatThrownBy(() -> without.loadClass(FolderStages.class.getName()))
                    .isInstanceOf(NoClassDefFoundError.class);
        }
    }
}
