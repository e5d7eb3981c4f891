package io.jenkins.plugins.environments.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns any name into a DNS label (RFC 1123: lower-case letters, digits, dashes; a letter or digit at both ends). */
public final class DnsLabel {

    private static final int HASH = 8;
    private static final Pattern OTHERS = Pattern.compile("[^a-z0-9-]+");
    private static final Pattern OUTER_DASHES = Pattern.compile("^-+|-+$");

    private DnsLabel() {}

    /** The label for a name; see {@link #of(String, String, int)}. */
    public static String of(String name, int maxLength) {
        return of(name, name, maxLength);
    }

    /**
     * A label for a name. It ends in a hash when the name is too long or loses more than its case, so that two names
     * never become the same label.
     *
     * @param name the name as people know it
     * @param identity what the hash is made of; the name, or more than it
     * @param maxLength the most characters of the result, at least 16
     */
    public static String of(String name, String identity, int maxLength) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.length() <= maxLength && isLabel(lower)) {
            return lower;
        }
        String label = strip(OTHERS.matcher(lower).replaceAll("-"));
        if (label.equals(lower) && label.length() <= maxLength) {
            return label;
        }
        String head = strip(label.substring(0, Math.min(label.length(), maxLength - HASH - 1)));
        return (head.isEmpty() ? "x" : head) + "-" + hash(identity);
    }

    private static String strip(String text) {
        return OUTER_DASHES.matcher(text).replaceAll("");
    }

    /** Nearly every name is one: so this is by hand. */
    private static boolean isLabel(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inner = c == '-' && i > 0 && i < text.length() - 1;
            if (!inner && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
