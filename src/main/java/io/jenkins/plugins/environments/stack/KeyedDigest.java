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

    /** Ready for a text, and never given one: each digest is made with a copy. */
    private final Mac ready;

    /** @param key at least one byte; 32 random bytes are right */
    public KeyedDigest(byte[] key) {
        try {
            ready = Mac.getInstance(ALGORITHM);
            ready.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
        }
    }

    /** The digest of the text's UTF-8 bytes: 64 hexadecimal digits. */
    public String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of the bytes: 64 hexadecimal digits. */
    public String of(byte[] content) {
        try {
            return HexFormat.of().formatHex(((Mac) ready.clone()).doFinal(content));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the runtime's own " + ALGORITHM + " can be copied", e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "KeyedDigest";
    }
}
