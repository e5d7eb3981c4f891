package io.jenkins.plugins.environments.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.apache.commons.text.StringEscapeUtils;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("The forms of the steps")
class StepFormsTest {

    private JenkinsRule j;

    @BeforeEach
    void stages(JenkinsRule rule) {
        j = rule;
        TestWorld.configure("https://127.0.0.1:1", TestWorld.stage("staging"), TestWorld.stage("qa"));
    }

    private static DeployEnvStep everything() {
        DeployEnvStep step = new DeployEnvStep("qa");
        step.setFiles(List.of("docker-compose.yml", "qa.yml"));
        step.setManifests(List.of("k8s/*.yaml", "crds"));
        step.setKustomize("k8s/overlays/qa");
        step.setEnvFiles(List.of(".env.qa"));
        step.setProfiles(List.of("debug"));
        step.setImages(Map.of("web", "registry/web:1"));
        step.setVariables(Map.of("URL", "https://example.com/?a=b"));
        step.setSecrets(Map.of("DB_PASSWORD", "db-password"));
        step.setChange("42");
        step.setProject("shop");
        step.setTimeout("10m");
        step.setOnFailure("keep");
        return step;
    }

    @Test
    void deployEnv_comes_back_as_it_was() throws Exception {
        DeployEnvStep back = new StepConfigTester(j).configRoundTrip(everything());
        j.assertEqualDataBoundBeans(everything(), back);
        DeployEnvStep small = new StepConfigTester(j).configRoundTrip(new DeployEnvStep("staging"));
        j.assertEqualDataBoundBeans(new DeployEnvStep("staging"), small);
    }

    @Test
    void destroyEnv_and_listEnvs_come_back_as_they_were() throws Exception {
        DestroyEnvStep destroy = new DestroyEnvStep();
        destroy.setStage("qa");
        destroy.setChange("42");
        destroy.setProject("shop");
        destroy.setData("keep");
        destroy.setTimeout("5m");
        j.assertEqualDataBoundBeans(destroy, new StepConfigTester(j).configRoundTrip(destroy));
        DestroyEnvStep byId = new DestroyEnvStep();
        byId.setId("shop-qa-pr-42");
        j.assertEqualDataBoundBeans(byId, new StepConfigTester(j).configRoundTrip(byId));
        ListEnvsStep list = new ListEnvsStep();
        list.setStage("staging");
        list.setProject("shop");
        j.assertEqualDataBoundBeans(list, new StepConfigTester(j).configRoundTrip(list));
    }

    @Test
    void destroyStaleEnvs_comes_back_as_it_was() throws Exception {
        DestroyStaleEnvsStep step = new DestroyStaleEnvsStep();
        step.setStage("qa");
        step.setDryRun(true);
        step.setLimit(3);
        step.setMostAreMeant(true);
        step.setTimeout("5m");
        j.assertEqualDataBoundBeans(step, new StepConfigTester(j).configRoundTrip(step));
        assertThat(Snippetizer.object2Groovy(new DestroyStaleEnvsStep())).isEqualTo("destroyStaleEnvs()");
    }

    @Test
    void promoteEnv_and_rollbackEnv_come_back_as_they_were() throws Exception {
        PromoteEnvStep promote = new PromoteEnvStep("staging", "qa");
        promote.setRelease(3);
        promote.setVariables(Map.of("URL", "https://example.com/?a=b"));
        promote.setSecrets(Map.of("DB_PASSWORD", "db-password"));
        promote.setDestroySource(false);
        promote.setTimeout("5m");
        promote.setChange("42");
        promote.setProject("shop");
        j.assertEqualDataBoundBeans(promote, new StepConfigTester(j).configRoundTrip(promote));
        PromoteEnvStep small = new PromoteEnvStep("staging", "qa");
        j.assertEqualDataBoundBeans(small, new StepConfigTester(j).configRoundTrip(small));
        assertThat(Snippetizer.object2Groovy(small)).isEqualTo("promoteEnv from: 'staging', to: 'qa'");
        RollbackEnvStep rollback = new RollbackEnvStep();
        rollback.setStage("qa");
        rollback.setTo(2);
        rollback.setReason("checkout fails");
        rollback.setTimeout("5m");
        j.assertEqualDataBoundBeans(rollback, new StepConfigTester(j).configRoundTrip(rollback));
        RollbackEnvStep byId = new RollbackEnvStep();
        byId.setId("shop-qa-pr-42");
        j.assertEqualDataBoundBeans(byId, new StepConfigTester(j).configRoundTrip(byId));
    }

    @Test
    void extendEnv_and_pinEnv_come_back_as_they_were() throws Exception {
        ExtendEnvStep extend = new ExtendEnvStep("3d");
        extend.setStage("qa");
        extend.setChange("42");
        j.assertEqualDataBoundBeans(extend, new StepConfigTester(j).configRoundTrip(extend));
        PinEnvStep pin = new PinEnvStep();
        pin.setStage("qa");
        assertThat(Snippetizer.object2Groovy(pin)).isEqualTo("pinEnv stage: 'qa'");
        pin.setPinned(false);
        j.assertEqualDataBoundBeans(pin, new StepConfigTester(j).configRoundTrip(pin));
    }

    @Test
    @DisplayName("say what is wrong in the words that the build's log has")
    void the_form_and_the_log_say_the_same() throws Exception {
        DeployEnvStep.DescriptorImpl form = j.jenkins.getDescriptorByType(DeployEnvStep.DescriptorImpl.class);
        Map<String, FormValidation> checks = Map.of(
                "files: ['../x.yml']", form.doCheckFiles(null, "ok.yml\n../x.yml"),
                "envFiles: ['/etc/x']", form.doCheckEnvFiles(null, "/etc/x"),
                "images: [web: 'A B']", form.doCheckImages(null, "web=A B"),
                "variables: ['1X': 'y']", form.doCheckVariables(null, "1X=y"),
                "secrets: ['1X': 'y']", form.doCheckSecrets(null, "1X=y"),
                "change: 'a b'", form.doCheckChange(null, "a b"),
                "timeout: 'soon'", form.doCheckTimeout(null, "soon"));
        WorkflowJob job = j.createProject(WorkflowJob.class, "words");
        for (Map.Entry<String, FormValidation> check : checks.entrySet()) {
            job.setDefinition(new CpsFlowDefinition(
                    "node { writeFile file: 'compose.yaml', text: 'services: {web: {image: x}}'\n"
                            + "deployEnv stage: 'staging', " + check.getKey() + " }",
                    true));
            String told = StringEscapeUtils.unescapeHtml4(check.getValue().getMessage());

            assertThat(check.getValue().kind).as(check.getKey()).isEqualTo(FormValidation.Kind.ERROR);
            j.assertLogContains(told, j.buildAndAssertStatus(Result.FAILURE, job));
        }
    }

    @Test
    void what_is_right_is_let_through() {
        DeployEnvStep.DescriptorImpl form = j.jenkins.getDescriptorByType(DeployEnvStep.DescriptorImpl.class);

        assertThat(List.of(
                        form.doCheckFiles(null, "a.yml\nb/c.yml"),
                        form.doCheckEnvFiles(null, ""),
                        form.doCheckImages(null, "web=registry/web:1"),
                        form.doCheckImages(null, ""),
                        form.doCheckVariables(null, "A=b=c"),
                        form.doCheckSecrets(null, ""),
                        form.doCheckChange(null, ""),
                        form.doCheckChange(null, "feature/basket"),
                        form.doCheckTimeout(null, "10m")))
                .extracting(answer -> answer.kind)
                .containsOnly(FormValidation.Kind.OK);
    }

    @Test
    void the_snippet_leaves_out_what_is_not_said() throws Exception {
        assertThat(Snippetizer.object2Groovy(new DeployEnvStep("staging"))).isEqualTo("deployEnv 'staging'");
        DestroyEnvStep destroy = new DestroyEnvStep();
        destroy.setStage("staging");
        assertThat(Snippetizer.object2Groovy(destroy)).isEqualTo("destroyEnv stage: 'staging'");
        assertThat(Snippetizer.object2Groovy(new ListEnvsStep())).isEqualTo("listEnvs()");
        DeployEnvStep images = new DeployEnvStep("staging");
        images.setFiles(List.of("a.yml"));
        images.setImages(Map.of("web", "nginx"));
        assertThat(Snippetizer.object2Groovy(images))
                .isEqualTo("deployEnv files: ['a.yml'], images: [web: 'nginx'], stage: 'staging'");
    }

    @Test
    void every_field_has_its_help_with_an_example() {
        List<StepDescriptor> forms = j.jenkins.getExtensionList(StepDescriptor.class).stream()
                .filter(StepForm.class::isInstance)
                .toList();
        assertThat(forms).hasSizeGreaterThan(7);
        for (StepDescriptor form : forms) {
            for (DescribableParameter field : new DescribableModel<>(form.clazz).getParameters()) {
                String name = form.getFunctionName() + " " + field.getName();
                boolean choice = List.of("onFailure", "data", "destroySource", "dryRun", "mostAreMeant", "pinned")
                        .contains(field.getName());
                assertThat(text(form, field.getName())).as(name).satisfies(text -> assertThat(
                                choice || text.contains("<code>"))
                        .isTrue());
            }
            assertThat(form.clazz.getResource(form.clazz.getSimpleName() + "/help.html"))
                    .as(form.getFunctionName())
                    .isNotNull();
        }
    }

    private static String text(StepDescriptor form, String field) {
        for (Class<?> type = form.clazz; type != null; type = type.getSuperclass()) {
            try (InputStream in = type.getResourceAsStream(type.getSimpleName() + "/help-" + field + ".html")) {
                if (in != null) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return "";
    }

    @Test
    void rows_of_a_form_are_maps() {
        assertThat(FormRows.map(null, "name", "value")).isNull();
        assertThat(FormRows.map(JSONObject.fromObject("{name: ' A ', value: 'b'}"), "name", "value"))
                .containsExactly(Map.entry("A", "b"));
        assertThat(FormRows.map(
                        JSONArray.fromObject("[{name: 'A', value: 'b'}, {name: '', value: 'c'}, {name: 'D'}]"),
                        "name",
                        "value"))
                .containsExactly(Map.entry("A", "b"), Map.entry("D", ""));
    }

    @Test
    void lists_and_maps_are_lines() {
        assertThat(StepTexts.map(" A=b=c \n\nD = e\nF"))
                .containsExactly(Map.entry("A", "b=c"), Map.entry("D", " e"), Map.entry("F", ""));
        assertThat(StepTexts.list("\n  \n")).isNull();
        assertThat(StepTexts.lines(List.of("a", "b"))).isEqualTo("a\nb");
    }
}
