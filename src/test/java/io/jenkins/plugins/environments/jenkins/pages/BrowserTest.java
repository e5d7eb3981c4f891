package io.jenkins.plugins.environments.jenkins.pages;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Result;
import hudson.util.PluginServletFilter;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.Keys;

/**
 * Needs {@code chromium} and {@code chromedriver} on the path. With {@code -Dscreenshots=docs/images} it takes the pictures
 * of the docs anew; the icons of Jenkins' war are in them with {@code
 * -Dmaven.test.additionalClasspath=target/jenkins-for-test/WEB-INF/classes}.
 */
@Tag("jenkins")
@Tag("browser")
@WithJenkins
@DisplayName("The pages in a browser, with the content security policy enforced")
class BrowserTest {

    private static final int WIDE = 1600;
    private static final int USUAL = 1280;
    private static final int NARROW = 400;
    private static final String PR = "environments/shop-staging-pr-42/";

    private final List<String> found = new ArrayList<>();

    @TempDir
    private Path profile;

    private JenkinsRule j;
    private WorkflowJob job;
    private Browser browser;

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

    private Browser open(String path) throws Exception {
        return browser.open(j.getURL() + path);
    }

    private static Path pictures(String name) {
        return Path.of(System.getProperty("screenshots", "target/screenshots"), name + ".png");
    }

    /**
     * A page light and dark, narrow and wide: nothing is said on the console, nothing is wider than the window, and axe finds
     * no barrier.
     *
     * @param part what of it is ours: some pages are Jenkins' own
     * @param picture the name of its pictures; null: none
     */
    private void look(String path, String part, int height, @CheckForNull String picture) throws Exception {
        for (int width : new int[] {WIDE, NARROW}) {
            browser.size(width, height);
            open(path);
            complain(path + " at " + width, browser.complaints());
            complain(path + " at " + width, browser.barriers(part));
            complain(path + " at " + width + " is wider than the window", browser.tooWide(part));
            browser.dark();
            complain(path + " at " + width + ", dark", browser.barriers(part));
        }
        if (picture != null) {
            browser.picture(pictures(picture + "-narrow-dark"));
            browser.size(USUAL, height);
            open(path).picture(pictures(picture));
            browser.dark().picture(pictures(picture + "-dark"));
        }
    }

    private void complain(String where, List<String> what) {
        what.forEach(each -> found.add(where + ": " + each));
    }

    private static Operation newest(String id) {
        return Background.get().lifecycle().operations(new EnvironmentId(id)).get(0);
    }

    @Test
    void work_for_everybody_by_keyboard_and_without_a_reload(JenkinsRule rule) throws Exception {
        j = rule;
        EnforcedPolicy policy = new EnforcedPolicy();
        PluginServletFilter.addFilter(policy);
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100));
                Browser started = Browser.start(profile)) {
            browser = started;
            TestWorld.configure(world.url(), stage("staging"), stage("qa"));
            TestWorld.secret("db-password", "correct horse battery staple");
            look("environments/", "#main-panel", 700, "environments-empty");

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

            look(last.getUrl(), ".environments-card", 640, "build-page");
            look("environments/", "#main-panel", 780, "environments");
            look(PR, "#main-panel", 1000, "environment");
            look("environments/shop-staging-pr-43/", "#main-panel", 780, "environment-failed");
            look("job/shop/", ".environments-card", 1100, null);
            look("job/shop/environments/", "#main-panel", 900, null);
            look(failed.getUrl() + "environments/", "#main-panel", 1100, "build-environments");

            assertThat(found).isEmpty();
            browser.size(USUAL, 900);
            filters();
            logs();
            actionsOfACell();
            redeployByKeyboard();
            liveWithoutReload();
            quietWhileHidden();
            complain("at the end", browser.complaints());
        } finally {
            PluginServletFilter.removeFilter(policy);
        }
        assertThat(found).isEmpty();
    }

    private static final String ROWS =
            "[...document.querySelectorAll('.environments-table tbody tr')].filter(row => !row.hidden).length";

    /** As a person types, and by the address that they send to another. */
    private void filters() throws Exception {
        open("environments/");
        assertThat(browser.run("return " + ROWS)).isEqualTo(4L);
        assertThat(browser.tabTo("input.environments-filter")).isTrue();
        browser.press("#42");
        assertThat(browser.run("return " + ROWS)).isEqualTo(1L);
        assertThat(browser.address()).endsWith("?q=%2342");
        browser.press("9");
        assertThat(browser.text(".environments-none")).contains("Nothing matches");
        open("environments/?stage=qa");
        assertThat(browser.run("return " + ROWS)).isEqualTo(1L);
        assertThat(browser.text(".environments-table thead")).contains("qa").doesNotContain("staging");
        open("environments/?state=FAILED&q=shop");
        assertThat(browser.run("return " + ROWS)).isEqualTo(1L);
        open("environments/?state=READY&q=shop");
        assertThat(browser.run("return " + ROWS)).isEqualTo(3L);
        open("environments/?owner=nobody-of-these");
        assertThat(browser.run("return " + ROWS))
                .as("a choice that is not there is none")
                .isEqualTo(4L);
        complain("filters", browser.barriers("#main-panel"));
    }

    /** Fetched when it is asked for: the page has none before. */
    private void logs() throws Exception {
        open(PR);
        assertThat(browser.is("document.getElementById('environments-insight').hidden"))
                .isTrue();
        assertThat(browser.tabTo(".environments-log[data-service=web]")).isTrue();
        browser.press(Keys.ENTER);
        browser.until("the log", () -> browser.text("#environments-insight").contains("Last events"));
        assertThat(browser.text("#environments-insight")).contains("Log and events of web", "no container runs");
        assertThat(browser.is("document.activeElement.id === 'environments-insight'"))
                .isTrue();
        complain("log", browser.barriers("#main-panel"));
        browser.run("document.getElementById('environments-insight').scrollIntoView({ block: 'center' })");
        browser.picture(pictures("environment-log"));
    }

    private void actionsOfACell() throws Exception {
        open("environments/?q=%2344");
        assertThat(browser.tabTo("tr:not([hidden]) .environments-more > summary"))
                .isTrue();
        browser.press(Keys.ENTER);
        browser.until("what may be done", () -> browser.text("tr:not([hidden]) .environments-actions")
                .contains("Redeploy"));
        assertThat(browser.text("tr:not([hidden]) .environments-actions")).contains("Unpin", "Destroy");
        complain("actions", browser.barriers("#main-panel"));
    }

    /** Says what will happen; Escape leaves all as it is, Enter does it. */
    private void redeployByKeyboard() throws Exception {
        String id = "shop-staging-pr-42";
        String before = newest(id).id();
        open(PR);
        String button = "a.confirmation-link[data-url$='/redeploy']";
        assertThat(browser.tabTo(button)).isTrue();
        browser.press(Keys.ENTER);
        browser.until("the question", () -> browser.is("document.querySelector('dialog[open]')"));
        assertThat(browser.text("dialog[open]")).contains("Deploy " + id + " again?", "is deployed once more");
        complain("question", browser.barriers("dialog[open]"));
        browser.press(Keys.ESCAPE);
        browser.until("its end", () -> !browser.is("document.querySelector('dialog[open]')"));
        assertThat(newest(id).id()).isEqualTo(before);
        browser.element(button).sendKeys(Keys.ENTER);
        browser.until("the question", () -> browser.is("document.querySelector('dialog[open]')"));
        browser.element("dialog[open] [data-id=ok]").sendKeys(Keys.ENTER);
        browser.until("the operation", () -> newest(id).kind() == Operation.Kind.REDEPLOY);
        browser.until("its end", () -> newest(id).phase() == Operation.Phase.RELEASED);
    }

    /** A page that was opened while something moves comes to its end by itself. */
    private void liveWithoutReload() throws Exception {
        String id = "shop-staging-pr-45";
        job.setDefinition(new CpsFlowDefinition(
                inWorkspace(
                        COMPOSE.replace("nginx:1.25", "missing.invalid/web:1"),
                        deploy(45) + ", onFailure: 'keep', timeout: '10m'"),
                true));
        var build = job.scheduleBuild2(0).waitForStart();
        browser.until("the environment", () -> Background.get()
                .lifecycle()
                .environment(new EnvironmentId(id))
                .isPresent());
        open("environments/" + id + "/");
        browser.run("window.sameDocument = true");
        if (browser.is("document.querySelector('.environments-live[data-moving=true]')")) {
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(build));
            browser.until("the end", () -> browser.text(".environments-facts .environments-state")
                    .contains("Failed"));
            assertThat(browser.is("window.sameDocument")).isTrue();
        }
        j.waitForCompletion(build);
    }

    /** No look while the tab can't be seen, one as soon as it can be; timers are made short for that. */
    private void quietWhileHidden() throws Exception {
        open(PR);
        browser.run(
                """
                window.rounds = 0; window.asked = 0; window.away = true;
                const later = window.setTimeout.bind(window), fetched = window.fetch.bind(window);
                window.setTimeout = (what, time) => later(() => { window.rounds += time === 3000 ? 1 : 0; what(); },
                  time === 3000 ? 50 : time);
                window.fetch = (...all) => { window.asked += 1; return fetched(...all); };
                Object.defineProperty(document, 'hidden', { get: () => window.away });
                document.querySelector('.environments-live').dataset.moving = 'true';
                """);
        browser.until("three rounds", () -> browser.is("window.rounds >= 3"));
        assertThat(browser.run("return window.asked")).isEqualTo(0L);
        browser.run("window.away = false; document.dispatchEvent(new Event('visibilitychange'))");
        assertThat(browser.run("return window.asked")).isNotEqualTo(0L);
    }
}
