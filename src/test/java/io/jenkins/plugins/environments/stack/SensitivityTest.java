package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of variables as the images' documentation has them. */
@DisplayName("What is sensitive")
class SensitivityTest {

    private static final Path TABLE = Path.of("src/test/resources/stacks/variables.txt");

    static List<String> documented() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documented")
    void as_the_documentation_of_images_means_it(String line) {
        assertThat(Sensitivity.ofName(line.substring(2))).isEqualTo(line.startsWith("+"));
    }

    @Test
    void of_many_documented_names_each_group_with_its_pages() throws IOException {
        assertThat(documented()).doesNotHaveDuplicates();
        List<String> groups = List.of(Files.readString(TABLE).split("\n\n"));

        assertThat(groups.subList(1, groups.size()))
                .allSatisfy(group -> assertThat(group).containsPattern("\\A# [^\n]+\n(# https://[^\n ]+\n)+[+-] "));
        assertThat(documented()).hasSizeGreaterThanOrEqualTo(150);
    }

    @Test
    void is_explained_by_the_rule_that_says_so(@TempDir Path folder) {
        Project project = Project.of(
                        folder,
                        """
                        services:
                          a:
                            image: x
                            environment:
                              DB_PASSWORD: hunter2
                              GREETING: "hello ${TEAM_SECRET}"
                              URL: postgres://u:hunter2@db/x
                              LOG: info
                              MINE: hunter2
                            labels: {note: "${GIVEN}"}
                            x-environment: {sensitive: [MINE]}
                        """)
                .file(".env", "TEAM_SECRET=hunter2\n")
                .secret("GIVEN", "hunter2");

        assertThat(SeedStacks.reader().explain(project.request()))
                .extracting(Choice::toString)
                .containsExactly(
                        "a/DB_PASSWORD (compose.yaml:5:20) is sensitive: its name says so",
                        "a/GREETING (compose.yaml:6:17) is sensitive: the sensitive variable TEAM_SECRET (.env:1:13)"
                                + " goes into it",
                        "a/URL (compose.yaml:7:12) is sensitive: its text holds a private key or a URL with a password",
                        "a/LOG (compose.yaml:8:12) is open: neither its name nor its text says that it is a secret",
                        "a/MINE (compose.yaml:9:13) is sensitive: the stack declares it sensitive",
                        "a/labels.note (compose.yaml:10:20) is sensitive: the sensitive variable GIVEN (credential"
                                + " GIVEN) goes into it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POSTGRES_PASSWORD",
                "POSTGRESQL_PASSWORD",
                "POSTGRESQL_POSTGRES_PASSWORD",
                "PGPASSWORD",
                "MYSQL_ROOT_PASSWORD",
                "MARIADB_ROOT_PASSWORD",
                "MONGO_INITDB_ROOT_PASSWORD",
                "REDIS_PASSWORD",
                "REDISCLI_AUTH",
                "RABBITMQ_DEFAULT_PASS",
                "RABBITMQ_ERLANG_COOKIE_SECRET",
                "MINIO_ROOT_PASSWORD",
                "MINIO_SECRET_KEY",
                "MINIO_ACCESS_KEY",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_ACCESS_KEY_ID",
                "AWS_SESSION_TOKEN",
                "ELASTIC_PASSWORD",
                "KIBANA_PASSWORD",
                "xpack.security.encryptionKey",
                "PGADMIN_DEFAULT_PASSWORD",
                "PGBOUNCER_AUTH_PASSWORD",
                "DJANGO_SECRET_KEY",
                "DJANGO_SUPERUSER_PASSWORD",
                "SECRET_KEY",
                "SECRET_KEY_BASE",
                "EMAIL_HOST_PASSWORD",
                "SMTP_PASSWD",
                "SENTRY_DSN",
                "DATABASE_DSN",
                "APIKEY",
                "DD_API_KEY",
                "NEW_RELIC_LICENSE_KEY",
                "STRIPE_API_KEY",
                "COGNITO_CLIENT_SECRET",
                "OAUTH_CLIENT_SECRETS",
                "GITHUB_TOKEN",
                "CKANEXT__XLOADER__API_TOKEN",
                "CKAN___BEAKER__SESSION__SECRET",
                "CKAN___API_TOKEN__JWT__ENCODE__SECRET",
                "CKAN_SYSADMIN_PASSWORD",
                "DATASTORE_READONLY_PASSWORD",
                "JWT_PRIVATE_KEY",
                "SSH_PRIVATE_KEY_PASSPHRASE",
                "PASSWORD_SALT",
                "NODE_AUTH_TOKEN",
                "VAULT_TOKEN",
                "CONSUL_HTTP_TOKEN",
                "KC_DB_PASSWORD",
                "KEYCLOAK_ADMIN_PASSWORD",
                "KEY_STORE_PASSWORD",
                "apiKey",
                "clientSecret",
                "dbPassword1",
                "traefik.http.middlewares.auth.basicauth.password",
                "GOOGLE_APPLICATION_CREDENTIALS_JSON",
                "credentials",
                "HTPASSWD",
                "BASIC_AUTH",
                "ENCRYPTION_KEYS",
                "ES_KEYSTORE_PASS",
            })
    void a_name_that_says_secret(String name) {
        assertThat(Sensitivity.ofName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POSTGRES_USER",
                "POSTGRES_DB",
                "POSTGRES_HOST_AUTH_METHOD",
                "POSTGRES_PASSWORD_FILE",
                "MYSQL_ROOT_PASSWORD_FILE",
                "AWS_WEB_IDENTITY_TOKEN_FILE",
                "MYSQL_ALLOW_EMPTY_PASSWORD",
                "MYSQL_RANDOM_ROOT_PASSWORD",
                "ALLOW_EMPTY_PASSWORD",
                "KEYCLOAK_HOST",
                "KEYSPACE",
                "PRIMARY_KEY_NAME",
                "PRIMARY_KEY",
                "PUBLIC_KEY",
                "STRIPE_PUBLISHABLE_KEY",
                "RECAPTCHA_SITE_KEY",
                "SORT_KEY",
                "CACHE_KEY_PREFIX",
                "SECRET_NAME",
                "TOKEN_TTL",
                "TOKEN_URL",
                "JWT_SECRET_EXPIRATION",
                "ACCESS_TOKEN_LIFETIME",
                "AUTH_PASSWORD_VALIDATORS",
                "PASSWORD_MIN_LENGTH",
                "PASSWORD_RESET_TIMEOUT",
                "ENABLE_PASSWORD_LOGIN",
                "MONKEY",
                "KEYBOARD_LAYOUT",
                "COMPASS_URL",
                "PASSENGER_COUNT",
                "BYPASS_CACHE",
                "TOKENIZER",
                "SECRETARY",
                "AUTHOR",
                "DJANGO_SETTINGS_MODULE",
                "ALLOWED_HOSTS",
                "LOGSTASH_HOST",
                "CKAN_SITE_ID",
                "ES_JAVA_OPTS",
                "TZ",
                "",
            })
    void a_name_that_does_not(String name) {
        assertThat(Sensitivity.ofName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://app:pw@db/app",
                "redis://:pw@redis:6379/0",
                "amqp://guest:guest@mq",
                "jdbc:postgresql://app:pw@db/app",
                "a list: http://x, https://user:pw@example.org/path",
                "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----",
            })
    void a_text_that_holds_one(String text) {
        assertThat(Sensitivity.ofValue(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://app@db/app",
                "http://elasticsearch:9200",
                "postgres://app:$PASSWORD@db/app",
                "mailto:a@b.example",
                "git@github.com:team/shop",
                "http://host:80/path@x",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN PUBLIC KEY-----",
            })
    void a_text_that_does_not(String text) {
        assertThat(Sensitivity.ofValue(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-server --requirepass hunter2",
                "run --password=hunter2",
                "run --db-password hunter2 -v",
                "PGPASSWORD=hunter2 psql",
                "sh -c 'API_KEY=abc ./run'",
                "curl http://user:pw@host/",
            })
    void a_command_with_a_secret_in_it(String line) {
        assertThat(Sensitivity.ofCommandLine(line)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis-server --requirepass $REDIS_PASSWORD",
                "PGPASSWORD=$POSTGRES_PASSWORD psql",
                "run --password-file /run/secrets/x",
                "run --password --verbose",
                "echo the password is not here",
                "pg_isready -U app",
            })
    void a_command_without_one(String line) {
        assertThat(Sensitivity.ofCommandLine(line)).isFalse();
    }

    /** The rule of command lines as a pattern, which is too slow to ask of every text. */
    private static boolean byPattern(String line) {
        Matcher assignment = Pattern.compile("(?<![A-Za-z0-9_.-])(-{0,2})([A-Za-z][A-Za-z0-9_.-]{0,100})(=|\\s+)(?=\\S)"
                        + "(\"?'?)([^\\s\"';&|]+)")
                .matcher(line);
        for (int from = 0; assignment.find(from); from = assignment.end(2)) {
            boolean equals = assignment.group(3).equals("=");
            String value = assignment.group(5);
            boolean another = !equals && value.startsWith("-");
            if ((equals || !assignment.group(1).isEmpty())
                    && !another
                    && !value.startsWith("$")
                    && Sensitivity.ofName(assignment.group(2))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void is_the_same_by_hand_as_by_the_pattern_of_the_rule() {
        String[] pieces = {
            "KEY",
            "--key",
            "-p",
            "---token",
            "a",
            "1KEY",
            "é",
            "=",
            " ",
            "\t",
            "\n",
            "\"",
            "'",
            "$",
            "-",
            ";",
            "&",
            "|",
            "x",
            "KEY=",
            "TOKEN x",
            "PASSWORD='x'",
            "_",
            ".",
            "--secret ",
            "K".repeat(98),
            ":",
            "\u00a0"
        };
        Random random = new Random(42);
        int secrets = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int piece = random.nextInt(8); piece >= 0; piece--) {
                line.append(pieces[random.nextInt(pieces.length)]);
            }
            boolean secret = byPattern(line.toString());
            secrets += secret ? 1 : 0;
            assertThat(Sensitivity.ofCommandLine(line.toString()))
                    .as(line.toString())
                    .isEqualTo(secret);
        }
        assertThat(secrets).isBetween(1_000, 19_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PASSWORD",
                "PASSWORDS",
                "PASSWD",
                "PASS",
                "PWD",
                "PASSPHRASE",
                "PASSCODE",
                "USERPASS",
                "PGPASSWORD",
                "REQUIREPASS",
                "MASTERAUTH",
                "SECRET",
                "SECRETS",
                "SECRETKEY",
                "TOKEN",
                "TOKENS",
                "APITOKEN",
                "AUTHTOKEN",
                "KEY",
                "KEYS",
                "APIKEY",
                "APIKEYS",
                "PRIVATEKEY",
                "ACCESSKEY",
                "AUTHKEY",
                "CREDENTIAL",
                "CREDENTIALS",
                "CREDS",
                "PRIVATE",
                "SALT",
                "PEPPER",
                "DSN",
                "HTPASSWD",
                "BASICAUTH",
                "SIGNATURE",
                "ADMINPASSWORD",
                "ENCRYPTIONKEY",
                "redis_cli_key",
                "REDISCLI_AUTH",
                "NEO4J_AUTH",
                "MY_BASIC_AUTH",
                "ERLANG_COOKIE",
                "dbPassword1"
            })
    void each_word_that_says_so(String name) {
        assertThat(Sensitivity.ofName(name)).isTrue();
    }
}
