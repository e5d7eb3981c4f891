package io.jenkins.plugins.environments.target;

import io.jenkins.plugins.environments.model.stack.SecretValues;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts stars in place of sensitive values in what services wrote: as they are, each line of those that have several, and
 * as base64 and URLs have them.
 */
public final class SecretMask {

    private static final String STARS = "****";

    /** A shorter line of a longer text, e.g. a brace, is no secret. */
    private static final int SHORTEST_LINE = 4;

    private final List<String> secrets;

    private SecretMask(List<String> secrets) {
        this.secrets = secrets;
    }

    public static SecretMask of(SecretValues values) {
        Set<String> all = new HashSet<>();
        values.keys().stream()
                .map(values::text)
                .flatMap(Optional::stream)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(text -> {
                    all.add(text);
                    all.add(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
                    all.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
                    text.lines()
                            .map(String::strip)
                            .filter(line -> line.length() >= SHORTEST_LINE)
                            .forEach(all::add);
                });
        List<String> longestFirst = new ArrayList<>(all);
        longestFirst.sort(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
        return new SecretMask(List.copyOf(longestFirst));
    }

    /** The text with stars. */
    public String apply(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, STARS);
        }
        return masked;
    }

    /** The lines with stars. */
    public List<String> apply(List<String> lines) {
        return lines.stream().map(this::apply).toList();
    }
}
