package io.jenkins.plugins.environments.target.kubernetes.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A client certificate as credentials")
class ClientCertificateTest {

    private static Authentication.Certificate certificate(String certificate, String key) {
        return new Authentication.Certificate(TestFiles.read(certificate), TestFiles.read(key));
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "rsa-cert.pem,     rsa-pkcs1-key.pem,          RSA",
        "rsa-cert.pem,     rsa-pkcs8-key.pem,          RSA",
        "ec-cert.pem,      ec-sec1-key.pem,            EC",
        "ec-cert.pem,      ec-with-parameters-key.pem, EC",
        "ec384-cert.pem,   ec384-sec1-key.pem,         EC",
        "ec521-cert.pem,   ec521-sec1-key.pem,         EC",
        "ed25519-cert.pem, ed25519-pkcs8-key.pem,      EdDSA"
    })
    void is_offered_with_its_key(String certificate, String key, String algorithm) {
        KeyManager[] managers = Tls.keys(certificate(certificate, key));

        assertThat(Arrays.stream(managers).map(X509KeyManager.class::cast))
                .singleElement()
                .satisfies(manager -> {
                    assertThat(manager.getPrivateKey("client").getAlgorithm()).isEqualTo(algorithm);
                    assertThat(manager.getCertificateChain("client")).hasSize(1);
                });
    }

    @Test
    void brings_those_of_the_authorities_between_along() {
        String chain = TestFiles.read("rsa-cert.pem") + "\nsome text in between\n" + TestFiles.read("ca.pem");

        KeyManager[] managers = Tls.keys(new Authentication.Certificate(chain, TestFiles.read("rsa-pkcs8-key.pem")));

        assertThat(((X509KeyManager) managers[0]).getCertificateChain("client")).hasSize(2);
    }

    @Test
    void that_is_not_given_is_none() {
        assertThat(Tls.keys(null)).isNull();
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "rsa-other-cert.pem, rsa-pkcs8-key.pem",
        "rsa-cert.pem,       ec-pkcs8-key.pem",
        "ec-cert.pem,        rsa-pkcs8-key.pem",
        "ec-cert.pem,        ec384-sec1-key.pem"
    })
    void is_refused_with_the_key_of_another(String certificate, String key) {
        assertThatThrownBy(() -> Tls.keys(certificate(certificate, key)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the client certificate and its key do not fit; give those made together");
    }

    @Test
    void is_refused_when_it_is_none_without_repeating_it() {
        Authentication.Certificate none =
                new Authentication.Certificate("hunter2", TestFiles.read("rsa-pkcs8-key.pem"));

        assertThatThrownBy(() -> Tls.keys(none))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the client certificate is no certificate")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void is_no_header_and_prints_nothing_of_itself() {
        Authentication.Certificate certificate = certificate("rsa-cert.pem", "rsa-pkcs8-key.pem");

        assertThat(certificate.header()).isNull();
        assertThat(certificate).hasToString("client certificate");
    }
}
