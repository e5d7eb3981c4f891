package io.jenkins.plugins.environments.target.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The connection to an engine")
class EngineConnectionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"unix:///var/run/docker.sock", "tcp://10.0.0.2:2376"})
    void has_one_of_two_forms(String uri) {
        assertThat(EngineConnection.of(" " + uri + " ", null, "--docker-host").uri())
                .hasToString(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "docker", "unix://", "tcp://host", "http://host:1", "tcp://a b:1"})
    void is_refused_in_any_other(String uri) {
        assertThatThrownBy(() -> EngineConnection.of(uri, null, "--docker-host"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("--docker-host")
                .hasMessageContaining("no address of an engine");
    }

    @Test
    void by_ssh_is_refused_with_the_way_round_it() {
        assertThatThrownBy(() -> EngineConnection.of("ssh://me@build.example.com", null, "--docker-host"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("speaks no ssh")
                .hasMessageContaining("ssh -N -L /tmp/engine.sock:/var/run/docker.sock me@build.example.com")
                .hasMessageContaining("unix:///tmp/engine.sock");
    }

    @Test
    void names_the_certificate_that_is_missing() throws Exception {
        Files.writeString(folder.resolve("ca.pem"), "x");

        assertThatThrownBy(() -> EngineConnection.withCertificates("tcp://h:1", folder, "--docker-host"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cert.pem");
    }

    @Test
    void never_shows_its_key() {
        Tls tls = new Tls("the ca", "the certificate", "the key");

        assertThat(EngineConnection.of("tcp://h:1", tls, "x").toString()).doesNotContain("the key");
        assertThatThrownBy(() -> Engine.connect(EngineConnection.of("tcp://h:1", tls, "x")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("PEM")
                .hasMessageNotContaining("the key");
    }

    @Test
    void that_leads_nowhere_is_told_when_it_is_used_and_may_work_later() {
        try (Engine engine =
                Engine.connect(EngineConnection.of("unix://" + folder.resolve("none.sock"), null, "--docker-host"))) {
            assertThatThrownBy(engine::version).isInstanceOfSatisfying(TargetException.class, e -> assertThat(e.kind())
                    .isEqualTo(TargetException.Kind.TRANSIENT));
        }
    }
}
