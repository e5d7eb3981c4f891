package io.jenkins.plugins.environments.stack;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as Compose writes them. */
final class Quantities {

    private static final Pattern DURATION =
            Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{0,9})?|\\.[0-9]{1,9})(ns|us|µs|μs|ms|s|m|h|d|w)");
    private static final Pattern DURATIONS = Pattern.compile("(?:" + DURATION.pattern() + "){1,10}");
    private static final Map<String, Long> NANOS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L,
            "w", 604_800_000_000_000L);
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?) ?([kKmMgGtTpP]?)[iI]?[bB]?");

    /** Of a number that fits into 63 bits in any unit. */
    private static final int MOST_DIGITS = 4;

    private Quantities() {}

    /** With how many digits the text begins, up to a number: nearly all quantities are a few of them and a unit. */
    private static int digits(String text, int most) {
        int digits = 0;
        while (digits < Math.min(most, text.length()) && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits;
    }

    /** {@code 1h30m}, {@code 1.5s}, {@code 0}; empty when it is no duration or longer than 292 years. */
    static Optional<Duration> duration(String text) {
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        int digits = digits(text, MOST_DIGITS);
        Long unit = digits == 0 ? null : NANOS.get(text.substring(digits));
        if (unit != null) {
            return Optional.of(Duration.ofNanos(Integer.parseInt(text, 0, digits, 10) * unit));
        }
        if (!DURATIONS.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = DURATION.matcher(text);
        while (part.find()) {
            nanos = nanos.add(new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
        }
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    /** {@code 512m}, {@code 1.5gb}, {@code 1024}, in steps of 1,024; empty when it is no size or above 2^63. */
    static Optional<Long> bytes(String text) {
        int digits = digits(text, MOST_DIGITS);
        int unit = digits > 0 && digits == text.length() - 1 ? "kmgKMG".indexOf(text.charAt(digits)) : -1;
        if (unit >= 0) {
            return Optional.of((long) Integer.parseInt(text, 0, digits, 10) << 10 * (unit % 3 + 1));
        }
        Matcher match = BYTES.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        int power =
                match.group(2).isEmpty() ? 0 : "kmgtp".indexOf(match.group(2).toLowerCase(java.util.Locale.ROOT)) + 1;
        BigDecimal bytes = new BigDecimal(match.group(1))
                .multiply(BigDecimal.valueOf(1024).pow(power))
                .setScale(0, RoundingMode.DOWN);
        return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(bytes.longValue());
    }

    /** As Go prints durations, and so Compose: {@code 1m30s}, {@code 1.5s}, {@code 250ms}. */
    static String print(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < 1_000_000_000L) {
            return nanos % 1_000_000L == 0 || nanos > 1_000_000L
                    ? decimal(nanos, 6) + "ms"
                    : nanos > 1_000L ? decimal(nanos, 3) + "µs" : nanos + "ns";
        }
        long seconds = nanos / 1_000_000_000L;
        String rest = decimal(nanos - (seconds - seconds % 60) * 1_000_000_000L, 9) + "s";
        String minutes = seconds >= 60 ? seconds / 60 % 60 + "m" : "";
        return (seconds >= 3600 ? seconds / 3600 + "h" : "") + minutes + rest;
    }

    private static String decimal(long nanos, int scale) {
        BigDecimal number = BigDecimal.valueOf(nanos, scale).stripTrailingZeros();
        return number.toPlainString();
    }
}
