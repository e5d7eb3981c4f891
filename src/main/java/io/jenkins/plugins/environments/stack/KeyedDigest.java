package io.jenkins.plugins.environments.stack;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A digest of sensitive texts (HMAC-SHA256, RFC 2104): equal digests mean equal texts, and without the key nobody can
 * try out guesses. One key for as long as digests are compared: the owner's instance keeps it.
 */
public final class KeyedDigest {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param key at least one byte; 32 random bytes are right */
    public KeyedDigest(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** The digest of the text's UTF-8 bytes: 64 hexadecimal digits. */
    public String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of the bytes: 64 hexadecimal digits. */
    public String of(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "KeyedDigest";
    }
}
