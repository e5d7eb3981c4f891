package io.jenkins.plugins.environments.target.kubernetes.connection;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blocks of PEM (RFC 7468). @param type e.g. {@code EC PRIVATE KEY} */
record Pem(String type, byte[] content) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)\\s*-----END \\1-----", Pattern.DOTALL);

    /** All blocks of a text, in order; what is between them is left out. */
    static List<Pem> parse(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            // Old OpenSSL writes "Proc-Type: 4,ENCRYPTED" before the base64 of an encrypted key.
            boolean encrypted = matcher.group(2).contains(":");
            blocks.add(
                    encrypted
                            ? new Pem("ENCRYPTED " + matcher.group(1), new byte[0])
                            : new Pem(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
        }
        return blocks;
    }

    @Override
    public byte[] content() {
        return content.clone();
    }

    @Override
    public String toString() {
        return "PEM " + type;
    }
}
