package io.jenkins.plugins.environments.jenkins.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Stage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The files beside this class are never written anew: every later version must read them. */
@Tag("jenkins")
@WithJenkins
@DisplayName("A configuration that an older version wrote")
class UpgradeTest {

    @Test
    void of_the_first_version_is_read_and_written_as_it_was(JenkinsRule j) throws Exception {
        EnvironmentsConfiguration configuration = EnvironmentsConfiguration.get();
        Path file = j.jenkins.getRootDir().toPath().resolve(configuration.getId() + ".xml");
        try (InputStream kept = UpgradeTest.class.getResourceAsStream("configuration-of-the-first-version.xml")) {
            Files.copy(kept, file, StandardCopyOption.REPLACE_EXISTING);
        }
        configuration.load();

        KubernetesTargetSettings target = (KubernetesTargetSettings) configuration.target("cluster-a");
        assertThat(target.getServerUrl()).isEqualTo("https://10.0.0.1:6443");
        assertThat(target.getCredentialsId()).isEqualTo("cluster-a-token");
        Stage staging = configuration.stage("staging");
        assertThat(staging.branch()).isEqualTo("STAGING");
        assertThat(staging.variables()).containsEntry("LOG_LEVEL", "debug");
        assertThat(staging.secrets()).containsEntry("POSTGRES_PASSWORD", "staging-db-password");
        assertThat(staging.envFileCredentialsIds()).containsExactly("stage-env", "more-env");
        assertThat(staging.retention().expireAfter()).isEqualTo(Duration.ofDays(7));
        assertThat(configuration.stage("prod").lifetime()).isEqualTo(Lifetime.STANDING);
        assertThat(configuration.stage("prod").isProtected()).isTrue();

        String before = Files.readString(file);
        configuration.save();
        // A later version may write more than there was, but loses nothing and changes nothing.
        assertThat(lines(Files.readString(file))).containsSubsequence(lines(before));
    }

    private static List<String> lines(String xml) {
        return xml.replaceAll(" plugin=\"[^\"]*\"", "")
                .lines()
                .map(String::strip)
                .toList();
    }
}
