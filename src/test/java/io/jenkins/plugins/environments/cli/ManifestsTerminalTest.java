package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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
    private KubernetesClient client;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build();
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
        client.close();
        kubernetes.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--manifests", "k8s/*.yaml", "--project-directory", folder.toString()));
        return ofChange(all.toArray(String[]::new));
    }

    private int ofChange(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--project", "shop", "--stage", "staging", "--change", "42"));
        return at(all.toArray(String[]::new));
    }

    private int at(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
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

    @Test
    void are_printed_as_they_were_read_beside_the_services_and_without_secrets() throws IOException {
        assertThat(run("config", "--output", "json")).as(err::toString).isZero();
        JsonNode alone = new ObjectMapper().readTree(out.toString());
        assertThat(alone.at("/name").asText()).isEqualTo(folder.getFileName().toString());
        assertThat(alone.at("/x-manifests")).hasSize(3);
        assertThat(alone.at("/x-manifests/0/stringData/password").asText()).isEqualTo("<sensitive>");
        assertThat(alone.at("/x-manifests/1/spec/template/spec/containers/0/image")
                        .asText())
                .isEqualTo("test.local/web:1");
        assertThat(alone.has("services")).isFalse();
        out.getBuffer().setLength(0);

        Path compose = Files.writeString(
                folder.resolve("compose.yaml"), "{name: shop, services: {db: {image: test.local/db:1}}}");
        assertThat(run("config", "--file", compose.toString(), "--output", "json"))
                .as(err::toString)
                .isZero();
        JsonNode beside = new ObjectMapper().readTree(out.toString());
        assertThat(beside.at("/services/db/image").asText()).isEqualTo("test.local/db:1");
        assertThat(beside.at("/x-manifests/2/kind").asText()).isEqualTo("Service");
        assertThat(out + err.toString()).doesNotContain("correct-horse", "Y29ycmVjdC1ob3Jz");
    }

    @Test
    void that_are_wrong_are_not_printed_but_refused_with_their_place() throws IOException {
        Files.writeString(folder.resolve("k8s/widget.yaml"), "{apiVersion: example.com/v1, metadata: {name: w}}");

        assertThat(run("config")).isEqualTo(2);
        assertThat(err.toString()).contains("k8s/widget.yaml:1:1: ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void are_rolled_back_and_promoted_with_their_secrets_and_links() throws IOException {
        assertThat(run("deploy")).as(err::toString).isZero();
        Path file = folder.resolve("k8s/web.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("web:1", "web:2").replace("correct-horse", "wrong-donkey")
                        + "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: later}, data: {a: b}}\n");
        assertThat(run("deploy")).as(err::toString).isZero();
        assertThat(image("staging")).endsWith("web:2");
        assertThat(password("staging")).isEqualTo("wrong-donkey-battery");

        assertThat(at("rollback", "shop-staging-pr-42", "--reason", "it is slow"))
                .as(err::toString)
                .isZero();
        assertThat(image("staging")).startsWith("test.local/web").doesNotContain("web:2");
        assertThat(password("staging")).as("kept with its release").isEqualTo("correct-horse-battery");
        assertThat(client.configMaps()
                        .inNamespace("env-shop-staging-pr-42")
                        .withName("later")
                        .get())
                .as("what only the later release had is pruned")
                .isNull();
        String ran = image("staging");

        assertThat(at("release-hold", "shop-staging-pr-42")).as(err::toString).isZero();
        assertThat(ofChange("promote", "--to", "qa")).as(err::toString).isZero();
        assertThat(image("qa")).isEqualTo(ran);
        assertThat(password("qa")).isEqualTo("correct-horse-battery");
        assertThat(out.toString()).contains("http://web-pr-42.qa.localhost");
        assertThat(client.namespaces().withName("env-shop-staging-pr-42").get()).isNull();
        assertThat(out + err.toString()).doesNotContain("correct-horse", "wrong-donkey");
    }

    private String image(String stage) {
        return client.apps()
                .deployments()
                .inNamespace("env-shop-" + stage + "-pr-42")
                .withName("web")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    private String password(String stage) {
        return new String(
                Base64.getDecoder()
                        .decode(client.secrets()
                                .inNamespace("env-shop-" + stage + "-pr-42")
                                .withName("login")
                                .get()
                                .getData()
                                .get("password")),
                StandardCharsets.UTF_8);
    }
}
