package io.jenkins.plugins.environments.target.kubernetes.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A private key")
class PrivateKeysTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "rsa-pkcs1-key.pem,          rsa-cert.pem,     SHA256withRSA",
        "rsa-pkcs8-key.pem,          rsa-cert.pem,     SHA256withRSA",
        "ec-sec1-key.pem,            ec-cert.pem,      SHA256withECDSA",
        "ec-with-parameters-key.pem, ec-cert.pem,      SHA256withECDSA",
        "ec-pkcs8-key.pem,           ec-cert.pem,      SHA256withECDSA",
        "ec384-sec1-key.pem,         ec384-cert.pem,   SHA256withECDSA",
        "ec521-sec1-key.pem,         ec521-cert.pem,   SHA256withECDSA",
        "ed25519-pkcs8-key.pem,      ed25519-cert.pem, Ed25519"
    })
    void of_every_form_is_the_one_of_its_certificate(String key, String certificate, String algorithm)
            throws GeneralSecurityException {
        PrivateKey read = PrivateKeys.parse(TestFiles.read(key));

        assertThat(fits(read, publicKey(certificate), algorithm)).isTrue();
    }

    @Test
    void is_found_behind_a_certificate_in_the_same_file() {
        String both = TestFiles.read("ec-cert.pem") + "some text\n" + TestFiles.read("ec-sec1-key.pem");

        assertThat(PrivateKeys.parse(both).getAlgorithm()).isEqualTo("EC");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"rsa-encrypted-key.pem", "ec-encrypted-key.pem"})
    void that_is_encrypted_is_refused_with_how_to_decrypt_it(String key) {
        assertThatThrownBy(() -> PrivateKeys.parse(TestFiles.read(key)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("encrypted")
                .hasMessageContaining("openssl pkey");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing like PEM                                                        | no private key
                    -----BEGIN CERTIFICATE-----\\nQQ==\\n-----END CERTIFICATE-----           | no private key
                    -----BEGIN PRIVATE KEY-----\\nQQ==\\n-----END PRIVATE KEY-----           | damaged or of an unknown kind
                    -----BEGIN RSA PRIVATE KEY-----\\nQQ==\\n-----END RSA PRIVATE KEY-----   | damaged or of an unknown kind
                    -----BEGIN EC PRIVATE KEY-----\\nMAMCAQE=\\n-----END EC PRIVATE KEY----- | names no curve
                    """)
    void that_is_none_is_refused_without_showing_it(String text, String message) {
        assertThatThrownBy(() -> PrivateKeys.parse(text.replace("\\n", "\n")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("QQ==");
    }

    private static boolean fits(PrivateKey key, PublicKey other, String algorithm) throws GeneralSecurityException {
        byte[] text = "a text".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(other);
        signature.update(text);
        return signature.verify(signed);
    }

    private static PublicKey publicKey(String certificate) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(TestFiles.read(certificate).getBytes(StandardCharsets.US_ASCII)))
                .getPublicKey();
    }
}
