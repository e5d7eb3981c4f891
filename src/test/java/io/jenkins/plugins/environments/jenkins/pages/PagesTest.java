package io.jenkins.plugins.environments.jenkins.pages;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsRule.WebClient;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("The pages")
class PagesTest {

    private static final String ID = "shop-staging-shop";

    private final TestWorld world = TestWorld.start(Duration.ofMillis(100));
    private JenkinsRule j;
    private WorkflowRun run;

    @BeforeEach
    void configured(JenkinsRule rule) {
        j = rule;
        world.configure();
    }

    /** Users with what they may; before this everybody may everything. */
    private void secure() {
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("nobody")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ, Item.READ, EnvironmentPermissions.DESTROY)
                .everywhere()
                .to("destroyer")
                .grant(Jenkins.READ, Item.READ, EnvironmentPermissions.PROMOTE, EnvironmentPermissions.DESTROY)
                .everywhere()
                .to("promoter")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private void deploy() throws Exception {
        TestWorld.secret("db-password", "correct horse battery staple");
        WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(
                inWorkspace(COMPOSE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']"), true));
        run = j.buildAndAssertSuccess(job);
        secure();
    }

    private WebClient as(String user) throws Exception {
        return j.createWebClient().withThrowExceptionOnFailingStatusCode(false).login(user);
    }

    private int destroy(String user) throws Exception {
        try (WebClient web = as(user)) {
            WebRequest request = new WebRequest(
                    new URL(web.createCrumbedUrl("environments/" + ID + "/destroy")
                            .toString()),
                    HttpMethod.POST);
            return web.getPage(request).getWebResponse().getStatusCode();
        }
    }

    @Test
    void the_build_page_shows_state_links_and_release() throws Exception {
        deploy();
        try (WebClient web = as("reader")) {
            HtmlPage page = web.getPage(run);
            assertThat(page.asNormalizedText()).contains(ID, "Ready", "staging", "cluster-a", "shop #1");
            assertThat(page.getAnchorByHref("http://web-shop.staging.example.com")
                            .getRelAttribute())
                    .isEqualTo("noopener noreferrer");
            assertThat(web.getPage(run, "environments").asNormalizedText()).contains(ID, "Ready");
            assertThat(web.goTo("environments").asNormalizedText()).contains(ID, "Ready");
            HtmlPage own = web.goTo("environments/" + ID);
            assertThat(own.asNormalizedText()).contains("Releases", "Operations", "released");
            assertThat(own.getWebResponse().getContentAsString()).contains("nginx:1.25");
        }
    }

    @Test
    void no_page_has_a_script_or_a_style_of_its_own() throws Exception {
        deploy();
        try (WebClient web = as("admin")) {
            for (String path : List.of("environments/", "environments/" + ID + "/", run.getUrl() + "environments/")) {
                String html = web.goTo(path).getWebResponse().getContentAsString();
                String main = html.substring(html.indexOf("id=\"main-panel\""));
                assertThat(main.substring(0, main.indexOf("<footer")))
                        .as(path)
                        .doesNotContainPattern("<script(?![^>]*\\bsrc=)[^>]*>\\s*[^<\\s]")
                        .doesNotContain("<style", "onclick=", "javascript:");
            }
        }
    }

    @Test
    void without_environments_the_page_says_what_to_do() throws Exception {
        secure();
        try (WebClient web = as("reader")) {
            assertThat(web.goTo("environments").asNormalizedText())
                    .contains("No environments yet", "deployEnv stage: 'staging'");
        }
    }

    @Test
    void who_may_not_see_the_job_sees_nothing_of_what_it_deployed() throws Exception {
        deploy();
        try (WebClient web = as("nobody")) {
            assertThat(web.goTo("environments").asNormalizedText()).doesNotContain(ID);
            assertThat(web.goTo("environments/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .doesNotContain("shop");
            assertThat(web.getPage(new URL(web.getContextPath() + "environments/" + ID + "/"))
                            .getWebResponse()
                            .getStatusCode())
                    .isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
        }
    }

    @Test
    void json_tells_the_same_as_the_page() throws Exception {
        deploy();
        try (WebClient web = as("reader")) {
            assertThat(web.goTo(
                                    "environments/api/json?tree=environments[id,stage,state,release,links[service,url]]",
                                    "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"id\":\"" + ID + "\"", "\"state\":\"READY\"", "\"release\":1")
                    .contains("\"url\":\"http://web-shop.staging.example.com\"");
            assertThat(web.goTo(run.getUrl() + "environments/api/json", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"id\":\"" + ID + "\"");
        }
    }

    private static EnvironmentState state() {
        return Background.get()
                .lifecycle()
                .environment(new EnvironmentId(ID))
                .orElseThrow()
                .state();
    }
}
