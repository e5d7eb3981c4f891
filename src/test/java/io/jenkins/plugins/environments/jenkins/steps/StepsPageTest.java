package io.jenkins.plugins.environments.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.background.Background;
import io.jenkins.plugins.environments.jenkins.config.StageSettings;
import io.jenkins.plugins.environments.model.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("docs/steps.md")
class StepsPageTest {

    private static final Path PAGE = Path.of("docs/steps.md");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^## (.+?)$|^```groovy\\n(.*?)^```$");

    private JenkinsRule j;
    private WorkflowJob job;

    /** Heading to the pipeline below it. */
    private static Map<String, String> examples() throws Exception {
        Map<String, String> examples = new LinkedHashMap<>();
        String heading = "";
        Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            heading = matcher.group(1) == null ? heading : matcher.group(1);
            if (matcher.group(2) != null) {
                examples.put(heading, matcher.group(2));
            }
        }
        return examples;
    }

    private WorkflowRun run(String heading) throws Exception {
        job.setDefinition(new CpsFlowDefinition(examples().get(heading), true));
        return j.buildAndAssertSuccess(job);
    }

    private static List<String> environments() {
        return Background.get().lifecycle().environments().stream()
                .map(environment -> environment.id() + " " + environment.release())
                .toList();
    }

    @Test
    void its_pipelines_do_what_it_says_word_for_word(JenkinsRule rule) throws Exception {
        j = rule;
        try (TestWorld world = TestWorld.start(Duration.ofMillis(100))) {
            StageSettings staging = TestWorld.stage("staging");
            staging.setExpireAfter("7d");
            TestWorld.configure(world.url(), staging, TestWorld.stage("qa"));
            TestWorld.secret("db-password", "correct horse battery staple");
            job = j.createProject(WorkflowJob.class, "shop");
            FilePath workspace = Objects.requireNonNull(j.jenkins.getWorkspaceFor(job));
            workspace.child("docker-compose.yml").write(TestWorld.COMPOSE, "UTF-8");
            workspace.child(".env").write("GREETING=hi\n", "UTF-8");

            WorkflowRun deployed = run("deployEnv");
            j.assertLogContains("shop-staging-shop answers at http://web-shop.staging.example.com", deployed);
            Environment before = Background.get().lifecycle().environments().get(0);

            run("extendEnv and pinEnv");
            Environment after = Background.get().lifecycle().environments().get(0);
            assertThat(Duration.between(before.expiresAt(), after.expiresAt())).isEqualTo(Duration.ofDays(3));
            assertThat(after.pinned()).isFalse();

            j.assertLogContains(
                    "shop-staging-shop is READY, release 1, at http://web-shop.staging.example.com", run("listEnvs"));

            WorkflowRun promoted = run("promoteEnv");
            j.assertLogContains("shop-qa-shop runs what was tested", promoted);
            workspace.child(".env").write("GREETING=hello\n", "UTF-8");
            run("deployEnv");
            run("promoteEnv");
            assertThat(environments()).contains("shop-qa-shop 2");

            WorkflowRun back = run("rollbackEnv");
            j.assertLogContains("Release 3 of shop-qa-shop is ready", back);
            assertThat(Background.get().lifecycle().environments())
                    .filteredOn(each -> each.stage().equals("qa"))
                    .singleElement()
                    .satisfies(each -> assertThat(
                                    Objects.requireNonNull(each.hold()).reason())
                            .isEqualTo("checkout fails"));

            run("destroyEnv");
            assertThat(environments()).noneMatch(each -> each.contains("-qa-"));
            run("destroyStaleEnvs");
        }
    }

    @Test
    void it_names_every_step(JenkinsRule rule) throws Exception {
        String page = Files.readString(PAGE);
        assertThat(StepDescriptor.all().stream()
                        .filter(StepForm.class::isInstance)
                        .map(StepDescriptor::getFunctionName))
                .hasSizeGreaterThan(6)
                .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
        for (StepDescriptor step : StepDescriptor.all()) {
            if (step instanceof StepForm) {
                assertThat(help(step, "")).as(step.getFunctionName()).isTrue();
                DescribableModel.of(step.clazz).getParameters().forEach(parameter -> assertThat(
                                help(step, "-" + parameter.getName()))
                        .as("help of %s %s", step.getFunctionName(), parameter.getName())
                        .isTrue());
            }
        }
        assertThat(examples()).hasSize(7);
    }

    /** As Jenkins looks for it: beside the class or one that it extends. */
    private static boolean help(StepDescriptor step, String name) {
        for (Class<?> type = step.clazz; type != Object.class; type = type.getSuperclass()) {
            if (type.getResource(type.getSimpleName() + "/help" + name + ".html") != null) {
                return true;
            }
        }
        return false;
    }
}
