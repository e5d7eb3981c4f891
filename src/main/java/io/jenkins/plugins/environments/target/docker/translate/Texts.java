package io.jenkins.plugins.environments.target.docker.translate;

import io.jenkins.plugins.environments.model.stack.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes values as Compose reads them: a dollar sign doubled, a sensitive value as a variable. */
final class Texts {

    private static final int DIGITS = 20;

    private final Map<String, String> variables = new TreeMap<>();
    private int sensitive;

    /** Variable to the key of its value, of all that were written. */
    Map<String, String> variables() {
        return variables;
    }

    /** How many sensitive values were written so far. */
    int sensitive() {
        return sensitive;
    }

    String of(Value value) {
        if (value instanceof Value.Sensitive secret) {
            // Named by the digest of its text: another text, another name, and so another digest of the service.
            String name = "SENSITIVE_" + digest(secret.digest());
            variables.put(name, secret.key());
            sensitive++;
            return "${" + name + "}";
        }
        return plain(((Value.Plain) value).text());
    }

    List<String> of(List<Value> values) {
        return values.stream().map(this::of).toList();
    }

    static String plain(String text) {
        return text.replace("$", "$$");
    }

    /** As Go prints it, in whole milliseconds or seconds. */
    static String of(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    /** A short digest: the first {@value #DIGITS} digits of SHA-256. */
    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
