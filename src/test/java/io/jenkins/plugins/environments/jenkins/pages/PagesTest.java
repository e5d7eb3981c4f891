package io.jenkins.plugins.environments.jenkins.pages;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.permissions.EnvironmentPermissions;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
import org.kohsuke.stapler.export.Exported;
import org.springframework.security.access.AccessDeniedException;

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
            assertThat(web.goTo("environments").asNormalizedText()).contains("shop", "staging", "Ready", "release 1");
            assertThat(web.goTo("environments").getElementById("environments")).isNotNull();
            HtmlPage own = web.goTo("environments/" + ID);
            assertThat(own.asNormalizedText()).contains("Releases", "Operations", "released");
            assertThat(own.getWebResponse().getContentAsString()).contains("nginx:1.25");
        }
    }

    @Test
    void the_job_its_page_and_the_history_show_where_it_runs() throws Exception {
        deploy();
        try (WebClient web = as("reader")) {
            HtmlPage job = web.goTo("job/shop/");
            assertThat(job.asNormalizedText()).contains(ID, "Ready");
            assertThat(job.querySelectorAll("a[href$='/1/environments/']")).isNotEmpty();
            HtmlPage table = web.goTo("job/shop/environments/");
            // Which row is one's own needs no word where there is no other.
            assertThat(table.asNormalizedText()).contains("Ready", "release 1").doesNotContain("this one");
            assertThat(web.goTo("job/shop/environments/api/json?depth=3", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"stages\":[\"staging\"]", "\"own\":true", "\"id\":\"" + ID + "\"");
            assertThat(web.goTo("environments/" + ID + "/api/json?depth=2", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("\"id\":\"" + ID + "\"");
        }
        try (WebClient web = as("nobody")) {
            assertThat(web.goTo("environments/api/json?depth=3", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .doesNotContain(ID);
        }
    }

    /** What of the JSON tells nothing of an environment, or is made only for who may see it. */
    private static final Set<String> HARMLESS = Set.of(
            "EnvironmentTable.getStages",
            "EnvironmentTable.getRows",
            "Row.isOwn",
            "Row.getEnvironments",
            "WebLink.getService",
            "WebLink.getUrl",
            "EnvironmentPage.getEnvironment",
            "BuildEnvironments.getEnvironments",
            "BuildEnvironments.getTable",
            "ItemEnvironments.getTable",
            "EnvironmentsRootAction.getEnvironments");

    @Test
    @SuppressWarnings("try") // The context is closed, not used.
    void a_view_that_was_passed_on_gives_nothing_away() throws Exception {
        deploy();
        EnvironmentTable table;
        try (ACLContext ignored = ACL.as2(ACL.SYSTEM2)) {
            table = EnvironmentTable.of(each -> true, each -> false);
        }
        EnvironmentTable.Row row = table.getRows().get(0);
        Map<Class<?>, Object> views = Map.of(
                EnvironmentTable.Row.class,
                row,
                EnvironmentView.class,
                row.getEnvironments().get(0));
        Set<String> found = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(EnvironmentView.class.getPackageName())) {
            for (Method getter : type.reflect().getDeclaredMethods()) {
                String name = type.getSimpleName() + "." + getter.getName();
                if (getter.isAnnotationPresent(Exported.class) && !HARMLESS.contains(name)) {
                    found.add(name);
                    try (ACLContext ignored = ACL.as(User.getById("nobody", true))) {
                        assertThatThrownBy(() -> getter.invoke(views.get(type.reflect())))
                                .as(name)
                                .hasRootCauseInstanceOf(AccessDeniedException.class);
                    }
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(15);
    }

    /** Allowed, though there may be nothing to do (409); for all others it is 403, or 404 for who sees nothing. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "pin", Set.of("configurer", "admin"),
            "unpin", Set.of("configurer", "admin"),
            "extend?by=1d", Set.of("configurer", "admin"),
            "hold", Set.of("deployer", "admin"),
            "lift", Set.of("deployer", "admin"),
            "rollback?to=1", Set.of("deployer", "admin"),
            "promote", Set.of("promoter", "admin"),
            "destroy", Set.of("destroyer", "configurer", "promoter", "admin"));

    @Test
    void each_button_is_for_whom_the_table_says() throws Exception {
        deploy();
        j.jenkins.setAuthorizationStrategy(((MockAuthorizationStrategy) j.jenkins.getAuthorizationStrategy())
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("deployer")
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to("configurer"));
        assertThat(ALLOWED.keySet().stream().map(path -> path.replaceAll("\\?.*", "")))
                .as("every web method of the page has its row")
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(EnvironmentPage.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> name.startsWith("do"))
                        .map(name -> name.substring(2).toLowerCase(Locale.ROOT))
                        .toList());
        for (String user : List.of("nobody", "reader", "deployer", "destroyer", "configurer", "promoter", "admin")) {
            for (String path : new TreeSet<>(ALLOWED.keySet()).descendingSet()) {
                if (!path.equals("destroy") || !ALLOWED.get(path).contains(user)) {
                    assertThat(ask(user, path, HttpMethod.POST))
                            .as("%s as %s", path, user)
                            .isIn(
                                    ALLOWED.get(path).contains(user)
                                            ? Set.of(302, 409)
                                            : Set.of(user.equals("nobody") ? 404 : 403));
                }
            }
        }
        for (String path : ALLOWED.keySet()) {
            assertThat(ask("admin", path, HttpMethod.GET)).as("GET %s", path).isIn(404, 405);
        }
        assertThat(state()).isNotIn(EnvironmentState.DESTROYING, EnvironmentState.GONE);
    }

    /** Asks without following redirects or running scripts, as there are many to ask. */
    private int ask(String user, String path, HttpMethod method) throws Exception {
        try (WebClient web = j.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)
                .withRedirectEnabled(false)
                .withBasicCredentials(user)) {
            String action = path.replaceAll("\\?.*", "");
            URL url = new URL(web.createCrumbedUrl("environments/" + ID + "/" + action)
                    + path.substring(action.length()).replace('?', '&'));
            return web.loadWebResponse(new WebRequest(url, method)).getStatusCode();
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
