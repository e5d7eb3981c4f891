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
import io.jenkins.plugins.environments.model.Operation;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
import org.jvnet.hudson.test.MockFolder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;
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
    void an_environment_of_which_something_was_removed_by_hand_says_so_on_its_page_and_in_the_table() throws Exception {
        deploy();
        world.delete("/apis/apps/v1/namespaces/env-" + ID + "/deployments/web");

        try (WebClient web = as("reader")) {
            String own;
            do {
                own = web.goTo("environments/" + ID).asNormalizedText();
            } while (!own.contains("service web: "));
            assertThat(own).contains("Ready", "what was removed or stopped comes back with the next deploy");
            assertThat(web.goTo("environments").asNormalizedText()).contains("Not so on its target");
            assertThat(web.goTo("environments/" + ID + "/api/json?tree=environment[trouble]", "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .contains("service web: ");
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
            "ServiceView.getName",
            "ServiceView.getState",
            "ServiceView.getReady",
            "ServiceView.getDesired",
            "ServiceView.getReason",
            "ServiceView.getImage",
            "EnvironmentsRootAction.getAttention",
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
                row.getEnvironments().get(0),
                Attention.class,
                new Attention(row.getEnvironments().get(0), true, "a finalizer holds it"));
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
            "redeploy", Set.of("deployer", "admin"),
            "insight?service=web", Set.of("deployer", "admin"),
            "rollback?to=1", Set.of("deployer", "admin"),
            "promote", Set.of("promoter", "admin"),
            "destroy", Set.of("destroyer", "configurer", "promoter", "admin"));

    @Test
    void the_docs_have_the_same_table() throws Exception {
        Map<String, Set<String>> documented = new TreeMap<>();
        List<String> roles = List.of();
        for (String line : Files.readAllLines(Path.of("docs/permissions.md"))) {
            List<String> cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            if (line.startsWith("| address | reader |")) {
                roles = cells;
            } else if (line.startsWith("| `") && cells.size() == roles.size()) {
                Set<String> allowed = new TreeSet<>();
                for (int i = 2; i < cells.size() - 1; i++) {
                    if (cells.get(i).equals("yes")) {
                        allowed.add(roles.get(i));
                    }
                }
                documented.put(cells.get(1).replace("`", ""), allowed);
            }
        }
        Map<String, Set<String>> tested = new TreeMap<>();
        ALLOWED.forEach((path, allowed) -> tested.put(path.replaceAll("\\?.*", ""), new TreeSet<>(allowed)));
        assertThat(documented).isEqualTo(tested);
    }

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
                                            ? Set.of(200, 302, 409)
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

    private String text(String user, String path) throws Exception {
        try (WebClient web = j.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)
                .withBasicCredentials(user)) {
            var answer = web.loadWebResponse(new WebRequest(new URL(web.getContextPath() + path)));
            return answer.getStatusCode() + " " + answer.getContentType() + " " + answer.getContentAsString();
        }
    }

    @Test
    void a_badge_says_what_runs_in_a_stage_to_who_may_see_it() throws Exception {
        deploy();
        assertThat(text("reader", "job/shop/environments/badge?stage=staging"))
                .startsWith("200 image/svg+xml")
                .contains("staging: Ready, release 1")
                .doesNotContain("<script", "http://web");
        assertThat(text("reader", "job/shop/environments/badge?stage=%3Cb%3E"))
                .contains("&lt;b&gt;: nothing")
                .doesNotContain("<b>");
        assertThat(text("reader", "job/shop/environments/badge")).startsWith("400");
        assertThat(text("nobody", "job/shop/environments/badge?stage=staging")).startsWith("404");
    }

    @Test
    void services_their_log_and_events_are_there_for_who_may_deploy() throws Exception {
        deploy();
        j.jenkins.setAuthorizationStrategy(((MockAuthorizationStrategy) j.jenkins.getAuthorizationStrategy())
                .grant(Jenkins.READ, Item.READ, Item.BUILD)
                .everywhere()
                .to("deployer"));
        String page = text("reader", "environments/" + ID + "/");
        assertThat(page).contains("nginx:1.25", "1 of 1").doesNotContain("environments-log");
        assertThat(text("deployer", "environments/" + ID + "/")).contains("environments-log");
        assertThat(post("deployer", "insight?service=web"))
                .contains("Log and events of web", "no container runs in the embedded API", "The target tells of none")
                .doesNotContain("<html");
        assertThat(post("deployer", "insight?service=no/../such")).startsWith("400");
        assertThat(post("deployer", "insight?service=unknown")).contains("Nothing of it runs just now");
        assertThat(text(
                        "reader",
                        "environments/" + ID + "/api/json?tree=environment[services[name,state,ready,image]]"))
                .contains("\"name\":\"web\"", "\"ready\":1", "\"state\":\"READY\"");
    }

    private String post(String user, String path) throws Exception {
        try (WebClient web = j.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)
                .withBasicCredentials(user)) {
            String action = path.replaceAll("\\?.*", "");
            URL url = new URL(web.createCrumbedUrl("environments/" + ID + "/" + action)
                    + path.substring(action.length()).replace('?', '&'));
            var answer = web.loadWebResponse(new WebRequest(url, HttpMethod.POST));
            return answer.getStatusCode() + " " + answer.getContentAsString();
        }
    }

    @Test
    void a_redeploy_is_an_operation_of_who_asked_for_it() throws Exception {
        deploy();
        assertThat(post("admin", "redeploy")).startsWith("200").contains("Operations");
        assertThat(Background.get()
                        .lifecycle()
                        .operations(new EnvironmentId(ID))
                        .get(0))
                .satisfies(operation -> {
                    assertThat(operation.kind()).isEqualTo(Operation.Kind.REDEPLOY);
                    assertThat(operation.origin().by()).isEqualTo("admin");
                });
    }

    @Test
    void a_folder_shows_all_its_jobs_and_a_job_its_own_first() throws Exception {
        TestWorld.secret("db-password", "correct horse battery staple");
        MockFolder folder = j.createFolder("team");
        for (String name : List.of("cart", "shop")) {
            WorkflowJob job = folder.createProject(WorkflowJob.class, name);
            job.setDefinition(new CpsFlowDefinition(
                    inWorkspace(COMPOSE, "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']"), true));
            j.buildAndAssertSuccess(job);
        }
        EnvironmentTable all = new ItemEnvironments(folder).getTable();
        assertThat(all.getRows()).hasSize(2);
        assertThat(all.isOfSeveralProjects()).isTrue();
        assertThat(all.isMixed()).as("a folder has no own row").isFalse();
        EnvironmentTable one =
                EnvironmentTable.of(each -> true, each -> each.project().contains("shop"));
        assertThat(one.isMixed()).as("own ones beside others").isTrue();
        assertThat(one.getRows().get(0).isOwn()).isTrue();
        assertThat(one.getStates()).containsExactly(Map.entry("READY", "Ready"));
        assertThat(EnvironmentTable.of(each -> true, each -> true).isMixed()).isFalse();
        secure();
        try (WebClient web = as("reader")) {
            assertThat(web.goTo("job/team/environments/").asNormalizedText()).contains("cart", "shop", "Ready");
            assertThat(web.goTo("job/team/job/shop/environments/").asNormalizedText())
                    .contains("shop")
                    .doesNotContain("cart-");
        }
    }

    @Test
    void german_readers_read_german() throws Exception {
        deploy();
        assertThat(german("environments/")).contains("Umgebungen", "Jede Stufe", "Bereit");
        assertThat(german("environments/" + ID + "/")).contains("Dienste", "1 von 1", "Vorg\u00e4nge");
    }

    /** In the language that Jenkins takes from a reader's browser; the harness leaves out what does so. */
    private String german(String path) throws Exception {
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMAN;
            }
        });
        try (WebClient web = j.createWebClient().withJavaScriptEnabled(false).withBasicCredentials("reader")) {
            return web.goTo(path).getWebResponse().getContentAsString();
        } finally {
            LocaleProvider.setProvider(before);
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
