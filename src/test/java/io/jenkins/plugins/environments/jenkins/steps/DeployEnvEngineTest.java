package io.jenkins.plugins.environments.jenkins.steps;

import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import hudson.slaves.OfflineCause;
import io.jenkins.plugins.environments.jenkins.EngineWorld;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.config.DockerTargetSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Needs DOCKER_HOST and what else {@code .ci/engine/up} prints. */
@Tag("engine")
@WithJenkins
@DisplayName("deployEnv to a stage on a Docker engine")
class DeployEnvEngineTest {

    /** Whatever a shell, a launcher or Compose could take for something else. */
    private static final String SECRET = "p4$$HOME${PATH}$x'\"\\ `id`";

    private static final String COMPOSE =
            """
            services:
              web:
                image: %1$s
                ports: ["80:8080"]
                depends_on: [db]
                environment: { STAND_IN_PORTS: "8080", TOKEN: "${TOKEN}" }
              db:
                image: %1$s
                environment: { STAND_IN_PORTS: "5432" }
                volumes: ["data:/data"]
            volumes: { data: {} }
            """
                    .formatted(EngineWorld.IMAGE);

    private DumbSlave agent;

    private void agent(JenkinsRule j) throws Exception {
        agent = j.createOnlineSlave();
        j.jenkins.setNumExecutors(0);
        TestWorld.secret("token", SECRET);
    }

    private static WorkflowRun start(JenkinsRule j, EngineWorld world, String script) throws Exception {
        WorkflowJob job = j.jenkins.getItemByFullName(world.project(), WorkflowJob.class);
        if (job == null) {
            job = j.createProject(WorkflowJob.class, world.project());
        }
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    /** Command lines of all processes, as often as they can be read. */
    private static final class CommandLines implements AutoCloseable {
        private final Set<String> seen = ConcurrentHashMap.newKeySet();
        private final Thread looking = new Thread(this::look, "command-lines");

        CommandLines() {
            looking.start();
        }

        private void look() {
            while (!Thread.currentThread().isInterrupted()) {
                try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                    processes
                            .filter(each -> each.getFileName().toString().matches("\\d+"))
                            .forEach(this::read);
                    Thread.sleep(20);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private void read(Path process) {
            try {
                seen.add(new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It has ended.
            }
        }

        @Override
        public void close() {
            looking.interrupt();
            try {
                looking.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** All that the build has left on disk, on the controller, and where the agent works. */
    private List<Path> files(JenkinsRule j, WorkflowRun run) throws IOException {
        try (Stream<Path> build = Files.walk(run.getRootDir().toPath());
                Stream<Path> journal =
                        Files.walk(j.jenkins.getRootDir().toPath().resolve("environments"));
                Stream<Path> work = Files.walk(Path.of(agent.getRemoteFS()))) {
            return Stream.of(build, journal, work)
                    .flatMap(each -> each)
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    @Test
    void a_build_on_an_agent_brings_it_up_and_it_goes_again_without_one(JenkinsRule j) throws Exception {
        try (EngineWorld world = new EngineWorld()) {
            agent(j);
            world.configure();
            WorkflowRun run;
            try (CommandLines lines = new CommandLines()) {
                run = j.assertBuildStatusSuccess(j.waitForCompletion(start(
                        j,
                        world,
                        inWorkspace(
                                COMPOSE,
                                "def env = deployEnv stage: 'staging', secrets: [TOKEN: 'token']\n"
                                        + "  echo \"answers at ${env.links.web}\""))));
                assertThat(lines.seen)
                        .anyMatch(line -> line.contains("--project-name\0" + world.id()))
                        .noneMatch(line -> line.contains("p4$") || line.contains("PRIVATE KEY"));
            }

            j.assertLogContains("Docker Compose is docker", run);
            j.assertLogContains(", on agent " + agent.getNodeName(), run);
            j.assertLogContains("answers at http://" + world.host("web"), run);
            j.assertLogNotContains("p4$", run);
            EngineWorld.until(
                    "the edge answers", () -> world.answer(world.host("web")).startsWith("HTTP/1.1 200"));
            var web = world.containers("web").get(0);
            assertThat(web.labels().values()).noneMatch(label -> label.contains("p4$"));
            assertThat(world.inspect(web)).as("to the letter").contains("TOKEN=" + SECRET);
            assertThat(files(j, run)).allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .as(file.toString())
                    .doesNotContain("p4$", "PRIVATE KEY"));
            assertThat(files(j, run)).as("private folders").noneMatch(file -> file.toString()
                    .contains("-of-"));

            agent.toComputer()
                    .disconnect(new OfflineCause.ByCLI("for the test"))
                    .get();
            run = j.waitForCompletion(start(j, world, "destroyEnv stage: 'staging'"));
            j.assertBuildStatusSuccess(run);
            assertThat(world.everything()).isEmpty();
        }
    }

    @Test
    void on_this_machine_is_used_by_its_socket_and_a_container_that_fails_told_with_its_last_words(JenkinsRule j)
            throws Exception {
        try (EngineWorld world = new EngineWorld()) {
            DockerTargetSettings target = world.configureLocal();
            assertThat(target.getUri()).startsWith("unix://");
            agent(j);
            String broken = COMPOSE.replace("STAND_IN_PORTS: \"5432\"", "STAND_IN_FAIL: \"1\"");
            WorkflowRun run = j.waitForCompletion(start(
                    j,
                    world,
                    inWorkspace(
                            broken, "deployEnv stage: 'staging', onFailure: 'destroy', secrets: [TOKEN: 'token']")));
            j.assertBuildStatus(Result.FAILURE, run);
            j.assertLogContains("FAILED: service db", run);
            j.assertLogContains("| boom", run);
            assertThat(world.everything()).isEmpty();
        }
    }

    @Test
    void a_build_that_is_aborted_stops_the_deploy(JenkinsRule j) throws Exception {
        try (EngineWorld world = new EngineWorld()) {
            agent(j);
            world.configure();
            String waiting = COMPOSE.replace(
                            "volumes: [\"data:/data\"]",
                            "healthcheck: { test: [\"CMD\", \"test\", \"-e\", \"/tmp/go\"], interval: 1s, start_period: 600s }")
                    .replace("depends_on: [db]", "depends_on: { db: { condition: service_healthy } }");
            WorkflowRun run = start(
                    j,
                    world,
                    inWorkspace(
                            waiting, "deployEnv stage: 'staging', onFailure: 'destroy', secrets: [TOKEN: 'token']"));
            EngineWorld.until("db is there", () -> !world.containers("db").isEmpty());
            run.doStop();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            assertThat(world.containers("web")).isEmpty();
            EngineWorld.until("nothing is left", () -> world.everything().isEmpty());
        }
    }

    @Test
    void a_step_without_an_agent_says_that_it_needs_one(JenkinsRule j) throws Exception {
        try (EngineWorld world = new EngineWorld()) {
            agent(j);
            world.configure();
            WorkflowRun run = j.waitForCompletion(start(j, world, "deployEnv stage: 'staging'"));
            j.assertBuildStatus(Result.FAILURE, run);
            j.assertLogContains("the step runs on no agent, and the target \"engine-a\" needs one", run);
            j.assertLogContains("inside of node {}", run);
            assertThat(world.everything()).isEmpty();
        }
    }
}
