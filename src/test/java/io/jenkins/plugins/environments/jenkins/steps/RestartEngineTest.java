package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.jenkins.EngineWorld;
import io.jenkins.plugins.environments.jenkins.Restarts;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.model.EnvironmentId;
import java.util.Objects;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** Needs DOCKER_HOST and what else {@code .ci/engine/up} prints. */
@Tag("engine")
@DisplayName("A deploy to a Docker engine goes on where it was, on the agent of its build")
class RestartEngineTest {

    private static final String AGENT = "linux-1";

    /** The second wave waits for the first one, and that for a file that the test makes after the restart. */
    private static final String SCRIPT = inWorkspace(
            """
            services:
              web:
                image: %1$s
                ports: ["80:8080"]
                depends_on: { db: { condition: service_healthy } }
                environment: { STAND_IN_PORTS: "8080", TOKEN: "${TOKEN}" }
              db:
                image: %1$s
                healthcheck: { test: ["CMD", "test", "-e", "/tmp/go"], interval: 1s, start_period: 900s }
            """
                    .formatted(EngineWorld.IMAGE),
            "def deployed = deployEnv stage: 'staging', secrets: [TOKEN: 'token']\n"
                    + "  echo \"went on with ${deployed.id} ${deployed.release}\"");

    private static void begin(JenkinsRule j, EngineWorld world) throws Exception {
        j.createOnlineSlave(Jenkins.get().getLabelAtom(AGENT));
        j.jenkins.setNumExecutors(0);
        world.configure();
        TestWorld.secret("token", "correct horse battery staple");
        WorkflowJob job = j.createProject(WorkflowJob.class, world.project());
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage("Wave 1 of 2: db", run);
        EngineWorld.until("db is there", () -> !world.containers("db").isEmpty());
    }

    private static void goOn(JenkinsRule j, EngineWorld world) throws Exception {
        EngineWorld.until("db runs", () -> world.containers("db").stream()
                .anyMatch(each -> each.state().equals("running")));
        world.inside("db", "touch", "/tmp/go");
        for (var computer : j.jenkins.getComputers()) {
            if (!computer.getName().isEmpty()) {
                computer.connect(false).get();
            }
        }
        WorkflowRun run = Objects.requireNonNull(Jenkins.get().getItemByFullName(world.project(), WorkflowJob.class))
                .getBuildByNumber(1);
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        j.assertLogContains("Following operation", run);
        j.assertLogContains("went on with " + world.id() + " 1", run);
        EnvironmentId id = new EnvironmentId(world.id());
        assertThat(Background.get().lifecycle().operations(id)).hasSize(1);
        assertThat(world.containers("web")).hasSize(1);
        EngineWorld.until(
                "the edge answers", () -> world.answer(world.host("web")).startsWith("HTTP/1.1 200"));
    }

    @Test
    void after_a_restart_of_jenkins_between_two_waves() throws Throwable {
        try (EngineWorld world = new EngineWorld()) {
            Restarts.orderly(sessions -> {
                sessions.then(j -> begin(j, world));
                sessions.then(j -> goOn(j, world));
            });
        }
    }
}
