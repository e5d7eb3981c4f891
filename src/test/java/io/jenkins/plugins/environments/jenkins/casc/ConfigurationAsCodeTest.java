package io.jenkins.plugins.environments.jenkins.casc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@Tag("jenkins")
@WithJenkins
@DisplayName("Configuration as Code")
class ConfigurationAsCodeTest {

    private static void configure(String text) throws Exception {
        ConfigurationAsCode.get()
                .configureWith(YamlSource.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static String given() throws Exception {
        try (var in = ConfigurationAsCodeTest.class.getResourceAsStream("environments.yml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String exported() throws Exception {
        ConfigurationContext context = new ConfigurationContext(ConfiguratorRegistry.get());
        CNode environments = Util.getUnclassifiedRoot(context).get("environments");
        return Util.toYamlString(environments);
    }

    @Test
    void imports_every_field(JenkinsRule j) throws Exception {
        configure(given());

        Stage staging = EnvironmentsConfiguration.get().stage("staging");
        assertThat(staging.branch()).isEqualTo("STAGING");
        assertThat(staging.jobs()).isEqualTo("giveway/**");
        assertThat(staging.variables()).containsEntry("LOG_LEVEL", "debug").containsEntry("TIER", "1");
        assertThat(staging.secrets()).containsEntry("POSTGRES_PASSWORD", "staging-db-password");
        assertThat(staging.envFileCredentialsIds()).containsExactly("stage-env", "more-env");
        assertThat(staging.quota().environments()).isEqualTo(40);
        assertThat(staging.linkRules().tls()).isTrue();
        assertThat(staging.changeOverride()).isTrue();
        assertThat(staging.forks()).isTrue();
        Stage prod = EnvironmentsConfiguration.get().stage("prod");
        assertThat(prod.lifetime()).isEqualTo(Lifetime.STANDING);
        assertThat(prod.isProtected()).isTrue();
        assertThat(prod.forks()).isFalse();
        assertThat(prod.linkRules().names()).containsEntry("daphne", "studygiveway.com");
        assertThat(prod.backup().keep()).isEqualTo(28);
        assertThat(prod.whileHeld()).isEqualTo(Stage.HoldRule.WAIT);
        assertThat(staging.whileHeld()).isEqualTo(Stage.HoldRule.REFUSE);
        assertThat(EnvironmentsConfiguration.get().getTargets()).hasSize(4);
    }

    @Test
    void what_it_exports_it_imports_as_the_same_and_exports_again_to_the_byte(JenkinsRule j) throws Exception {
        configure(given());
        Stage staging = EnvironmentsConfiguration.get().stage("staging");
        Stage prod = EnvironmentsConfiguration.get().stage("prod");
        String exported = exported();

        configure("unclassified:\n  environments:\n" + exported.indent(4));

        assertThat(EnvironmentsConfiguration.get().stage("staging")).isEqualTo(staging);
        assertThat(EnvironmentsConfiguration.get().stage("prod")).isEqualTo(prod);
        assertThat(exported()).isEqualTo(exported);
    }

    @Test
    void the_export_is_what_was_reviewed(JenkinsRule j) throws Exception {
        configure(given());
        Path golden = Path.of("src/test/resources/io/jenkins/plugins/environments/jenkins/casc/exported.yml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(golden, exported());
        }
        assertThat(exported()).isEqualTo(Files.readString(golden));
    }

    @Test
    void a_stage_that_can_not_be_read_fails_the_import_with_its_name(JenkinsRule j) {
        assertThatThrownBy(
                        () -> configure(
                                """
                        unclassified:
                          environments:
                            stages:
                              - name: "qa"
                                target: "cluster-a"
                                expireAfter: "a week"
                        """))
                .hasStackTraceContaining("stage qa")
                .hasStackTraceContaining("no duration");
    }
}
