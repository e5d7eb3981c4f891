package io.jenkins.plugins.environments.jenkins.pages;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Needs {@code chromium} on the path. With {@code -Dscreenshots=docs/images} it takes the pictures of the docs anew; the
 * icons of Jenkins' war are in them with {@code -Dmaven.test.additionalClasspath=target/jenkins-for-test/WEB-INF/classes}.
 */
@Tag("jenkins")
@Tag("browser")
@WithJenkins
@DisplayName("The pages in a browser")
class BrowserTest {

    private static final int WIDE = 1280;
    private static final int NARROW = 420;

    private JenkinsRule j;
    private WorkflowJob job;

    private static StageSettings stage(String name) {
        StageSettings stage = TestWorld.stage(name);
        stage.setChangeOverride(true);
        stage.setExpireAfter("7d");
        return stage;
    }

    private WorkflowRun run(Result expected, String compose, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(inWorkspace(compose, script), true));
        return j.buildAndAssertStatus(expected, job);
    }

    private static String deploy(int change) {
        return "deployEnv stage: 'staging', change: '" + change
                + "', secrets: [DB_PASSWORD: 'db-password'], variables: [GREETING: 'hello " + change + "']";
    }

    /** Loads a page as a person would, lets its scripts run, and keeps what it looks like. */
    private void look(String path, int width, int height, String name) throws IOException, InterruptedException {
        Path folder = Path.of(System.getProperty("screenshots", "target/screenshots"));
        Files.createDirectories(folder);
        Path picture = folder.resolve(name + ".png").toAbsolutePath();
        Path profile = Files.createTempDirectory("chromium-");
        Path said = profile.resolve("said");
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--enable-logging=stderr",
                "--user-data-dir=" + profile,
                "--window-size=" + width + "," + height,
                "--virtual-time-budget=4000",
                "--screenshot=" + picture,
                j.getURL() + path));
        Process browser = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(browser.waitFor(90, TimeUnit.SECONDS)).as("chromium ends").isTrue();
        String console = Files.readString(said, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("CONSOLE"))
                .collect(Collectors.joining("\n"));
        assertThat(console).as("console of %s", path).doesNotContainIgnoringCase("error", "refused", "uncaught");
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void have_no_errors_and_look_as_in_the_docs(JenkinsRule rule) throws Exception {
        j = rule;
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            TestWorld.configure(world.url(), stage("staging"), stage("qa"));
            TestWorld.secret("db-password", "correct horse battery staple");
            look("environments/", WIDE, 700, "environments-empty");

            job = j.createProject(WorkflowJob.class, "shop");
            run(
                    Result.SUCCESS,
                    COMPOSE,
                    deploy(41) + "\n  promoteEnv from: 'staging', to: 'qa', change: '41', "
                            + "secrets: [DB_PASSWORD: 'db-password']");
            run(Result.SUCCESS, COMPOSE, deploy(42));
            run(Result.SUCCESS, COMPOSE.replace("nginx:1.25", "nginx:1.27"), deploy(42));
            WorkflowRun failed =
                    run(Result.FAILURE, COMPOSE.replace("nginx:1.25", "missing.invalid/web:1"), deploy(43));
            WorkflowRun last = run(Result.SUCCESS, COMPOSE, deploy(44) + "\n  pinEnv stage: 'staging', change: '44'");

            look(last.getUrl(), WIDE, 640, "build-page");
            look("environments/", WIDE, 780, "environments");
            look("environments/", NARROW, 1100, "environments-narrow");
            look("environments/shop-staging-pr-42/", WIDE, 1000, "environment");
            look("environments/shop-staging-pr-42/", NARROW, 1400, "environment-narrow");
            look("environments/shop-staging-pr-43/", WIDE, 780, "environment-failed");
            look("job/shop/", WIDE, 1100, "job-page");
            look(failed.getUrl() + "environments/", WIDE, 1100, "build-environments");
            look("manage/configure", WIDE, 6000, "configuration-page");
            look("pipeline-syntax/", WIDE, 900, "snippet-generator");
        }
    }
}
