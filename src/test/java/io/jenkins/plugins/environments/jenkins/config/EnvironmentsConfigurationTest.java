package io.jenkins.plugins.environments.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("The global configuration")
class EnvironmentsConfigurationTest {

    static StageSettings everything() {
        StageSettings stage = new StageSettings("staging", "cluster-a");
        stage.setBranch("STAGING");
        stage.setJobs("giveway/**");
        stage.setLifetime(Lifetime.STANDING);
        stage.setVariables(NamedValues.of(Map.of("LOG_LEVEL", "debug")));
        stage.setSecrets(NamedCredentials.of(Map.of("POSTGRES_PASSWORD", "staging-db-password")));
        stage.setEnvFileCredentialsIds(List.of(new EnvFileCredential("stage-env")));
        QuotaSettings quota = new QuotaSettings();
        quota.setCpu("8");
        quota.setMemory("16Gi");
        quota.setEnvironments(40);
        stage.setQuota(quota);
        stage.setExpireAfter("7d");
        stage.setKeepNewest(3);
        stage.setDomain("staging.studygiveway.com");
        stage.setLinkPattern("{service}-{stage}.{domain}");
        stage.setLinks(NamedValues.of(Map.of("minio", "s3.studygiveway.com")));
        stage.setTls(true);
        stage.setProtected(true);
        stage.setDevelopment(true);
        stage.setChangeOverride(true);
        stage.setSoak("30m");
        BackupSettings backup = new BackupSettings("6h");
        backup.setKeep(28);
        stage.setBackup(backup);
        stage.setWhileHeld(Stage.HoldRule.WAIT);
        return stage;
    }

    static KubernetesTargetSettings target() {
        KubernetesTargetSettings target = new KubernetesTargetSettings("cluster-a");
        target.setServerUrl("https://10.0.0.1:6443");
        target.setCaCertificate("-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----");
        target.setCredentialsId("cluster-a-token");
        target.setNamespacePrefix("e-");
        target.setExposure(Exposure.ROUTE);
        target.setIngressClass("nginx");
        target.setTlsSecret("wildcard");
        target.setTlsIssuer("letsencrypt");
        target.setStorageClass("fast");
        target.setEdgeNamespace("traefik");
        target.setClusterScoped("CustomResourceDefinition");
        return target;
    }

    @Test
    void the_form_gives_back_what_it_was_given(JenkinsRule j) throws Exception {
        TestWorld.secret("cluster-a-token", "t");
        TestWorld.secret("staging-db-password", "p");
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        configuration.setTargets(List.of(target()));
        configuration.setStages(List.of(everything(), new StageSettings("qa", "cluster-a")));
        Stage staging = configuration.stage("staging");
        Stage qa = configuration.stage("qa");

        j.configRoundtrip();

        j.assertEqualDataBoundBeans(target(), configuration.getTargets().get(0));
        assertThat(configuration.getTargets()).hasSize(1);
        assertThat(configuration.stage("staging")).isEqualTo(staging);
        assertThat(configuration.stage("qa")).isEqualTo(qa);

        configuration.setTargets(List.of());
        configuration.setStages(List.of());
        j.configRoundtrip();

        assertThat(configuration.getTargets()).isEmpty();
        assertThat(configuration.getStages()).isEmpty();
    }

    @Test
    void it_is_there_again_when_it_is_loaded_anew(JenkinsRule j) {
        EnvironmentsConfiguration.get().setTargets(List.of(target()));
        EnvironmentsConfiguration.get().setStages(List.of(everything()));

        EnvironmentsConfiguration loaded = new EnvironmentsConfiguration();

        assertThat(loaded.stage("staging")).isEqualTo(everything().stage());
        assertThat(loaded.target("cluster-a").getId()).isEqualTo("cluster-a");
    }

    @Test
    void what_a_stage_says_becomes_the_model(JenkinsRule j) {
        Stage stage = everything().stage();

        assertThat(stage.quota().memoryBytes()).isEqualTo(16L << 30);
        assertThat(stage.retention()).isEqualTo(new Stage.Retention(Duration.ofDays(7), 3));
        assertThat(stage.linkRules().names()).containsEntry("minio", "s3.studygiveway.com");
        assertThat(stage.linkRules().tls()).isTrue();
        assertThat(stage.backup()).isEqualTo(new Stage.Backup(Duration.ofHours(6), 28));
        assertThat(stage.soak()).isEqualTo(Duration.ofMinutes(30));
        assertThat(stage.whileHeld()).isEqualTo(Stage.HoldRule.WAIT);
        assertThat(new StageSettings("qa", "x").stage().whileHeld()).isEqualTo(Stage.HoldRule.REFUSE);
        assertThat(stage.isProtected()).isTrue();
        assertThat(new StageSettings("qa", "x").stage().linkRules())
                .isEqualTo(new Stage.LinkRules("qa.localhost", "{service}-{change}.{domain}", Map.of()));
    }

    @Test
    void two_of_a_name_and_names_that_are_none_are_refused_and_nothing_changes(JenkinsRule j) {
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        configuration.setStages(List.of(new StageSettings("qa", "x")));

        assertThatThrownBy(() ->
                        configuration.setStages(List.of(new StageSettings("qa", "x"), new StageSettings("qa", "y"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("two of that name");
        assertThatThrownBy(() -> configuration.setTargets(List.of(new KubernetesTargetSettings("Cluster A"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("can't be the name of a target");
        StageSettings broken = new StageSettings("prod", "x");
        broken.setExpireAfter("a week");
        assertThatThrownBy(() -> configuration.setStages(List.of(broken)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("stage prod")
                .hasMessageContaining("no duration");
        assertThat(configuration.getStages()).singleElement().satisfies(stage -> assertThat(stage.getTarget())
                .isEqualTo("x"));
    }

    @Test
    void a_broken_stage_in_the_form_is_told_and_not_saved(JenkinsRule j) throws Exception {
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        configuration.setStages(List.of(new StageSettings("qa", "x")));
        try (JenkinsRule.WebClient web = j.createWebClient()) {
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            web.getOptions().setTimeout((int) Duration.ofMinutes(10).toMillis());
            HtmlForm form = web.goTo("configure").getFormByName("config");
            form.getInputByName("_.expireAfter").setValue("a week");
            HtmlPage answer = j.submit(form);
            assertThat(answer.asNormalizedText()).contains("no duration");
        }
        assertThat(configuration.getStages().get(0).getExpireAfter()).isNull();
    }

    @Test
    void texts_are_checked_as_they_are_typed(JenkinsRule j) {
        Map.of("cluster-a", Kind.OK, "Cluster", Kind.ERROR, "", Kind.ERROR, "-a", Kind.ERROR)
                .forEach((text, verdict) ->
                        assertThat(form().doCheckId(text).kind).as(text).isEqualTo(verdict));
        Map.of(
                        "", Kind.OK,
                        "https://10.0.0.1:6443", Kind.OK,
                        "http://10.0.0.1:8080", Kind.WARNING,
                        "10.0.0.1:6443", Kind.ERROR,
                        "javascript:alert(1)", Kind.ERROR,
                        "https://a b", Kind.ERROR)
                .forEach((text, verdict) ->
                        assertThat(form().doCheckServerUrl(text).kind).as(text).isEqualTo(verdict));
        Map.of("", Kind.OK, "7d", Kind.OK, "1h30m", Kind.OK, "a week", Kind.ERROR, "5", Kind.ERROR)
                .forEach((text, verdict) -> assertThat(stages().doCheckExpireAfter(text).kind)
                        .as(text)
                        .isEqualTo(verdict));
        Map.of("", Kind.OK, "env-", Kind.OK, "e", Kind.OK, "-e", Kind.ERROR, "much-too-long-", Kind.ERROR)
                .forEach((text, verdict) -> assertThat(form().doCheckNamespacePrefix(text).kind)
                        .as(text)
                        .isEqualTo(verdict));
        Map.of("", Kind.OK, "tls", Kind.OK, "edge/tls", Kind.OK, "edge/", Kind.ERROR, "a/b/c", Kind.ERROR)
                .forEach((text, verdict) ->
                        assertThat(form().doCheckTlsSecret(text).kind).as(text).isEqualTo(verdict));
    }

    @Test
    void the_pattern_shows_a_host_name(JenkinsRule j) {
        FormValidation good = stages().doCheckLinkPattern("", "staging.example.com", "staging");
        assertThat(good.getMessage()).isEqualTo("For example web-pr-42.staging.example.com");
        assertThat(stages().doCheckLinkPattern("{service}_{change}.{domain}", "x.org", "staging").kind)
                .isEqualTo(Kind.ERROR);
    }

    @Test
    void the_test_of_a_connection_tells_the_version_or_why_not(JenkinsRule j) {
        try (TestWorld world = TestWorld.start(Duration.ofMillis(10))) {
            KubernetesTargetSettings settings = new KubernetesTargetSettings("a");
            settings.setServerUrl(world.url());
            assertThat(new ConnectionTest(settings, 120).run().getMessage()).contains("Connected to Kubernetes");
        }
        FormValidation closed = form().doTestConnection("a", "http://127.0.0.1:1", "", "");
        assertThat(closed.kind).isEqualTo(Kind.ERROR);
        FormValidation missing = form().doTestConnection("a", "https://127.0.0.1:1", "", "nope");
        assertThat(missing.getMessage()).contains("there are no credentials").contains("nope");
    }

    private static KubernetesTargetForm form() {
        return Jenkins.get().getDescriptorByType(KubernetesTargetForm.class);
    }

    private static StageForm stages() {
        return Jenkins.get().getDescriptorByType(StageForm.class);
    }
}
