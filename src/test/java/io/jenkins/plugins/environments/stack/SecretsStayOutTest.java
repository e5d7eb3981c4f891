package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.SourceFile;
import io.jenkins.plugins.environments.model.stack.Value;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A sensitive text")
class SecretsStayOutTest {

    private static final String SECRET = "hunter2-s3cret";

    @TempDir
    Path folder;

    private String everything(StackReading reading) {
        return reading.stack() + "\n" + reading.warnings() + "\n" + reading.secrets() + "\n" + reading.sources();
    }

    @Test
    void goes_to_the_secrets_under_the_key_that_the_stack_names_wherever_it_went_in() {
        Project project = Project.of(
                        folder,
                        """
                        services:
                          db:
                            image: x
                            environment:
                              DB_PASSWORD: ${DB_PASSWORD}
                              OPTIONS: --pw ${DB_PASSWORD}
                              PLAIN: text
                            command: [run, "--pw", "${DB_PASSWORD}", "a ${DB_PASSWORD} b"]
                            entrypoint: sh -c "x --password=literal-hunter2"
                            labels: {note: "${DB_PASSWORD}"}
                            healthcheck: {test: [CMD, check, "${DB_PASSWORD}"]}
                            build: {context: ., args: {ARG: "${DB_PASSWORD}"}}
                            configs: [c]
                            secrets: [s]
                        configs: {c: {content: "key is ${DB_PASSWORD}"}}
                        secrets: {s: {environment: DB_PASSWORD}}
                        """)
                .file(".env", "DB_PASSWORD=" + SECRET + "\n");

        StackReading reading = project.read();

        assertThat(reading.secrets().keys())
                .containsExactlyInAnyOrder(
                        "db/DB_PASSWORD",
                        "db/OPTIONS",
                        "db/command.2",
                        "db/command.3",
                        "db/entrypoint.2",
                        "db/labels.note",
                        "db/healthcheck.test.1",
                        "db/build.args.ARG",
                        "config/c",
                        "secret/s");
        assertThat(reading.secrets().text("db/command.3")).contains("a " + SECRET + " b");
        assertThat(reading.secrets().text("config/c")).contains("key is " + SECRET);
        assertThat(everything(reading)).doesNotContain("hunter2");
        assertThat(project.config().toString()).doesNotContain("hunter2").contains("<sensitive>");
        assertThat(reading.stack().service("db").environment().get("PLAIN")).isInstanceOf(Value.Plain.class);
    }

    @Test
    void has_the_same_digest_wherever_it_stands_and_another_one_when_it_changes() {
        StackReading reading = Project.of(
                        folder, "services: {a: {image: x, environment: {A_TOKEN: one, B_TOKEN: one, C_TOKEN: two}}}")
                .read();

        String a = digest(reading, "A_TOKEN");
        assertThat(digest(reading, "B_TOKEN")).isEqualTo(a).hasSize(64);
        assertThat(digest(reading, "C_TOKEN")).isNotEqualTo(a);
    }

    private static String digest(StackReading reading, String name) {
        return ((Value.Sensitive) reading.stack().service("a").environment().get(name)).digest();
    }

    @Test
    void is_what_a_credential_gives_whatever_its_name() {
        StackReading reading = Project.of(folder, "services: {a: {image: x, environment: {COLOUR: '$COLOUR', NAME: }}}")
                .secret("COLOUR", SECRET)
                .secret("NAME", SECRET)
                .read();

        assertThat(reading.secrets().keys()).containsExactlyInAnyOrder("a/COLOUR", "a/NAME");
        assertThat(everything(reading)).doesNotContain(SECRET);
    }

    @Test
    void is_what_x_environment_declares_to_be_sensitive_also_as_a_variable_elsewhere() {
        StackReading reading = Project.of(
                        folder,
                        "services:\n  a: {image: x, environment: {SIGNING: '$SIGNING'}, x-environment: {sensitive: [SIGNING]}}\n"
                                + "  b: {image: x, command: ['$SIGNING']}\n")
                .file(".env", "SIGNING=" + SECRET)
                .read();

        assertThat(reading.secrets().keys()).containsExactlyInAnyOrder("a/SIGNING", "b/command.0");
        assertThat(everything(reading)).doesNotContain(SECRET);
    }

    @Test
    void is_the_default_of_a_sensitive_variable_too() {
        StackReading reading = Project.of(
                        folder, "services: {a: {image: x, command: ['${DB_PASSWORD:-" + SECRET + "}']}}")
                .read();

        assertThat(reading.secrets().text("a/command.0")).contains(SECRET);
        assertThat(everything(reading)).doesNotContain(SECRET);
    }

    @Test
    void is_a_bound_file_with_a_key_in_it_or_an_env_file() {
        StackReading reading = Project.of(folder, "services: {a: {image: x, volumes: ['./conf:/conf']}}")
                .file("conf/server.pem", "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n")
                .file("conf/app.env", "A=hunter2\n")
                .file("conf/readme.txt", "hello")
                .read();

        assertThat(reading.secrets().keys())
                .containsExactlyInAnyOrder("a/volumes/conf/server.pem", "a/volumes/conf/app.env");
        assertThat(everything(reading)).doesNotContain("hunter2").contains("hello");
    }

    @Test
    void that_goes_where_it_cannot_be_kept_is_an_error_with_both_places() {
        Project project = Project.of(
                        folder,
                        "services:\n  a:\n    image: x:${API_TOKEN}\n    hostname: ${API_TOKEN}\n    ports: ['${API_TOKEN}:80']\n"
                                + "    expose: ['${API_TOKEN}']\n    volumes: ['${API_TOKEN}:/d']\n    user: ${URL}\n")
                .file(".env", "API_TOKEN=8080\nURL=http://u:hunter2@h\n");

        String token = " where everybody can read it (the value is from API_TOKEN at .env:1:11); use a variable that is"
                + " not sensitive there";
        assertThat(project.errors())
                .containsExactly(
                        "compose.yaml:3:12: the sensitive API_TOKEN goes into \"image\"," + token,
                        "compose.yaml:4:15: the sensitive API_TOKEN goes into \"hostname\"," + token,
                        "compose.yaml:5:13: the sensitive API_TOKEN goes into a place" + token,
                        "compose.yaml:6:14: the sensitive API_TOKEN goes into \"expose\"," + token,
                        "compose.yaml:7:15: the sensitive API_TOKEN goes into a place" + token,
                        "compose.yaml:8:11: the sensitive URL goes into \"user\", where everybody can read it (the value"
                                + " is from URL at .env:2:5); use a variable that is not sensitive there")
                .allSatisfy(line -> assertThat(line).doesNotContain("hunter2", "8080"));
    }

    @Test
    void is_cut_out_of_the_files_also_where_nobody_reads_it() {
        StackReading reading = Project.of(
                        folder,
                        """
                        # the old one: DB_PASSWORD=hunter2-commented
                        x-note: {password: hunter2-extension}
                        services:
                          a:
                            image: x
                            environment:
                              - API_TOKEN=hunter2-item
                              - "B_TOKEN=hunter2-quoted"
                              - URL=http://user:hunter2@host/
                            command: redis-server --requirepass hunter2
                            logging: {driver: x, options: {api-key: hunter2-unread}}
                          off:
                            profiles: [never]
                            image: x
                            environment:
                              SECRET_KEY: |
                                hunter2-block
                                hunter2-more
                              OTHER: "é𝒳 stays"
                        secrets:
                          s: {content: hunter2-content}
                        """)
                .file(".env", "# OLD_TOKEN=hunter2\nNEW_TOKEN='hunter2' # note\nPLAIN=stays\n")
                .read();

        String texts = reading.sources().stream().map(SourceFile::text).collect(Collectors.joining());
        assertThat(texts)
                .doesNotContain("hunter2")
                .contains(
                        "API_TOKEN=<sensitive>",
                        "\"B_TOKEN=<sensitive>\"",
                        "PLAIN=stays",
                        "\"é𝒳 stays\"",
                        "NEW_TOKEN=<sensitive> # note");
    }

    @Test
    void in_a_message_is_not_quoted() {
        Project project = Project.of(
                        folder,
                        "services: {a: {image: x, ports: ['$API_TOKEN'], mem_limit: '$API_TOKEN', healthcheck: {test: a,"
                                + " interval: '$API_TOKEN'}}}")
                .file(".env", "API_TOKEN=hunter2\n");

        assertThat(project.errors()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .doesNotContain("hunter2"));
    }

    @Test
    void with_a_dollar_sign_in_it_is_not_told_as_the_name_of_a_variable() {
        Project project = Project.of(folder, "services: {a: {image: x, environment: ['A_TOKEN=x$hunter2']}}")
                .file(".env", "B_PASSWORD=x$hunter2\n");

        assertThat(project.warnings()).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("names a variable that is not set")
                .doesNotContain("hunter2"));
    }

    @Test
    void in_the_place_of_a_name_is_masked() {
        Project project = Project.of(
                        folder,
                        "services: {a: {image: x, depends_on: ['$API_TOKEN'], networks: ['$API_TOKEN'], environment:"
                                + " ['$API_TOKEN=1'], extends: '$API_TOKEN', secrets: ['$API_TOKEN']}}")
                .file(".env", "API_TOKEN=hunter2\n");

        assertThat(project.errors()).isNotEmpty().allSatisfy(line -> assertThat(line)
                .doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @EnumSource(SeedStacks.class)
    void of_a_seed_stack_is_nowhere_but_in_the_secrets(SeedStacks seed) {
        StackReading reading = seed.read();

        assertThat(everything(reading)).doesNotContain("test-only", "demo-only");
        assertThat(seed.config().toString()).doesNotContain("test-only", "demo-only");
        assertThat(reading.secrets().keys()).isNotEmpty();
    }
}
