package io.jenkins.plugins.environments.target.kubernetes.connection;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Private keys in the forms that clusters hand out: PKCS#8, PKCS#1 (RSA) and SEC 1 (EC). Java itself reads PKCS#8 alone,
 * so the other two get its envelope (RFC 5958) around them: {@code SEQUENCE { 0, algorithm, OCTET STRING { key } }}.
 */
final class PrivateKeys {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int CURVE = 0xA0;
    private static final byte[] VERSION = {0x02, 0x01, 0x00};
    /** rsaEncryption (1.2.840.113549.1.1.1) with its NULL. */
    private static final byte[] RSA = {
        0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01, 0x05, 0x00
    };
    /** id-ecPublicKey (1.2.840.10045.2.1); the curve's name follows. */
    private static final byte[] EC = {0x06, 0x07, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};

    private PrivateKeys() {}

    /** The first private key of a PEM text. */
    static PrivateKey parse(String text) {
        for (Pem block : blocks(text)) {
            switch (block.type()) {
                case "PRIVATE KEY":
                    return read(block.content());
                case "RSA PRIVATE KEY":
                    return read(envelope(RSA, block.content()));
                case "EC PRIVATE KEY":
                    return read(envelope(concat(EC, curve(block.content())), block.content()));
                case "ENCRYPTED PRIVATE KEY", "ENCRYPTED RSA PRIVATE KEY", "ENCRYPTED EC PRIVATE KEY":
                    throw problem("the client key is encrypted", "give it without a passphrase: openssl pkey -in KEY");
                default:
                    // "EC PARAMETERS" or certificates before the key.
            }
        }
        throw problem("the client key is no private key", "give it as PEM, with its BEGIN and END lines");
    }

    private static List<Pem> blocks(String text) {
        try {
            return Pem.parse(text);
        } catch (IllegalArgumentException e) {
            throw problem("the client key is no PEM", "copy it whole, with its BEGIN and END lines");
        }
    }

    private static PrivateKey read(byte[] pkcs8) {
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // Of another algorithm: the next one.
            }
        }
        throw problem("the client key is damaged or of an unknown kind", "use an RSA key or an EC key of a NIST curve");
    }

    /** The name of the curve in {@code SEQUENCE { 1, OCTET STRING, [0] { curve }, … }} (RFC 5915), as it is encoded. */
    private static byte[] curve(byte[] sec1) {
        try {
            ByteBuffer inner = element(ByteBuffer.wrap(sec1), SEQUENCE);
            element(inner, 0x02);
            element(inner, OCTET_STRING);
            ByteBuffer curve = element(inner, CURVE);
            byte[] name = new byte[curve.remaining()];
            curve.get(name);
            return name;
        } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
            throw problem("the client key is an EC key that names no curve", "use a key of a NIST curve");
        }
    }

    /** The content of the next element, which must have this tag. */
    private static ByteBuffer element(ByteBuffer from, int tag) {
        if ((from.get() & 0xFF) != tag) {
            throw new IllegalArgumentException("another tag");
        }
        int length = from.get() & 0xFF;
        if (length > 0x80) {
            int bytes = length & 0x7F;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | from.get() & 0xFF;
            }
        }
        ByteBuffer content = from.slice().limit(length);
        from.position(from.position() + length);
        return content;
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return encoded(SEQUENCE, concat(VERSION, encoded(SEQUENCE, algorithm), encoded(OCTET_STRING, key)));
    }

    private static byte[] encoded(int tag, byte[] content) {
        int length = content.length;
        // As short as it can be: Java refuses any other.
        byte[] head;
        if (length < 0x80) {
            head = new byte[] {(byte) tag, (byte) length};
        } else if (length < 0x100) {
            head = new byte[] {(byte) tag, (byte) 0x81, (byte) length};
        } else {
            head = new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        }
        return concat(head, content);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static InvalidInputException problem(String what, String remedy) {
        return new InvalidInputException(new Problem(null, what, remedy));
    }
}
