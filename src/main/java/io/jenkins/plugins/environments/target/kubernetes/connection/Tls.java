package io.jenkins.plugins.environments.target.kubernetes.connection;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom we trust and who we are on a TLS connection, without any file or store but those in memory. */
final class Tls {

    private Tls() {}

    /** @param caCertificate PEM; null: the system's trust */
    static TrustManager[] trust(@CheckForNull String caCertificate) {
        try {
            KeyStore store = null;
            if (caCertificate != null) {
                store = emptyStore();
                int number = 0;
                for (Certificate certificate : certificates(caCertificate, "the CA certificate")) {
                    store.setCertificateEntry("ca-" + number++, certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java has no trust managers", e);
        }
    }

    /** @param certificate null: none */
    @CheckForNull
    static KeyManager[] keys(@CheckForNull Authentication.Certificate certificate) {
        if (certificate == null) {
            return null;
        }
        try {
            PrivateKey key = PrivateKeys.parse(certificate.key());
            Certificate[] chain = certificates(certificate.certificates(), "the client certificate")
                    .toArray(new Certificate[0]);
            refuseStrangers(key, chain[0]);
            KeyStore store = emptyStore();
            store.setKeyEntry("client", key, new char[0], chain);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new InvalidInputException(
                    new Problem(null, "the client certificate and its key do not fit", "give those made together"));
        }
    }

    /** Java takes any two, and the cluster then ends the connection without a reason. So something is signed and checked. */
    private static void refuseStrangers(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                };
        byte[] something = {1};
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(something);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(something);
        if (!signature.verify(signed)) {
            throw new InvalidKeyException("made for another certificate");
        }
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(String pem, String what)
            throws GeneralSecurityException {
        // Only the blocks: some tools write text before and between them, which Java's parser stops at.
        String blocks = Pem.parse(pem).stream()
                .filter(block -> block.type().equals("CERTIFICATE"))
                .map(block -> "-----BEGIN CERTIFICATE-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(block.content())
                        + "\n-----END CERTIFICATE-----\n")
                .collect(Collectors.joining());
        try {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(blocks.getBytes(StandardCharsets.US_ASCII)));
            if (!found.isEmpty()) {
                return found;
            }
        } catch (java.security.cert.CertificateException e) {
            // Said below.
        }
        throw new InvalidInputException(
                new Problem(null, what + " is no certificate", "give it as PEM, with its BEGIN and END lines"));
    }
}
