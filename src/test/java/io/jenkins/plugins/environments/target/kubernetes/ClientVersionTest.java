package io.jenkins.plugins.environments.target.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Version;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tests run on two clients; this one says on which, and that it is the one that was meant. */
class ClientVersionTest {
    @Test
    @DisplayName("the tests run on the Kubernetes client that the build names")
    void runsOnTheClientThatTheBuildNames() {
        String version = Version.clientVersion();
        System.out.println("Tests run on Kubernetes client " + version);

        assertThat(version).isEqualTo(System.getProperty("kubernetes-client.version", version));
    }
}
