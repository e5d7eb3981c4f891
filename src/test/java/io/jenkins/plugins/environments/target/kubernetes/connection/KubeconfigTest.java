package io.jenkins.plugins.environments.target.kubernetes.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection.Kubeconfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A kubeconfig")
class KubeconfigTest {

    private static final String CA = base64("-----BEGIN CERTIFICATE-----\nQ0E=\n-----END CERTIFICATE-----\n");

    @TempDir
    private Path folder;

    private static String config(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                current-context: one
                contexts:
                - name: one
                  context: {cluster: c, user: u}
                - name: two
                  context: {cluster: d, user: u, namespace: elsewhere}
                clusters:
                - name: c
                  cluster: {%s}
                - name: d
                  cluster: {server: "https://d.example:6443"}
                users:
                - name: u
                  user: {%s}
                """
                .formatted(cluster, user);
    }

    private static ClusterAccess read(String text) {
        return new Kubeconfig("the file", text, null, null, false).resolve();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void as_kind_and_k3s_write_it_has_data_for_ca_and_client_certificate() {
        ClusterAccess access = read(config(
                "server: \"https://127.0.0.1:6443\", certificate-authority-data: " + CA,
                "client-certificate-data: " + base64("CERT") + ", client-key-data: " + base64("KEY")));

        assertThat(access.url()).isEqualTo("https://127.0.0.1:6443");
        assertThat(access.caCertificate()).contains("BEGIN CERTIFICATE");
        assertThat(access.certificate()).isEqualTo(new Authentication.Certificate("CERT", "KEY"));
        assertThat(access.insecure()).isFalse();
    }

    @Test
    void as_openshift_writes_it_has_a_token() {
        ClusterAccess access = read(config("server: \"https://api.example:6443\"", "token: sha256~secret"));

        assertThat(access.authentication().header()).isEqualTo("Bearer sha256~secret");
        assertThat(access.caCertificate()).as("the system's trust").isNull();
    }

    @Test
    void with_user_and_password_logs_in_with_them() {
        ClusterAccess access = read(config("server: \"https://a.example\"", "username: u, password: p"));

        assertThat(access.authentication().header()).isEqualTo("Basic " + base64("u:p"));
    }

    @Test
    void without_a_user_is_anonymous() {
        assertThat(read(config("server: \"http://127.0.0.1:8080\"", "")).authentication())
                .isEqualTo(new Authentication.Anonymous());
    }

    @Test
    void names_files_relative_to_itself() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), "CA");
        Files.writeString(folder.resolve("token"), "first\n");
        Path file = folder.resolve("config");
        Files.writeString(
                file,
                config("server: \"https://a.example\", certificate-authority: ca.crt", "tokenFile: token, token: old"));

        ClusterAccess access = Kubeconfig.file(file, null).resolve();

        assertThat(access.caCertificate()).isEqualTo("CA");
        assertThat(access.authentication().header()).isEqualTo("Bearer first");
        Files.writeString(folder.resolve("token"), "second\n");
        assertThat(access.authentication().header()).as("rotated").isEqualTo("Bearer second");
    }

    @Test
    void has_its_data_before_its_files() {
        ClusterAccess access = read(config(
                "server: \"https://a.example\", certificate-authority: missing.crt, certificate-authority-data: " + CA,
                ""));

        assertThat(access.caCertificate()).contains("BEGIN CERTIFICATE");
    }

    @Test
    void is_read_for_the_context_that_is_asked_for() {
        String text = config("server: \"https://c.example\"", "");

        assertThat(new Kubeconfig("f", text, null, "two", false).resolve().url())
                .isEqualTo("https://d.example:6443");
    }

    @Test
    void may_go_through_a_proxy() {
        assertThat(read(config("server: \"https://a.example\", proxy-url: \"http://proxy:3128\"", ""))
                        .proxy())
                .isEqualTo("http://proxy:3128");
    }

    @Test
    void that_checks_no_certificate_is_obeyed_only_where_that_is_allowed() {
        String text = config("server: \"https://a.example\", insecure-skip-tls-verify: true", "");

        assertThatThrownBy(() -> read(text)).hasMessageContaining("certificate-authority-data");
        assertThat(new Kubeconfig("f", text, null, null, true).resolve().insecure())
                .isTrue();
    }

    @ParameterizedTest(name = "{0} | {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    server: "https://a"  | exec: {command: aws, apiVersion: x}        | (exec "aws"), which is never run here; make a service account
                    server: "https://a"  | auth-provider: {name: oidc}                | auth-provider "oidc", which is not supported; make a service account
                    server: "https://a"  | as: admin                                  | acts as somebody else
                    server: "https://a"  | client-certificate-data: QQ==              | client certificate without its key
                    server: "https://a"  | client-key-data: QQ==                      | key without certificate
                    server: "https://a"  | tokenFile: token                           | came from no folder
                    server: "https://a", certificate-authority: ca.crt | token: t     | certificate-authority names the file ca.crt
                    server: "https://a", tls-server-name: b            | token: t     | tls-server-name is not supported
                    server: "ftp://a"    | token: t                                   | no http(s) address
                    server: "https://u:p@a" | token: t                                | no http(s) address
                    token: x             | token: t                                   | address of the Kubernetes API server is missing
                    """)
    void that_can_not_be_used_says_why_and_what_to_do(String cluster, String user, String message) {
        assertThatThrownBy(() -> read(config(cluster, user)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("; ");
    }

    @Test
    void without_such_a_context_names_those_that_it_has() {
        String text = config("server: \"https://a\"", "");

        assertThatThrownBy(() -> new Kubeconfig("f", text, null, "three", false).resolve())
                .hasMessageContaining("no context \"three\"")
                .hasMessageContaining("[one, two]");
    }

    @ParameterizedTest
    @CsvSource({"'{'", "'just text'", "''", "'[1, 2]'"})
    void that_is_none_is_refused_without_quoting_it(String text) {
        assertThatThrownBy(() -> read(text)).hasMessageContaining("this is no kubeconfig");
    }

    @Test
    void never_prints_what_is_secret_in_it() {
        Kubeconfig kubeconfig =
                new Kubeconfig("the file", config("server: \"https://a\"", "token: hunter2"), null, null, false);

        assertThat(kubeconfig.toString()).isEqualTo("kubeconfig the file").doesNotContain("hunter2");
        assertThat(kubeconfig.resolve().toString()).isEqualTo("https://a as token");
        assertThat(new Authentication.Password("u", "hunter2").toString()).doesNotContain("hunter2");
        assertThat(new Authentication.Certificate("c", "hunter2").toString()).doesNotContain("hunter2");
    }

    @Test
    void of_a_pod_is_its_service_account() throws IOException {
        Files.writeString(folder.resolve("ca.crt"), "CA");
        Files.writeString(folder.resolve("token"), "t");

        ClusterAccess access = new KubernetesConnection.InCluster(folder, "fd00::1", "443").resolve();

        assertThat(access.url()).isEqualTo("https://[fd00::1]:443");
        assertThat(access.caCertificate()).isEqualTo("CA");
        assertThat(access.authentication().header()).isEqualTo("Bearer t");
    }

    @Test
    void that_is_not_there_is_named() {
        assertThatThrownBy(() -> Kubeconfig.file(folder.resolve("none"), null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("none can't be read");
    }
}
