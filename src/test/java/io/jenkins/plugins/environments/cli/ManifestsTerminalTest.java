package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Ready manifests at a terminal, on the embedded API")
class ManifestsTerminalTest {

    @TempDir
    Path folder;

    private EmbeddedKubernetes kubernetes;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
        Files.createDirectories(folder.resolve("k8s"));
        Files.writeString(
                folder.resolve("k8s/web.yaml"),
                """
                apiVersion: v1
                kind: Secret
                metadata: { name: login }
                stringData: { password: correct-horse-battery }
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: web }
                spec:
                  selector: { matchLabels: { app: web } }
                  template:
                    metadata: { labels: { app: web } }
                    spec:
                      containers:
                        - { name: web, image: "test.local/web:1", envFrom: [{ secretRef: { name: login } }] }
                ---
                apiVersion: v1
                kind: Service
                metadata: { name: web, annotations: { environments.jenkins.io/link: "true" } }
                spec: { selector: { app: web }, ports: [{ port: 80 }] }
                """);
    }

    @AfterEach
    void stop() {
        kubernetes.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--manifests",
                "k8s/*.yaml",
                "--project-directory",
                folder.toString(),
                "--project",
                "shop",
                "--stage",
                "staging",
                "--change",
                "42",
                "--kubeconfig",
                folder.resolve("kubeconfig").toString(),
                "--home",
                folder.resolve("home").toString()));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    @Test
    void are_deployed_with_their_link_and_found_unchanged_and_no_secret_is_in_the_home() throws IOException {
        assertThat(run("deploy")).as(err::toString).isZero();
        assertThat(out.toString()).contains("http://web-pr-42.staging.localhost");

        int objects = kubernetes.objects();
        assertThat(run("deploy")).as(err::toString).isZero();
        assertThat(kubernetes.objects()).isEqualTo(objects);
        assertThat(out + err.toString()).doesNotContain("correct-horse");
        try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("correct-horse", "Y29ycmVjdC1ob3Jz");
            }
        }
    }

    @Test
    void are_rendered_without_a_cluster_and_without_secrets() {
        assertThat(run("render")).as(err::toString).isZero();

        assertThat(out.toString())
                .contains("kind: \"Deployment\"", "kind: \"Ingress\"", "<sensitive>")
                .doesNotContain("correct-horse");
    }

    @Test
    void are_refused_for_a_docker_engine_with_the_place_of_the_first() {
        assertThat(run("render", "--target", "docker")).isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "k8s/web.yaml:1:1: the stage's target is a Docker engine, which knows no Kubernetes manifests (Secret login)");
    }

    @Test
    void of_a_kind_that_the_cluster_does_not_serve_are_refused_before_anything_is_made() throws IOException {
        Files.writeString(
                folder.resolve("k8s/widget.yaml"), "{apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}");

        assertThat(run("deploy")).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "k8s/widget.yaml:1:1: the cluster does not serve Widget of example.com/v1; install what provides it");
        assertThat(kubernetes.objects()).isZero();
    }
}
