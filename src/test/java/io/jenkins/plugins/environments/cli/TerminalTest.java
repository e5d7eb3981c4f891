package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The terminal")
class TerminalTest {

    private static final String SHOP =
            """
            services:
              db:
                image: test.local/db:1
                environment:
                  POSTGRES_PASSWORD: ${DB_PASSWORD}
                volumes: ["data:/var/lib/data"]
              web:
                image: test.local/web:1
                depends_on: [db]
                ports: ["8080:8080"]
            volumes:
              data:
            """;

    @TempDir
    Path folder;

    private EmbeddedKubernetes kubernetes;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
        Files.writeString(folder.resolve("compose.yaml"), SHOP);
        Files.writeString(folder.resolve(".env"), "DB_PASSWORD=correct-horse-battery\n");
    }

    @AfterEach
    void stop() {
        kubernetes.close();
    }

    @Test
    void deploys_shows_and_destroys() throws IOException {
        assertThat(deploy("--change", "42")).as(err::toString).isZero();
        assertThat(out.toString()).contains("shop-staging-pr-42", "ready", "http://web-pr-42.staging.localhost");

        assertThat(run("list", "--output", "json")).isZero();
        JsonNode listed = new ObjectMapper().readTree(out.toString());
        assertThat(listed.at("/0/id").asText()).isEqualTo("shop-staging-pr-42");
        assertThat(listed.at("/0/state").asText()).isEqualTo("READY");
        assertThat(listed.at("/0/links/web").asText()).isEqualTo("http://web-pr-42.staging.localhost");

        assertThat(run("links", "shop-staging-pr-42")).isZero();
        assertThat(out.toString()).contains("http://web-pr-42.staging.localhost");

        assertThat(run("destroy", "shop-staging-pr-42")).as(err::toString).isZero();
        assertThat(kubernetes.objects()).isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("no environments");
    }

    @Test
    void promotes_holds_and_refuses_what_is_held() {
        deploy("--change", "42");
        assertThat(run("promote", "--project", "shop", "--change", "42", "--to", "qa"))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).contains("shop-qa-pr-42", "http://web-pr-42.qa.localhost");
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("shop-qa-pr-42").doesNotContain("shop-staging-pr-42");

        assertThat(run("rollback", "shop-qa-pr-42", "--reason", "bad")).isEqualTo(3);
        assertThat(err.toString()).contains("has no other release before the one that runs");
        assertThat(run("hold", "shop-qa-pr-42", "--reason", "it is shown")).isZero();
        deploy("--change", "42");
        assertThat(run("promote", "--project", "shop", "--change", "42", "--to", "qa"))
                .isEqualTo(3);
        assertThat(err.toString()).contains("is held by terminal", "it is shown");
        assertThat(run("release-hold", "shop-qa-pr-42")).isZero();
        assertThat(run("promote", "--project", "shop", "--change", "42", "--to", "qa"))
                .as(err::toString)
                .isZero();
        assertThat(run("rollback", "shop-qa-pr-42", "--release", "1", "--reason", "bad"))
                .as(err::toString)
                .isZero();
        assertThat(run("pin", "shop-qa-pr-42")).isZero();
        assertThat(out.toString()).contains("shop-qa-pr-42 is pinned");
        assertThat(run("extend", "shop-qa-pr-42", "--by", "2d")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing to extend");
    }

    @Test
    void explains_links_without_an_environment() throws IOException {
        String file = folder.resolve("compose.yaml").toString();

        assertThat(run("links", "--explain", "--file", file, "--change", "42"))
                .as(err::toString)
                .isZero();
        assertThat(out.toString())
                .containsPattern("db +- +it publishes no port")
                .containsPattern("web +http://web-pr-42.staging.localhost +port 8080 is known for HTTP");

        assertThat(run("links", "--explain", "--file", file, "--change", "42", "--output", "json"))
                .isZero();
        JsonNode explained = new ObjectMapper().readTree(out.toString());
        assertThat(explained.at("/0/url").isNull()).isTrue();
        assertThat(explained.at("/1/service").asText()).isEqualTo("web");
        assertThat(explained.at("/1/why").asText()).isEqualTo("port 8080 is known for HTTP");
    }

    @Test
    void a_second_deploy_of_the_same_finds_nothing_to_do() {
        deploy("--change", "42");
        assertThat(deploy("--change", "42")).isZero();

        assertThat(err.toString()).contains("unchanged").doesNotContain("created", "changed,", "repaired");
    }

    @Test
    void a_secret_is_in_no_output_and_in_no_file_of_the_home() throws IOException {
        deploy("--change", "42");
        run("render", "--file", folder.resolve("compose.yaml").toString(), "--change", "42");

        assertThat(out.toString() + err).doesNotContain("correct-horse-battery");
        try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain("correct-horse-battery");
            }
        }
    }

    @Test
    void a_failing_deploy_says_why_and_ends_with_status_1() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                SHOP.replace("test.local/web:1", EmbeddedKubernetes.NO_IMAGES + "/web:1"));

        assertThat(deploy("--change", "42", "--timeout", "30s")).isEqualTo(1);
        assertThat(err.toString()).contains("web", "ImagePullBackOff", EmbeddedKubernetes.NO_IMAGES + "/web:1");
    }

    @Test
    void bad_input_names_every_place_and_ends_with_status_2_and_nothing_applied() throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                """
                services:
                  web:
                    imagee: nginx
                    ports: ["eighty:80"]
                """);

        assertThat(deploy("--change", "42")).isEqualTo(2);
        assertThat(err.toString()).contains("compose.yaml:3:5: ", "compose.yaml:4:");
        assertThat(kubernetes.objects()).isZero();
    }

    @Test
    void a_dry_run_changes_nothing() {
        assertThat(deploy("--change", "42", "--dry-run")).as(err::toString).isZero();

        assertThat(out.toString()).contains("shop-staging-pr-42: 2 services can be deployed to kubernetes");
        assertThat(kubernetes.objects()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubernetes", "docker"})
    void render_explains_of_each_variable_whether_it_is_sensitive_and_why(String target) throws IOException {
        Files.writeString(
                folder.resolve("compose.yaml"),
                """
                services:
                  db:
                    image: test.local/db:1
                    environment:
                      POSTGRES_PASSWORD: ${DB_PASSWORD}
                      POSTGRES_DB: shop
                      GREETING: "hello ${DB_PASSWORD}"
                      CODE: given-by-the-stack
                    x-environment: { sensitive: [CODE] }
                """);
        String[] render = {
            "render",
            "--target",
            target,
            "--change",
            "42",
            "--file",
            folder.resolve("compose.yaml").toString()
        };

        assertThat(run(Stream.concat(Stream.of(render), Stream.of("--explain")).toArray(String[]::new)))
                .as(err::toString)
                .isZero();
        assertThat(out.toString().lines().limit(4).map(line -> line.replaceAll("\\(.*?compose", "(compose")))
                .containsExactly(
                        "# db/POSTGRES_PASSWORD (compose.yaml:5:26) is sensitive: its name says so",
                        "# db/POSTGRES_DB (compose.yaml:6:20) is open: neither its name nor its text says that it is a"
                                + " secret",
                        "# db/GREETING (compose.yaml:7:17) is sensitive: the sensitive variable DB_PASSWORD (.env:1:13)"
                                + " goes into it",
                        "# db/CODE (compose.yaml:8:13) is sensitive: the stack declares it sensitive");
        assertThat(out.toString() + err).doesNotContain("correct-horse-battery", "given-by-the-stack");
        String document = out.toString().lines().skip(4).collect(Collectors.joining("\n"));

        assertThat(run(render)).isZero();
        assertThat(out.toString().strip())
                .as("the same without the explanation")
                .isEqualTo(document.strip());
    }

    @Test
    void render_needs_no_cluster_and_shows_no_secret() {
        assertThat(run("render", "--file", folder.resolve("compose.yaml").toString(), "--change", "42"))
                .as(err::toString)
                .isZero();

        assertThat(out.toString())
                .contains("kind: \"Namespace\"", "kind: \"Deployment\"", "kind: \"Ingress\"", "<sensitive>")
                .doesNotContain("correct-horse-battery");
    }

    @Test
    void config_shows_the_resolved_stack() throws IOException {
        assertThat(run("config", "--file", folder.resolve("compose.yaml").toString(), "--output", "json"))
                .as(err::toString)
                .isZero();

        JsonNode config = new ObjectMapper().readTree(out.toString());
        assertThat(config.at("/services/web/image").asText()).isEqualTo("test.local/web:1");
        assertThat(config.at("/services/db/environment/POSTGRES_PASSWORD").asText())
                .isEqualTo("<sensitive>");
    }

    @Test
    void an_environment_can_be_named_by_project_stage_and_change() {
        deploy("--change", "42");

        assertThat(run("links", "--project", "shop", "--stage", "staging", "--change", "42"))
                .as(err::toString)
                .isZero();
        assertThat(out.toString()).contains("http://web-pr-42.staging.localhost");
        assertThat(run("destroy", "--project", "shop", "--stage", "staging", "--change", "42"))
                .as(err::toString)
                .isZero();
        assertThat(kubernetes.objects()).isZero();
    }

    @Test
    void a_change_must_be_named() {
        assertThat(deploy()).isEqualTo(2);
        assertThat(err.toString()).contains("--change: stage \"staging\" has an environment for each change");
    }

    @Test
    void an_unknown_environment_is_bad_input() {
        assertThat(run("destroy", "shop-staging-pr-7")).isEqualTo(2);
        assertThat(err.toString()).contains("shop-staging-pr-7: no environment has this id; see list");
    }

    @Test
    void an_unknown_option_is_bad_usage() {
        assertThat(run("list", "--colour")).isEqualTo(2);
        assertThat(err.toString()).contains("--colour");
    }

    @Test
    void without_a_command_it_says_which_there_are() {
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute())
                .isEqualTo(2);
        assertThat(err.toString()).contains("deploy", "destroy", "demo");
    }

    @Test
    void doctor_says_what_the_target_is_and_what_is_missing() {
        assertThat(run("doctor")).as(err::toString).isZero();
        assertThat(out.toString()).contains("kubernetes", "v1.34.0-embedded");
    }

    @Test
    void doctor_says_when_the_target_cannot_be_reached() {
        kubernetes.close();
        assertThat(run("doctor")).isEqualTo(1);
        assertThat(out.toString() + err).contains("kubernetes");
    }

    private int deploy(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "deploy",
                "--project",
                "shop",
                "--file",
                folder.resolve("compose.yaml").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--home");
        all.add(folder.resolve("home").toString());
        all.add("--kubeconfig");
        all.add(folder.resolve("kubeconfig").toString());
        return command.execute(all.toArray(String[]::new));
    }
}
