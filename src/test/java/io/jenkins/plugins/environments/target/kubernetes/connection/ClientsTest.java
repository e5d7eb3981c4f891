package io.jenkins.plugins.environments.target.kubernetes.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A client")
class ClientsTest {

    private static final Answer VERSION = new Answer(200, "{\"gitVersion\":\"v1.34.4\"}");

    private static ClusterAccess access(String url, @CheckForNull String ca, Authentication authentication) {
        return new KubernetesConnection.Server(url, ca, authentication, false).resolve();
    }

    private static String ask(ClusterAccess access) {
        try (KubernetesClient client = Clients.connect(access)) {
            return client.raw("/version", "GET", null);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "rsa-cert.pem,   rsa-pkcs1-key.pem",
        "rsa-cert.pem,   rsa-pkcs8-key.pem",
        "ec-cert.pem,    ec-sec1-key.pem",
        "ec-cert.pem,    ec-with-parameters-key.pem",
        "ec384-cert.pem, ec384-sec1-key.pem"
    })
    void shows_its_certificate_to_a_server_that_it_trusts(String certificate, String key) {
        try (TlsApi api = new TlsApi()) {
            assertThat(ask(access(
                            api.url(),
                            TestFiles.read("ca.pem"),
                            new Authentication.Certificate(TestFiles.read(certificate), TestFiles.read(key)))))
                    .contains("v1.34.4");
        }
    }

    @Test
    void does_not_talk_to_a_server_whose_certificate_it_does_not_trust() {
        try (TlsApi api = new TlsApi()) {
            ClusterAccess access = access(api.url(), null, new Authentication.Token("hunter2"));

            assertThatThrownBy(() -> ask(access))
                    .isInstanceOf(KubernetesClientException.class)
                    .hasRootCauseInstanceOf(GeneralSecurityException.class);
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void does_not_talk_to_a_server_whose_certificate_names_another() {
        try (TlsApi api = new TlsApi()) {
            ClusterAccess access = access(
                    api.url().replace("127.0.0.1", "localhost"),
                    TestFiles.read("ca.pem"),
                    new Authentication.Certificate(TestFiles.read("ec-cert.pem"), TestFiles.read("ec-pkcs8-key.pem")));

            assertThatThrownBy(() -> ask(access)).hasRootCauseInstanceOf(SSLException.class);
            assertThat(api.requests()).isEmpty();
        }
    }

    @Test
    void checks_nothing_only_where_that_is_asked_for() {
        try (TlsApi api = new TlsApi()) {
            ClusterAccess access = new ClusterAccess(
                    api.url(),
                    null,
                    true,
                    null,
                    new Authentication.Certificate(TestFiles.read("rsa-cert.pem"), TestFiles.read("rsa-pkcs1-key.pem")),
                    new Authentication.Anonymous());

            assertThat(ask(access)).contains("v1.34.4");
        }
    }

    @Test
    void refuses_a_certificate_and_a_key_that_are_none() {
        assertThatThrownBy(() ->
                        Clients.connect(access("https://a.example", "no certificate", new Authentication.Anonymous())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the CA certificate is no certificate");
    }

    @Test
    void says_who_it_is_with_a_token_or_a_password_or_not_at_all() {
        try (FakeApi api = new FakeApi(VERSION)) {
            ask(access(api.url(), null, new Authentication.Token("one\n")));
            ask(access(api.url(), null, new Authentication.Password("u", "p")));
            ask(access(api.url(), null, new Authentication.Anonymous()));

            assertThat(api.authorizations()).containsExactly("Bearer one", "Basic dTpw", "");
        }
    }

    @Test
    void reads_a_token_that_rotates_again(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "one");
        try (FakeApi api = new FakeApi(VERSION);
                KubernetesClient client =
                        Clients.connect(access(api.url(), null, new Authentication.TokenFile(file)))) {
            client.raw("/version", "GET", null);
            Files.writeString(file, "two");
            client.raw("/version", "GET", null);

            assertThat(api.authorizations()).containsExactly("Bearer one", "Bearer two");
        }
    }

    @Test
    void does_not_look_for_other_credentials_when_its_own_are_refused() {
        try (FakeApi api = new FakeApi(Answer.error(401, "Unauthorized", "Unauthorized"))) {
            ClusterAccess access = access(api.url(), null, new Authentication.Token("one"));

            assertThatThrownBy(() -> ask(access)).isInstanceOf(KubernetesClientException.class);
            assertThat(api.authorizations()).containsOnly("Bearer one").hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void is_configured_alike_in_every_version_of_the_library() {
        try (KubernetesClient client =
                Clients.connect(access("https://a.example:6443", null, new Authentication.Token("hunter2")))) {
            assertThat(client.getConfiguration().getMasterUrl()).startsWith("https://a.example:6443");
            assertThat(client.getConfiguration().getOauthToken()).isNull();
            assertThat(client.getConfiguration().isTrustCerts()).isFalse();
            assertThat(client.getConfiguration().getUsername()).isNull();
        }
    }

    /** An API server that asks for a certificate of our CA. */
    private static final class TlsApi extends FakeApi {

        TlsApi() {
            super(VERSION, server());
        }

        @Override
        public String url() {
            return "https://127.0.0.1:" + port();
        }

        private static HttpsServer server() {
            try {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(
                        Tls.keys(new Authentication.Certificate(
                                TestFiles.read("server-cert.pem"), TestFiles.read("server-key.pem"))),
                        Tls.trust(TestFiles.read("ca.pem")),
                        null);
                HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
                server.setHttpsConfigurator(new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters needed = context.getDefaultSSLParameters();
                        needed.setNeedClientAuth(true);
                        parameters.setSSLParameters(needed);
                    }
                });
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
