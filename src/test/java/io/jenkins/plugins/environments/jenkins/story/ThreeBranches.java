package io.jenkins.plugins.environments.jenkins.story;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Release;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.jvnet.hudson.test.JenkinsRule;

/** The project "giveway" in a Jenkins that is configured as docs/examples/three-branches says. */
final class ThreeBranches {

    static final List<String> BRANCHES = List.of("STAGING", "QA", "PROD");

    private static final Path EXAMPLE = Path.of("docs/examples/three-branches");
    private static final Path STACK = Path.of("src/main/resources/io/jenkins/plugins/environments/cli/studygiveway");

    private static final String SMALL =
            """
            services:
              daphne:
                image: studygiveway/daphne:4.0.0
                ports: ["80:8000"]
                depends_on: [postgres, minio]
                environment:
                  DJANGO_SECRET_KEY: ${DJANGO_SECRET_KEY}
                  VERSION: ${VERSION:-1}
              minio:
                image: minio/minio:RELEASE.2024-02-04T22-36-13Z
                ports: ["9000:9000"]
                volumes: ["minio-data:/data"]
              postgres:
                image: postgres:16.1-alpine
                expose: ["5432"]
                environment:
                  POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}
                volumes: ["postgres-data:/var/lib/postgresql/data"]
            volumes:
              minio-data:
              postgres-data:
            """;

    private final JenkinsRule j;
    private final WorkflowMultiBranchProject project;

    ThreeBranches(JenkinsRule j, WorkflowMultiBranchProject project) {
        this.j = j;
        this.project = project;
    }

    /**
     * Configures stages, their credentials, and the project. The target is there.
     *
     * @param root the folder of the plugin's sources
     */
    static ThreeBranches create(JenkinsRule j, SCMSource source, Path root) throws Exception {
        for (String stage : List.of("staging", "qa", "prod")) {
            TestWorld.secretFile("giveway-" + stage + "-env", environmentFile(root, true));
        }
        ConfigurationAsCode.get()
                .configure(root.resolve(EXAMPLE).resolve("jenkins.yaml").toString());
        WorkflowMultiBranchProject project = j.createProject(WorkflowMultiBranchProject.class, "giveway");
        project.getSourcesList().add(new BranchSource(source));
        return new ThreeBranches(j, project);
    }

    /** The sample of the seed, of which the repository has what is open and the stages' credentials what is not. */
    private static String environmentFile(Path root, boolean secret) throws Exception {
        return Files.readString(root.resolve(STACK).resolve(".env.sample"))
                .lines()
                .filter(line -> !line.startsWith("#") && line.contains("=<") == secret)
                .map(line -> line.replaceAll("=<[^>]*>", "=swordfish-swordfish-swordfish-swordfish"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The Jenkinsfile, as it is in the documentation. */
    static Map<String, String> jenkinsfile() throws Exception {
        return Map.of("Jenkinsfile", Files.readString(EXAMPLE.resolve("Jenkinsfile")));
    }

    /** The seed's 16 services with the Jenkinsfile. */
    static Map<String, String> project() throws Exception {
        Map<String, String> files = new TreeMap<>(jenkinsfile());
        try (Stream<Path> all = Files.walk(STACK)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(STACK.relativize(file).toString(), Files.readString(file));
            }
        }
        files.put(".env", environmentFile(Path.of(""), false));
        return files;
    }

    /** Three of the seed's services with the Jenkinsfile: what people see, what keeps files, and the database. */
    static Map<String, String> smallProject() throws Exception {
        Map<String, String> files = new TreeMap<>(jenkinsfile());
        files.put("docker-compose.yml", SMALL);
        return files;
    }

    /** Looks at the repository, and lets the builds that follow from it end. */
    void scan() throws Exception {
        Objects.requireNonNull(project.scheduleBuild2(0)).getFuture().get();
        try {
            j.waitUntilNoActivityUpTo((int) Duration.ofMinutes(5).toMillis());
        } catch (AssertionError e) {
            throw new AssertionError(underWay(), e);
        }
    }

    /** Ends builds of which nothing was heard since Jenkins took them up. @return whether there was one */
    boolean stopWhatStands(Duration patience) throws Exception {
        boolean stood = false;
        for (WorkflowJob job : project.getItems()) {
            WorkflowRun last = job.getLastBuild();
            if (last != null && standsFor(patience, last)) {
                last.doKill();
                j.waitForCompletion(last);
                // Its executor is not told.
                j.jenkins.toComputer().getExecutors().forEach(executor -> executor.interrupt(Result.ABORTED));
                stood = true;
            }
        }
        return stood;
    }

    private static boolean standsFor(Duration patience, WorkflowRun run) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (run.isBuilding() && System.nanoTime() < end) {
            String log = JenkinsRule.getLog(run).strip();
            boolean silent =
                    log.isEmpty() || log.substring(log.lastIndexOf('\n') + 1).startsWith("Ready to run at ");
            if (!silent) {
                return false;
            }
            Thread.sleep(500);
        }
        return run.isBuilding();
    }

    /** Logs of builds that go on, and operations that have not ended. */
    private String underWay() throws Exception {
        StringBuilder text = new StringBuilder();
        for (WorkflowJob job : project.getItems()) {
            WorkflowRun last = job.getLastBuild();
            if (last != null && last.isBuilding()) {
                text.append(JenkinsRule.getLog(last)).append('\n');
            }
        }
        EnvironmentLifecycle lifecycle = Background.get().lifecycle();
        for (Environment environment : lifecycle.environments()) {
            lifecycle.operations(environment.id()).stream()
                    .filter(operation -> !operation.phase().isEnd())
                    .forEach(operation -> text.append(operation).append('\n'));
        }
        return text.toString();
    }

    /** The last build of a branch or request. */
    WorkflowRun last(String job) {
        WorkflowJob found = project.getItem(job);
        assertThat(found).as("job %s of %s", job, project.getItems()).isNotNull();
        return Objects.requireNonNull(found.getLastBuild(), () -> job + " has no build");
    }

    /** The last build, which succeeded. */
    WorkflowRun succeeded(String job) throws Exception {
        return j.assertBuildStatusSuccess(last(job));
    }

    boolean has(String job) {
        return project.getItem(job) != null;
    }

    static Environment environment(String id) {
        return Background.get()
                .lifecycle()
                .environment(new EnvironmentId(id))
                .orElseThrow(() -> new AssertionError("there is no " + id));
    }

    /** Ids of what there is, and the releases that run. */
    static List<String> running() {
        return Background.get().lifecycle().environments().stream()
                .filter(each -> each.state() == EnvironmentState.READY)
                .map(each -> each.id() + " " + each.release())
                .sorted()
                .toList();
    }

    /** The newest release. */
    static Release release(String id) {
        Environment environment = environment(id);
        return Background.get().lifecycle().releases(environment.id()).stream()
                .filter(each -> each.number() == environment.release())
                .findFirst()
                .orElseThrow();
    }

    /** Waits until an environment is gone, which goes on after its build. */
    static void untilGone(String id) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (Background.get()
                .lifecycle()
                .environment(new EnvironmentId(id))
                .filter(each -> each.state() != EnvironmentState.GONE)
                .isPresent()) {
            assertThat(System.nanoTime())
                    .as("%s is still %s", id, environment(id).state())
                    .isLessThan(end);
            Thread.sleep(100);
        }
        assertThat(Jenkins.get().isTerminating()).isFalse();
    }
}
