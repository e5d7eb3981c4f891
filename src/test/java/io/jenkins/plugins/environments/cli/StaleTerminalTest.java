package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The terminal, of what is stale")
class StaleTerminalTest {

    @TempDir
    Path folder;

    private EmbeddedKubernetes kubernetes;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() throws IOException {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
        Files.writeString(folder.resolve("kubeconfig"), kubernetes.kubeconfig());
        Files.writeString(folder.resolve("compose.yaml"), "services: { web: { image: test.local/web:1 } }\n");
    }

    @AfterEach
    void stop() {
        kubernetes.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--home",
                folder.resolve("home").toString(),
                "--kubeconfig",
                folder.resolve("kubeconfig").toString()));
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private void deploy(int... numbers) {
        for (int number : numbers) {
            String file = folder.resolve("compose.yaml").toString();
            assertThat(run("deploy", "--project", "shop", "--change", String.valueOf(number), "--file", file))
                    .as(err::toString)
                    .isZero();
        }
    }

    private String open(String... lines) throws IOException {
        return Files.writeString(folder.resolve("open.txt"), String.join("\n", lines))
                .toString();
    }

    @Test
    void says_of_each_environment_why_it_goes_or_stays_and_does_that() throws IOException {
        deploy(41, 42);
        String open = open("#42", "main", "");

        assertThat(run("destroy-stale", "--project", "shop", "--open", open, "--dry-run"))
                .as(err::toString)
                .isZero();
        assertThat(out.toString())
                .containsPattern("shop-staging-pr-41 +would go +pull request #41 was closed or merged, as it is not in")
                .containsPattern("shop-staging-pr-42 +keep +pull request #42 is open");
        assertThat(run("destroy-stale", "--project", "shop", "--open", open, "-o", "json"))
                .as(err::toString)
                .isZero();
        JsonNode told = new ObjectMapper().readTree(out.toString());
        assertThat(told.at("/0/action").asText()).isEqualTo("DESTROYING");
        assertThat(told.at("/0/rule").asText()).isEqualTo("closed");
        assertThat(err.toString()).contains("shop-staging-pr-41: gone");

        assertThat(run("list")).isZero();
        assertThat(out.toString())
                .contains("EXPIRES", "shop-staging-pr-42", "never")
                .doesNotContain("pr-41");
        assertThat(run("list", "-o", "json")).isZero();
        JsonNode listed = new ObjectMapper().readTree(out.toString()).path(0);
        assertThat(listed.path("stale").asBoolean()).isFalse();
        assertThat(listed.path("because").asText()).isEqualTo("nothing is known of pull request #42");
    }

    @Test
    void takes_a_list_of_what_is_open_for_one_project_only() throws IOException {
        assertThat(run("destroy-stale", "--open", open("42"))).isEqualTo(Errors.INVALID);
        assertThat(err.toString()).contains("say whose it is with --project");
        assertThat(run("destroy-stale", "--project", "shop", "--open", "no-such-file"))
                .isEqualTo(Errors.INVALID);
        assertThat(err.toString()).contains("the list of open changes can't be read");
    }

    @Test
    void stops_and_asks_when_the_list_of_what_is_open_is_empty() throws IOException {
        deploy(1, 2, 3, 4, 5, 6);
        String open = open();

        assertThat(run("destroy-stale", "--project", "shop", "--open", open)).isEqualTo(Errors.REFUSED);
        assertThat(err.toString()).contains("6 of the 6 environments of stage staging would go at once");
        assertThat(run("destroy-stale", "--project", "shop", "--open", open, "--most-are-meant"))
                .as(err::toString)
                .isZero();
        assertThat(kubernetes.objects()).isZero();
    }

    @Test
    void finds_what_has_lost_its_record_and_takes_it_up_again() throws IOException {
        deploy(42);
        Path records = folder.resolve("home/environments/shop-staging-pr-42");
        try (Stream<Path> all = Files.walk(records)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }

        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("no environments");
        assertThat(run("orphans")).isZero();
        assertThat(out.toString()).containsPattern("shop-staging-pr-42 +kubernetes +shop +staging +pr-42 +\\d");
        assertThat(run("orphans", "--adopt", "shop-staging-pr-42"))
                .as(err::toString)
                .isZero();
        assertThat(run("orphans")).isZero();
        assertThat(out.toString()).contains("everything has its record");
        assertThat(run("orphans", "--adopt", "shop-staging-pr-42")).isEqualTo(Errors.REFUSED);
        assertThat(run("destroy", "shop-staging-pr-42")).as(err::toString).isZero();
        assertThat(kubernetes.objects()).isZero();
    }

    @Test
    void names_what_a_removal_sticks_at_and_takes_that_off_when_told_twice() throws IOException {
        deploy(41, 42);
        KubernetesConnection connection =
                new KubernetesConnection.Kubeconfig("embedded", kubernetes.kubeconfig(), null, null, false);
        try (KubernetesClient client = Clients.connect(connection.resolve())) {
            client.resource(new ConfigMapBuilder()
                            .withNewMetadata()
                            .withNamespace("env-shop-staging-pr-41")
                            .withName("stubborn")
                            .withFinalizers("example.com/holds-it")
                            .endMetadata()
                            .build())
                    .create();
        }

        assertThat(run("destroy-stale", "--project", "shop", "--open", open("42"), "--timeout", "1s"))
                .isEqualTo(Errors.FAILED);
        assertThat(err.toString()).contains("shop-staging-pr-41: stuck", "Namespace env-shop-staging-pr-41");
        assertThat(run("destroy", "shop-staging-pr-41", "--force", "yes")).isEqualTo(Errors.REFUSED);
        assertThat(err.toString()).contains("confirm it with the environment's id");
        assertThat(run("destroy", "shop-staging-pr-42", "--force", "shop-staging-pr-42"))
                .as("it is not stuck")
                .isEqualTo(Errors.REFUSED);
        assertThat(run("destroy", "shop-staging-pr-41", "--force", "shop-staging-pr-41"))
                .as(err::toString)
                .isZero();
        assertThat(run("list")).isZero();
        assertThat(out.toString()).contains("pr-42").doesNotContain("pr-41");
    }

    @Test
    void tells_which_change_came_in_with_a_merge() throws IOException, InterruptedException {
        deploy(41, 42);
        Path clone = Files.createDirectory(folder.resolve("clone"));
        for (List<String> command : List.of(
                List.of("init", "--quiet"),
                List.of("commit", "--quiet", "--allow-empty", "--message", "Merge pull request #42 from o/cart"))) {
            List<String> git = new ArrayList<>(List.of(
                    "git", "-C", clone.toString(), "-c", "user.name=Alice", "-c", "user.email=alice@example.com"));
            git.addAll(command);
            assertThat(new ProcessBuilder(git).start().waitFor()).isZero();
        }
        String repository = clone.toString();

        assertThat(run("change", "--project", "shop", "--stage", "staging", "--repository", repository))
                .as(err::toString)
                .isZero();
        assertThat(out.toString().strip()).isEqualTo("pr-42");
        assertThat(run("change", "--project", "other", "--stage", "staging", "--repository", repository))
                .isEqualTo(Errors.REFUSED);
        assertThat(err.toString()).contains("its message names #42, which does not run in the stage before");
        assertThat(run(
                        "change",
                        "--project",
                        "shop",
                        "--stage",
                        "staging",
                        "--repository",
                        folder.resolve("nowhere").toString()))
                .isEqualTo(Errors.INVALID);
    }
}
