package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the terminal, the lifecycle and the Kubernetes target, against the embedded API. */
@DisplayName("Promoted from the terminal")
class PromotionTerminalTest {

    private static final String STAGES =
            """
            unclassified:
              environments:
                targets:
                  - kubernetes: { id: "cluster" }
                stages:
                  - { name: "staging", target: "cluster", development: true, changeOverride: true }
                  - { name: "qa", target: "cluster", changeOverride: true, variables: { LEVEL: "warn" } }
                  - { name: "prod", target: "cluster", lifetime: STANDING, changeOverride: true, soak: "1h" }
            """;

    @TempDir
    Path folder;

    private EmbeddedTerminal terminal;

    @BeforeEach
    void deploy() throws IOException {
        terminal = new EmbeddedTerminal(folder);
        terminal.file("config.yaml", STAGES);
        terminal.file(
                "compose.yaml",
                """
                services:
                  web:
                    image: test.local/web:1
                    environment:
                      LEVEL: ${LEVEL:-info}
                      DB_PASSWORD: ${DB_PASSWORD}
                      API_TOKEN: ${API_TOKEN}
                """);
        terminal.file(".env", "DB_PASSWORD=staging-horse\nAPI_TOKEN=shared-battery\n");
        assertThat(run("deploy", "--file", terminal.path("compose.yaml").toString()))
                .as(terminal::log)
                .isZero();
    }

    @AfterEach
    void close() {
        terminal.close();
    }

    private int run(String command, String... more) {
        List<String> all = new ArrayList<>(List.of(
                command,
                "--project",
                "shop",
                "--change",
                "42",
                "--config",
                terminal.path("config.yaml").toString()));
        all.addAll(List.of(more));
        return terminal.run(all.toArray(String[]::new));
    }

    private int destroy(String id, String... more) {
        List<String> all = new ArrayList<>(
                List.of("destroy", id, "--config", terminal.path("config.yaml").toString()));
        all.addAll(List.of(more));
        return terminal.run(all.toArray(String[]::new));
    }

    private Map<String, String> secretsIn(String stage) {
        Map<String, String> decoded = new TreeMap<>();
        terminal.client()
                .secrets()
                .inNamespace("env-shop-" + stage + "-pr-42")
                .list()
                .getItems()
                .forEach(secret -> secret.getData()
                        .forEach((key, value) -> decoded.put(
                                key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))));
        return decoded;
    }

    @Test
    void it_runs_with_the_stages_own_secret_and_the_sources_where_the_stage_has_none() {
        Path file = terminal.file("qa-password", "qa-donkey\n");

        assertThat(run("promote", "--to", "qa", "--secret", "DB_PASSWORD=file:" + file))
                .as(terminal::log)
                .isZero();

        assertThat(secretsIn("qa")).isEqualTo(Map.of("DB_PASSWORD", "qa-donkey", "API_TOKEN", "shared-battery"));
        assertThat(terminal.client()
                        .configMaps()
                        .inNamespace("env-shop-qa-pr-42")
                        .list()
                        .getItems())
                .anySatisfy(map -> assertThat(map.getData()).containsEntry("LEVEL", "warn"));
        assertThat(terminal.output() + terminal.log() + terminal.kept())
                .doesNotContain("qa-donkey", "staging-horse", "shared-battery");
    }

    @Test
    void it_runs_with_the_sources_secrets_when_no_other_are_given() {
        assertThat(run("promote", "--to", "qa")).as(terminal::log).isZero();

        assertThat(secretsIn("qa")).isEqualTo(Map.of("DB_PASSWORD", "staging-horse", "API_TOKEN", "shared-battery"));
    }

    @Test
    void a_secret_may_come_from_a_variable_of_the_shell() {
        Map.Entry<String, String> any = System.getenv().entrySet().stream()
                .filter(each -> each.getValue().length() > 3)
                .findFirst()
                .orElseThrow();

        assertThat(run("promote", "--to", "qa", "--secret", "DB_PASSWORD=env:" + any.getKey()))
                .as(terminal::log)
                .isZero();

        assertThat(secretsIn("qa")).containsEntry("DB_PASSWORD", any.getValue());
    }

    @Test
    void a_secret_is_taken_by_a_deploy_too() {
        Path file = terminal.file("password", "other-horse");

        assertThat(run(
                        "deploy",
                        "--file",
                        terminal.path("compose.yaml").toString(),
                        "--secret",
                        "DB_PASSWORD=file:" + file))
                .as(terminal::log)
                .isZero();

        assertThat(secretsIn("staging")).containsEntry("API_TOKEN", "shared-battery");
        assertThat(terminal.client()
                        .secrets()
                        .inNamespace("env-shop-staging-pr-42")
                        .list()
                        .getItems())
                .anySatisfy(secret -> assertThat(new String(
                                Base64.getDecoder().decode(secret.getData().get("DB_PASSWORD")),
                                StandardCharsets.UTF_8))
                        .isEqualTo("other-horse"));
    }

    @Test
    void a_secret_on_the_command_line_is_refused_and_not_repeated() {
        assertThat(run("promote", "--to", "qa", "--secret", "DB_PASSWORD=qa-donkey"))
                .isEqualTo(2);
        assertThat(terminal.log())
                .contains(
                        "the value of DB_PASSWORD would stand on the command line, which others see",
                        "write DB_PASSWORD=env:VARIABLE or DB_PASSWORD=file:PATH")
                .doesNotContain("qa-donkey");
        assertThat(run("promote", "--to", "qa", "--secret", "qa-donkey")).isEqualTo(2);
        assertThat(terminal.log()).contains("begins with no variable's name").doesNotContain("qa-donkey");
    }

    @Test
    void a_secret_that_is_not_there_is_named_with_its_place() {
        assertThat(run("promote", "--to", "qa", "--secret", "DB_PASSWORD=env:NOBODY_SETS_THIS"))
                .isEqualTo(2);
        assertThat(terminal.log()).contains("env:NOBODY_SETS_THIS of DB_PASSWORD is not there");
        assertThat(run("promote", "--to", "qa", "--secret", "DB_PASSWORD=file:/none/here"))
                .isEqualTo(2);
        assertThat(terminal.log()).contains("file:/none/here of DB_PASSWORD is not there");
    }

    @Test
    void it_is_refused_with_the_reason_when_it_may_not_go_there() {
        assertThat(run("promote", "--to", "prod")).isEqualTo(3);
        assertThat(terminal.log()).contains("from staging to prod would skip qa; promote to qa first");
        assertThat(run("promote", "--to", "qa")).as(terminal::log).isZero();
        assertThat(run("promote", "--stage", "qa", "--to", "prod")).isEqualTo(3);
        assertThat(terminal.log()).contains("stage prod asks for").contains("promote it in ");
        assertThat(run("promote", "--stage", "qa", "--to", "staging")).isEqualTo(3);
        assertThat(terminal.log()).contains("so this would go backwards; promote from qa to prod");
    }

    @Test
    void a_standing_environment_goes_only_when_its_id_is_said_once_more() throws IOException {
        terminal.file("config.yaml", STAGES.replace(", soak: \"1h\"", ""));
        assertThat(run("promote", "--to", "qa")).as(terminal::log).isZero();
        assertThat(run("promote", "--stage", "qa", "--to", "prod"))
                .as(terminal::log)
                .isZero();

        assertThat(destroy("shop-prod")).isEqualTo(3);
        assertThat(terminal.log())
                .contains("shop-prod is the standing environment of stage prod", "--confirm shop-prod");
        assertThat(destroy("shop-prod", "--confirm", "shop-qa")).isEqualTo(3);
        assertThat(terminal.client().namespaces().withName("env-shop-prod").get())
                .isNotNull();
        assertThat(destroy("shop-prod", "--confirm", "shop-prod"))
                .as(terminal::log)
                .isZero();
        assertThat(terminal.client().namespaces().withName("env-shop-prod").get())
                .isNull();
    }
}
