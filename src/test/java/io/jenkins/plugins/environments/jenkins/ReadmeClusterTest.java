package io.jenkins.plugins.environments.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.KubernetesTargetSettings;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Origin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jenkins.branch.BranchSource;
import jenkins.scm.api.mixin.ChangeRequestCheckoutStrategy;
import jenkins.scm.impl.mock.MockSCMController;
import jenkins.scm.impl.mock.MockSCMDiscoverChangeRequests;
import jenkins.scm.impl.mock.MockSCMSource;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Needs KUBECONFIG, and the image {@value #IMAGE}, or a stand-in for it, on the cluster. */
@Tag("cluster")
@WithJenkins
@DisplayName("The Jenkinsfile of the README, word for word, on a real cluster")
class ReadmeClusterTest {

    private static final String IMAGE = "postgres:16.1-alpine";
    private static final String COMPOSE =
            """
            services:
              db:
                image: %s
                environment:
                  POSTGRES_PASSWORD: ${DB_PASSWORD}
                expose: ["5432"]
            """
                    .formatted(IMAGE);

    private static String jenkinsfile() throws Exception {
        Matcher block =
                Pattern.compile("```groovy\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void a_pull_request_becomes_an_environment_and_goes_again(JenkinsRule j) throws Exception {
        Path kubeconfig = Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG names no cluster"));
        TestWorld.add(new FileCredentialsImpl(
                CredentialsScope.SYSTEM,
                "kubeconfig",
                null,
                "config",
                SecretBytes.fromRawBytes(Files.readAllBytes(kubeconfig))));
        KubernetesTargetSettings target = new KubernetesTargetSettings("cluster-a");
        target.setCredentialsId("kubeconfig");
        target.setNamespacePrefix("jk-");
        EnvironmentsConfiguration.get().setTargets(List.of(target));
        EnvironmentsConfiguration.get().setStages(List.of(TestWorld.stage("staging")));
        try (MockSCMController scm = MockSCMController.create()) {
            scm.createRepository("readme");
            scm.createBranch("readme", "main");
            add(scm, "Jenkinsfile", jenkinsfile());
            add(scm, "docker-compose.yml", COMPOSE);
            add(scm, ".env", "DB_PASSWORD=swordfish\n");
            int number = scm.openChangeRequest("readme", "main");
            WorkflowMultiBranchProject project = j.createProject(WorkflowMultiBranchProject.class, "readme");
            project.getSourcesList()
                    .add(new BranchSource(new MockSCMSource(
                            scm, "readme", new MockSCMDiscoverChangeRequests(ChangeRequestCheckoutStrategy.HEAD))));
            project.scheduleBuild2(0).getFuture().get();
            j.waitUntilNoActivityUpTo((int) Duration.ofMinutes(5).toMillis());
            EnvironmentId id = new EnvironmentId("readme-staging-pr-" + number);
            try {
                WorkflowRun run = project.getItem("CR-" + number).getLastBuild();
                j.assertBuildStatusSuccess(run);
                j.assertLogContains("db ready 1/1", run);
                j.assertLogContains("Release 1 of " + id + " is ready", run);
                j.assertLogNotContains("swordfish", run);
            } finally {
                destroy(id);
            }
        }
    }

    private static void add(MockSCMController scm, String path, String text) throws Exception {
        scm.addFile("readme", "main", path, path, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void destroy(EnvironmentId id) throws InterruptedException {
        Background.get().lifecycle().destroy(new DestroyRequest(id, null, Duration.ofMinutes(5), Origin.of("test")));
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (Background.get().lifecycle().environment(id).orElseThrow().state() != EnvironmentState.GONE) {
            assertThat(System.nanoTime()).as("still there after five minutes").isLessThan(end);
            Thread.sleep(500);
        }
    }
}
