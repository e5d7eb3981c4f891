package io.jenkins.plugins.environments.jenkins.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.jenkins.plugins.environments.jenkins.TestWorld;
import io.jenkins.plugins.environments.jenkins.config.EnvironmentsConfiguration;
import io.jenkins.plugins.environments.jenkins.config.KubernetesTargetSettings;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/**
 * On the cluster that {@code KUBECONFIG} names, behind the edge at {@code EDGE} where that is not {@code 10.125.0.80}; the
 * images are the seed's, or stand-ins for them.
 */
@Tag("cluster")
@DisplayName("docs/examples/three-branches, word for word, on a real cluster")
class ThreeBranchesClusterTest extends ThreeBranchesOnTarget {

    private static final Path KUBECONFIG =
            Path.of(Objects.requireNonNullElse(System.getenv("KUBECONFIG"), "KUBECONFIG names no cluster"));

    private final String prefix = "way-" + UUID.randomUUID().toString().substring(0, 6) + "-";
    private final KubernetesClient client = Clients.connect(
            KubernetesConnection.Kubeconfig.file(KUBECONFIG, null).resolve());

    @AfterEach
    void disconnect() {
        client.close();
    }

    @Override
    void configureTarget(String id) throws Exception {
        TestWorld.secretFile("kubeconfig", Files.readString(KUBECONFIG));
        KubernetesTargetSettings target = new KubernetesTargetSettings(id);
        target.setCredentialsId("kubeconfig");
        target.setNamespacePrefix(prefix);
        EnvironmentsConfiguration.get().setTargets(List.of(target));
    }

    @Override
    URI edge() {
        return URI.create("http://" + System.getenv().getOrDefault("EDGE", "10.125.0.80") + ":80");
    }

    @Override
    String inDatabase(String command) throws Exception {
        String pod = client.pods().inNamespace(prefix + "giveway-prod").list().getItems().stream()
                .map(each -> each.getMetadata().getName())
                .filter(name -> name.startsWith("postgres"))
                .findFirst()
                .orElseThrow();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ExecWatch exec = client.pods()
                .inNamespace(prefix + "giveway-prod")
                .withName(pod)
                .writingOutput(printed)
                .exec("sh", "-c", command)) {
            assertThat(exec.exitCode().get(1, TimeUnit.MINUTES)).isZero();
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Override
    List<String> environmentsThere() {
        return client.namespaces().list().getItems().stream()
                .map(namespace -> namespace.getMetadata().getName())
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .sorted()
                .toList();
    }
}
