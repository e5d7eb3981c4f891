package io.jenkins.plugins.environments.model;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write them: {@code 512Mi}, {@code 16Gi}, {@code 2G}, {@code 1048576}. */
public final class ByteSizes {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s*([a-z]*)");
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("b", 1L),
            Map.entry("k", 1000L),
            Map.entry("m", 1000_000L),
            Map.entry("g", 1000_000_000L),
            Map.entry("t", 1000_000_000_000L),
            Map.entry("ki", 1L << 10),
            Map.entry("mi", 1L << 20),
            Map.entry("gi", 1L << 30),
            Map.entry("ti", 1L << 40));

    private ByteSizes() {}

    /**
     * Reads one, with the units of Kubernetes: K, M, G, T are powers of 1000, Ki, Mi, Gi, Ti of 1024.
     *
     * @return bytes
     * @throws InvalidInputException when it has another form, or is too large for a long
     */
    public static long parse(String text, Position position) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches() && UNITS.containsKey(matcher.group(2))) {
            BigDecimal bytes =
                    new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(UNITS.get(matcher.group(2))));
            if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
                return bytes.longValue();
            }
        }
        throw new InvalidInputException(
                new Problem(position, "\"" + text + "\" is no amount of memory", "write it like 512Mi or 16Gi"));
    }
}
