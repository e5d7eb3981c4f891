package io.jenkins.plugins.environments.jenkins.checks;

import static io.jenkins.plugins.environments.jenkins.TestWorld.COMPOSE;
import static io.jenkins.plugins.environments.jenkins.TestWorld.inWorkspace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.ExtensionList;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import io.jenkins.plugins.checks.api.ChecksStatus;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.steps.DeployNews;
import io.jenkins.plugins.environments.model.EnvironmentId;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@DisplayName("The check on the commit")
public class DeployChecksTest {

    private static final String DEPLOY = "deployEnv stage: 'staging', secrets: [DB_PASSWORD: 'db-password']";

    /** Keeps what would go to the server of the repository. */
    private static final class Kept extends ChecksPublisherFactory {
        private final List<ChecksDetails> published = new CopyOnWriteArrayList<>();

        @Override
        protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
            return Optional.of(new ChecksPublisher() {
                @Override
                public void publish(ChecksDetails details) {
                    published.add(details);
                }
            });
        }

        private ChecksDetails last() {
            return published.get(published.size() - 1);
        }
    }

    @Test
    @WithJenkins
    void has_the_links_or_the_reason_and_never_decides_how_the_build_ends(JenkinsRule j) throws Exception {
        Kept kept = new Kept();
        ExtensionList.lookup(ChecksPublisherFactory.class).add(0, kept);
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            world.configure();
            TestWorld.secret("db-password", "correct horse battery staple");
            WorkflowJob job = j.createProject(WorkflowJob.class, "shop");
            job.setDefinition(new CpsFlowDefinition(inWorkspace(COMPOSE, DEPLOY), true));
            j.buildAndAssertSuccess(job);

            assertThat(kept.published)
                    .extracting(details -> details.getName().orElseThrow())
                    .containsExactly("Environment staging", "Environment staging");
            assertThat(kept.published.get(0).getStatus()).isEqualTo(ChecksStatus.IN_PROGRESS);
            assertThat(kept.last().getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);
            assertThat(kept.last().getDetailsURL()).contains("http://web-shop.staging.example.com");
            assertThat(kept.last().getOutput().orElseThrow().getTitle())
                    .contains("Release 1 of shop-staging-shop is ready");
            assertThat(kept.last().getOutput().orElseThrow().getSummary().orElseThrow())
                    .contains("- web: [http://web-shop.staging.example.com](http://web-shop.staging.example.com)");

            job.setDefinition(new CpsFlowDefinition(
                    inWorkspace(COMPOSE.replace("nginx:1.25", "missing.invalid/web:1"), DEPLOY), true));
            WorkflowRun failed = j.buildAndAssertStatus(Result.FAILURE, job);

            assertThat(kept.last().getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
            assertThat(kept.last().getDetailsURL().orElseThrow()).contains(failed.getUrl());
            assertThat(kept.last().getOutput().orElseThrow().getSummary().orElseThrow())
                    .contains("ImagePullBackOff")
                    .contains("**What to do:**");

            var environment = Background.get()
                    .lifecycle()
                    .environment(new EnvironmentId("shop-staging-shop"))
                    .orElseThrow();
            ChecksDetails aside = DeployChecks.details(
                    new DeployNews.News(DeployNews.Verdict.SET_ASIDE, environment, 0, null), "http://build");
            assertThat(aside.getConclusion()).isEqualTo(ChecksConclusion.NEUTRAL);

            ExtensionList.lookup(DeployNews.class).add(0, (run, listener, news) -> {
                throw new IllegalStateException("the server does not answer");
            });
            job.setDefinition(new CpsFlowDefinition(inWorkspace(COMPOSE, DEPLOY), true));
            WorkflowRun ended = j.buildAndAssertSuccess(job);
            j.assertLogContains("The deploy could not be reported: IllegalStateException", ended);

            ExtensionList.lookup(ChecksPublisherFactory.class).remove(kept);
            j.assertLogNotContains("[Checks API]", j.buildAndAssertSuccess(job));
        }
    }

    @Test
    void is_left_out_where_the_plugin_is_not_installed() throws Exception {
        try (URLClassLoader without = without("io.jenkins.plugins.checks.", DeployChecks.class)) {
            Class<?> extension = without.loadClass(DeployChecks.class.getName());
            // What Jenkins asks of each extension before it makes one; it leaves out an optional one that throws.
            assertThatThrownBy(extension::getDeclaredMethods).isInstanceOf(NoClassDefFoundError.class);
        }
    }

    /** Loads the class anew, with nothing of a package beside it. */
    public static URLClassLoader without(String missing, Class<?> anew) throws IOException {
        URL[] here = {anew.getProtectionDomain().getCodeSource().getLocation()};
        return new URLClassLoader(here, anew.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith(missing)) {
                    throw new ClassNotFoundException(name);
                }
                boolean own = name.startsWith(anew.getPackageName());
                Class<?> loaded = own ? findLoadedClass(name) : null;
                return own ? loaded == null ? findClass(name) : loaded : super.loadClass(name, resolve);
            }
        };
    }
}
