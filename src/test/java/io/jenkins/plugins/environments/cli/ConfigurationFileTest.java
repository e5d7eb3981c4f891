package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.cli.ConfigurationFile.Configuration;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The configuration file of the terminal")
class ConfigurationFileTest {

    @TempDir
    Path folder;

    @Test
    void is_the_yaml_of_configuration_as_code() throws IOException {
        Configuration configuration = read(
                """
                unclassified:
                  environments:
                    targets:
                      - kubernetes:
                          id: "cluster-a"
                          serverUrl: "https://10.0.0.1:6443"
                          credentialsId: "cluster-a-token"
                          namespacePrefix: "ci-"
                          exposure: INGRESS
                          ingressClass: "nginx"
                          tlsSecret: ""
                    stages:
                      - name: "staging"
                        branch: "STAGING"
                        jobs: "giveway/**"
                        target: "cluster-a"
                        lifetime: PER_CHANGE
                        variables: { LOG_LEVEL: "debug" }
                        secrets: { POSTGRES_PASSWORD: "staging-db-password" }
                        envFileCredentialsIds: ["stage-env"]
                        quota: { cpu: "8", memory: "16Gi", environments: 40 }
                        expireAfter: "7d"
                        domain: "staging.studygiveway.com"
                      - name: "prod"
                        target: "cluster-a"
                        lifetime: STANDING
                        domain: "studygiveway.com"
                        linkPattern: "{service}.{domain}"
                        links: { daphne: "studygiveway.com" }
                        protected: true
                        soak: "30m"
                        whileHeld: wait
                        backup: { every: "6h", keep: 28 }
                """);

        assertThat(configuration.kubernetes())
                .isEqualTo(Map.of(
                        "cluster-a",
                        new KubernetesSettings(
                                "ci-", KubernetesSettings.Exposure.INGRESS, "nginx", null, null, null, null)));
        Stage staging = configuration.stages().get(0);
        assertThat(staging.lifetime()).isEqualTo(Lifetime.PER_CHANGE);
        assertThat(staging.secrets()).isEqualTo(Map.of("POSTGRES_PASSWORD", "staging-db-password"));
        assertThat(staging.quota().memoryBytes()).isEqualTo(16L << 30);
        assertThat(staging.retention().expireAfter()).isEqualTo(Duration.ofDays(7));
        assertThat(staging.linkRules().pattern()).isEqualTo("{service}-{change}.{domain}");
        Stage prod = configuration.stages().get(1);
        assertThat(prod.isProtected()).isTrue();
        assertThat(prod.whileHeld()).isEqualTo(Stage.HoldRule.WAIT);
        assertThat(staging.whileHeld()).isEqualTo(Stage.HoldRule.REFUSE);
        assertThat(prod.linkRules().names()).isEqualTo(Map.of("daphne", "studygiveway.com"));
        assertThat(prod.backup()).isEqualTo(new Stage.Backup(Duration.ofHours(6), 28));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "stages: [{name: a, target: t, brnch: x}] | there is no \"brnch\" here, only [",
                "stages: [{name: a}] | Missing required creator property 'target'",
                "stages: [{name: a, target: t, expireAfter: soon}] | \"soon\" is no duration",
                "stages: [{name: a, target: t, lifetime: ETERNAL}] | \"ETERNAL\" is none of [PER_CHANGE, STANDING]",
                "stages: [{name: a, target: t, whileHeld: SHRUG}] | \"SHRUG\" is none of [REFUSE, WAIT]",
                "stages: {a: b} | expected a list",
            })
    void names_file_and_line_of_what_is_wrong(String yaml, String message) {
        assertThatThrownBy(() -> read("unclassified:\n  environments:\n    " + yaml + "\n"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(folder.resolve("config.yaml").toString())
                .hasMessageContaining(message);
    }

    @Test
    void says_how_it_begins_when_it_is_something_else() {
        assertThatThrownBy(() -> read("unclassified: {}\n"))
                .hasMessageContaining("unclassified.environments is not there; begin the file with");
    }

    @Test
    void says_that_there_is_no_such_file() {
        assertThatThrownBy(() -> ConfigurationFile.read(folder.resolve("none.yaml")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("there is no such file");
    }

    private Configuration read(String yaml) throws IOException {
        return ConfigurationFile.read(Files.writeString(folder.resolve("config.yaml"), yaml));
    }
}
