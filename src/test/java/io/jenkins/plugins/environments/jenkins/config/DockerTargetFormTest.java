package io.jenkins.plugins.environments.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.slaves.DumbSlave;
import hudson.util.FormValidation;
import hudson.util.FormValidation.Kind;
import hudson.util.ListBoxModel;
import hudson.util.Secret;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlForm;
import org.jenkinsci.plugins.docker.commons.credentials.DockerServerCredentials;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("The form of a Docker engine")
class DockerTargetFormTest {

    private static DockerTargetSettings everything() {
        DockerTargetSettings target = new DockerTargetSettings("docker-host-1");
        target.setUri("tcp://10.0.0.2:2376");
        target.setCredentialsId("engine-tls");
        target.setEdgeNetwork("front");
        target.setEntryPoint("http");
        target.setSecureEntryPoint("https");
        target.setCertificateResolver("letsencrypt");
        target.setLoopbackPorts(true);
        target.setAgentLabel("docker");
        return target;
    }

    private static DockerTargetForm form() {
        return Jenkins.get().getDescriptorByType(DockerTargetForm.class);
    }

    private static void certificates(String key) throws IOException {
        TestWorld.add(new DockerServerCredentials(
                CredentialsScope.SYSTEM,
                "engine-tls",
                null,
                Secret.fromString(key),
                "the certificate",
                "the authority"));
    }

    @Test
    void gives_back_what_it_was_given(JenkinsRule j) throws Exception {
        certificates("the key");
        TestWorld.secret("a-token", "t");
        DockerTargetSettings plain = new DockerTargetSettings("docker-host-2");
        plain.setUri("unix:///var/run/docker.sock");
        EnvironmentsConfiguration.get().setTargets(List.of(everything(), plain));

        j.configRoundtrip();

        List<TargetSettings> targets = EnvironmentsConfiguration.get().getTargets();
        assertThat(targets).hasSize(2);
        assertThat(targets.get(0)).usingRecursiveComparison().isEqualTo(everything());
        assertThat(targets.get(1)).usingRecursiveComparison().isEqualTo(plain);
    }

    /** Something lives on the first engine. */
    @TestExtension("gets_another_id_and_keeps_what_lives_there")
    public static final class InUse implements ConfigurationGuard {

        @Override
        public void targets(Set<String> identities) {
            assertThat(identities).contains("docker-host-1");
        }

        @Override
        public void stages(Set<String> identities) {}

        @Override
        public boolean isTargetInUse(String identity) {
            return identity.equals("docker-host-1");
        }

        @Override
        public boolean isStageInUse(String identity) {
            return false;
        }
    }

    @Test
    void gets_another_id_and_keeps_what_lives_there(JenkinsRule j) throws Exception {
        certificates("the key");
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        configuration.setTargets(List.of(everything(), new DockerTargetSettings("docker-host-2")));
        configuration.setStages(List.of(new StageSettings("staging", "docker-host-1")));
        JenkinsRule.WebClient web = j.createWebClient();
        HtmlForm form = web.goTo("configure").getFormByName("config");
        form.getInputsByName("_.id").stream()
                .filter(input -> input.getValue().startsWith("docker-host-"))
                .forEach(input -> input.setValue(input.getValue().replace("host", "engine")));

        j.submit(form);

        assertThat(configuration.getTargets())
                .extracting(TargetSettings::getId, TargetSettings::getIdentity)
                .containsExactly(tuple("docker-engine-1", "docker-host-1"), tuple("docker-engine-2", null));
        assertThat(configuration.getStages().get(0).getTarget()).isEqualTo("docker-engine-1");

        j.submit(web.goTo("configure").getFormByName("config"));

        assertThat(configuration.getTargets().get(0).getIdentity()).isEqualTo("docker-host-1");
    }

    @Test
    void checks_texts_as_they_are_typed(JenkinsRule j) {
        assertThat(form().doCheckId("docker-host-1").kind).isEqualTo(Kind.OK);
        assertThat(form().doCheckId("Docker").kind).isEqualTo(Kind.ERROR);
        assertThat(form().doCheckUri("", "").kind).isEqualTo(Kind.ERROR);
        assertThat(form().doCheckUri("10.0.0.2", "").getMessage()).contains("tcp://host:2376");
        assertThat(form().doCheckUri("unix:///var/run/docker.sock", "").kind).isEqualTo(Kind.OK);
        FormValidation ssh = form().doCheckUri("ssh://me@10.0.0.2", "");
        assertThat(ssh.kind).isEqualTo(Kind.ERROR);
        assertThat(ssh.getMessage()).contains("speaks no ssh", "ssh -N -L", "or use tcp:// with TLS");
        assertThat(form().doCheckUri("tcp://10.0.0.2:2376", "engine-tls").kind).isEqualTo(Kind.OK);
        assertThat(form().doCheckUri("tcp://10.0.0.2:2375", "").kind).isEqualTo(Kind.WARNING);
        assertThat(form().doCheckEdgeNetwork("").kind).isEqualTo(Kind.OK);
        assertThat(form().doCheckEdgeNetwork("team_edge.1").kind).isEqualTo(Kind.OK);
        assertThat(form().doCheckEdgeNetwork("the edge").kind).isEqualTo(Kind.ERROR);
        assertThat(form().doCheckEntryPoint("web`").kind).isEqualTo(Kind.ERROR);
        assertThat(form().doCheckEntryPoint("web").kind).isEqualTo(Kind.OK);
        assertThat(form().doCheckAgentLabel("").kind).isEqualTo(Kind.OK);
        assertThat(form().doCheckAgentLabel("nowhere").kind).isEqualTo(Kind.WARNING);
        assertThat(form().doCheckAgentLabel(Jenkins.get().getSelfLabel().getName()).kind)
                .isEqualTo(Kind.OK);
    }

    @Test
    void offers_credentials_of_the_one_kind_that_engines_know(JenkinsRule j) throws Exception {
        certificates("the key");
        TestWorld.secret("a-token", "t");
        assertThat(form().doFillCredentialsIdItems("").stream().map(each -> each.value))
                .containsExactly("", "engine-tls");
        ListBoxModel current = form().doFillCredentialsIdItems("gone");
        assertThat(current.stream().map(each -> each.value)).contains("gone");
    }

    @Test
    void certificates_make_the_connection_and_others_another_one(JenkinsRule j) throws Exception {
        certificates("the key");
        TargetSettings.Blueprint first = everything().blueprint();
        assertThat(first).isEqualTo(everything().blueprint());
        assertThat(first.toString())
                .isEqualTo("target docker-host-1 at tcp://10.0.0.2:2376")
                .doesNotContain("the key");
        SystemCredentialsProvider.getInstance().getCredentials().clear();
        certificates("another key");
        assertThat(everything().blueprint()).isNotEqualTo(first);
    }

    @Test
    void what_does_not_go_together_is_refused_with_its_target(JenkinsRule j) throws Exception {
        TestWorld.secret("a-token", "t");
        DockerTargetSettings target = everything();
        assertThatThrownBy(target::blueprint)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("target docker-host-1")
                .hasMessageContaining("no credentials \"engine-tls\"");
        target.setCredentialsId("a-token");
        assertThatThrownBy(target::blueprint).hasMessageContaining("Docker server credentials");
        certificates("");
        target.setCredentialsId("engine-tls");
        assertThatThrownBy(target::blueprint).hasMessageContaining("but not both");
        target.setUri("unix:///var/run/docker.sock");
        assertThatThrownBy(target::blueprint).hasMessageContaining("for TLS");
        target.setUri("");
        assertThatThrownBy(target::blueprint).hasMessageContaining("it has no address");
    }

    @Test
    void the_test_of_a_connection_says_why_not(JenkinsRule j) {
        assertThat(form().doTestConnection("a", "tcp://127.0.0.1:1", "", "", "").kind)
                .isEqualTo(Kind.ERROR);
        assertThat(form().doTestConnection("a", "tcp://127.0.0.1:1", "nope", "", "")
                        .getMessage())
                .contains("no credentials");
        DockerTargetSettings silent = new DockerTargetSettings("a");
        silent.setUri("tcp://127.0.0.1:1");
        assertThat(new ConnectionTest(silent, 120).run().getMessage()).contains("refused");
        assertThat(new ConnectionTest(silent, 0).run().kind).isEqualTo(Kind.ERROR);
    }

    @Test
    @Tag("engine")
    void the_test_of_a_connection_by_a_socket_tells_what_is_there(JenkinsRule j) throws Exception {
        DumbSlave agent = j.createOnlineSlave();
        DockerTargetSettings local = new DockerTargetSettings("a");
        local.setUri(System.getenv("DOCKER_HOST"));
        local.setAgentLabel(agent.getNodeName());
        assertThat(local.getUri()).startsWith("unix://");

        FormValidation found = new ConnectionTest(local, 120).run();

        assertThat(found.kind).as(found.getMessage()).isEqualTo(Kind.OK);
        assertThat(found.getMessage())
                .containsPattern("Connected to Docker [0-9.]+.*, storage driver \\w+")
                .containsPattern("[0-9.]+ \\wi?B are free")
                .containsPattern("docker.compose [0-9.]+ is on the agent")
                .contains("The network of the edge is there");
    }
}
