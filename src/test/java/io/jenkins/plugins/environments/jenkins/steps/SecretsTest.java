package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Result;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.config.EnvFileCredential;
import io.jenkins.plugins.environments.jenkins.config.NamedCredentials;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("Secret values reach the target and nothing else")
class SecretsTest {

    private static final String OF_STEP = "correct-horse-battery-staple-1";
    private static final String OF_STAGE = "correct-horse-battery-staple-2";
    private static final String OF_ENV_FILE = "correct-horse-battery-staple-3";
    private static final String MARK = "correct-horse-battery-staple";

    private static final String COMPOSE_WITH_THREE =
            COMPOSE + "      FROM_STAGE: ${ADMIN_NAME}\n" + "      FROM_ENV_FILE: ${PLAIN_LOOKING}\n";

    private JenkinsRule j;

    @BeforeEach
    void secrets(JenkinsRule rule) throws Exception {
        j = rule;
        TestWorld.secret("db-password", OF_STEP);
        // Of scope System: no Jenkinsfile can read it, the stage can.
        TestWorld.add(new UsernamePasswordCredentialsImpl(CredentialsScope.SYSTEM, "admin", null, "admin", OF_STAGE));
        TestWorld.add(new FileCredentialsImpl(
                CredentialsScope.GLOBAL,
                "stage-env",
                null,
                "stage.env",
                SecretBytes.fromRawBytes(("PLAIN_LOOKING=" + OF_ENV_FILE + "\n").getBytes(StandardCharsets.UTF_8))));
    }

    private static StageSettings stage() {
        StageSettings stage = TestWorld.stage("staging");
        stage.setSecrets(NamedCredentials.of(Map.of("ADMIN_NAME", "admin")));
        stage.setEnvFileCredentialsIds(List.of(new EnvFileCredential("stage-env")));
        return stage;
    }

    private WorkflowJob job() throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(
                inWorkspace(COMPOSE_WITH_THREE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']"),
                true));
        return job;
    }

    /** Every file of the home that holds the text, or its base64. */
    private List<String> filesWith(String text) throws IOException {
        String base64 = Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(j.jenkins.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (content.contains(text) || content.contains(base64.substring(0, base64.length() - 2))) {
                    found.add(file.toString());
                }
            }
        }
        return found;
    }

    @Test
    void after_a_deploy_no_file_holds_one() throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            TestWorld.configure(world.url(), stage());

            WorkflowRun run = j.buildAndAssertSuccess(job());

            String deployed = world.get("/api/v1/namespaces/env-shop-staging-shop/secrets");
            for (String secret : List.of(OF_STEP, OF_STAGE, OF_ENV_FILE)) {
                assertThat(deployed)
                        .contains(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
            }
            assertThat(world.get("/api/v1/namespaces/env-shop-staging-shop/configmaps"))
                    .doesNotContain(MARK);
            j.assertLogNotContains(MARK, run);
            assertThat(filesWith(MARK)).isEmpty();
        }
    }

    @Test
    void while_a_deploy_waits_no_file_holds_one() throws Exception {
        try (TestWorld slow = TestWorld.start(Duration.ofMinutes(10))) {
            TestWorld.configure(slow.url(), stage());
            WorkflowRun run = job().scheduleBuild2(0).waitForStart();
            j.waitForMessage("Wave 1 of 2: db", run);

            assertThat(run.getRootDir().toPath().resolve("program.dat")).exists();
            assertThat(filesWith(MARK)).isEmpty();

            run.doStop();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
        }
    }

    @Test
    void a_jenkinsfile_can_not_use_what_only_stages_may() throws Exception {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            TestWorld.configure(world.url(), TestWorld.stage("staging"));
            TestWorld.add(new StringCredentialsImpl(
                    CredentialsScope.SYSTEM, "only-stages", null, hudson.util.Secret.fromString(OF_STAGE)));
            WorkflowJob job = j.createProject(WorkflowJob.class, "other");
            job.setDefinition(new CpsFlowDefinition(
                    inWorkspace(COMPOSE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'only-stages']"), true));

            WorkflowRun run = j.buildAndAssertStatus(Result.FAILURE, job);

            j.assertLogContains("this build finds no credentials \"only-stages\"", run);
        }
    }
}
