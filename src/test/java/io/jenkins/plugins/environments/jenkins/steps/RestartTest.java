package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.jenkins.Restarts;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.target.CuttableLine;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RealJenkinsRule;

@Tag("jenkins")
@DisplayName("A deploy goes on where it was")
class RestartTest {

    /** Long enough to restart in between, short enough to wait for. */
    private static final Duration PACE = Duration.ofSeconds(20);

    private static final String SCRIPT = inWorkspace(
            COMPOSE,
            "def deployed = deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']\n"
                    + "  echo \"went on with ${deployed.id} ${deployed.release}\"");

    private static void begin(JenkinsRule j, String url) throws Exception {
        TestWorld.configure(url, TestWorld.stage("staging"));
        TestWorld.secret("db-password", "correct horse battery staple");
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("Wave 1 of 2: db", run);
    }

    private static void goOn(JenkinsRule j) throws Exception {
        WorkflowRun run = Objects.requireNonNull(Jenkins.get().getItemByFullName("shop", WorkflowJob.class))
                .getBuildByNumber(1);
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        j.assertLogContains("Following operation", run);
        j.assertLogContains("went on with shop-staging-shop 1", run);
        EnvironmentId id = new EnvironmentId("shop-staging-shop");
        assertThat(Background.get().lifecycle().environment(id).orElseThrow().state())
                .isEqualTo(EnvironmentState.READY);
        assertThat(Background.get().lifecycle().operations(id)).hasSize(1);
    }

    @Test
    void after_a_restart_of_jenkins() throws Throwable {
        try (TestWorld world = TestWorld.start(PACE)) {
            Restarts.orderly(sessions -> {
                sessions.then(j -> begin(j, world.url()));
                sessions.then(RestartTest::goOn);
            });
        }
    }

    @Test
    void after_jenkins_was_killed() throws Throwable {
        try (TestWorld world = TestWorld.start(PACE)) {
            String url = world.url();
            Restarts.real(real -> {
                real.startJenkins();
                real.runRemotely(new Begin(url));
                assertThatThrownBy(() -> real.runRemotely(new Kill())).isInstanceOf(IOException.class);
                real.stopJenkins();
                real.startJenkins();
                real.runRemotely(new GoOn());
                real.stopJenkins();
            });
        }
    }

    @Test
    void with_secret_values_read_again_that_had_not_reached_the_target() throws Throwable {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100));
                CuttableLine line = new CuttableLine(URI.create(world.url()).getPort())) {
            line.cut();
            Restarts.orderly(sessions -> {
                sessions.then(j -> {
                    TestWorld.configure(line.url(), TestWorld.stage("staging"));
                    TestWorld.secret("db-password", "correct horse battery staple");
                    WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
                    job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
                    j.waitForMessage("Trying again", job.scheduleBuild2(0).waitForStart());
                });
                line.mend();
                sessions.then(j -> {
                    WorkflowRun run = Objects.requireNonNull(Jenkins.get().getItemByFullName("shop", WorkflowJob.class))
                            .getBuildByNumber(1);
                    j.assertBuildStatusSuccess(j.waitForCompletion(run));
                    j.assertLogContains("reading them again", run);
                    j.assertLogContains("went on with shop-staging-shop 1", run);
                    assertThat(Background.get().lifecycle().operations(new EnvironmentId("shop-staging-shop")).stream()
                                    .map(operation -> operation.phase().name()))
                            .containsExactly("RELEASED", "FAILED");
                });
            });
        }
    }

    /** What the first process does. */
    private static final class Begin implements RealJenkinsRule.Step {
        private static final long serialVersionUID = 1L;
        private final String url;

        Begin(String url) {
            this.url = url;
        }

        @Override
        public void run(JenkinsRule j) throws Throwable {
            begin(j, url);
        }
    }

    /** What ends the first process, as a power failure would: nothing is told, nothing is closed. */
    private static final class Kill implements RealJenkinsRule.Step {
        private static final long serialVersionUID = 1L;

        @Override
        public void run(JenkinsRule j) {
            Runtime.getRuntime().halt(0);
        }
    }

    /** What the second process does. */
    private static final class GoOn implements RealJenkinsRule.Step {
        private static final long serialVersionUID = 1L;

        @Override
        public void run(JenkinsRule j) throws Throwable {
            goOn(j);
        }
    }
}
