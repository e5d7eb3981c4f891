package io.jenkins.plugins.environments.target.kubernetes.translate;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amounts in the canonical form of the Kubernetes API (the largest suffix that leaves an integer; see its package {@code
 * resource}), so that a comparison with what the API gives back finds no difference.
 */
final class Quantities {

    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmgtp]?)i?b?");
    private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi"};
    private static final String[] DECIMAL = {"", "k", "M", "G", "T", "P"};

    private Quantities() {}

    /** Cores, rounded up to whole thousandths, of which the API counts no finer. */
    static Quantity cores(BigDecimal cores) {
        long thousandths =
                cores.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
        return new Quantity(thousandths % 1000 == 0 ? scaled(thousandths / 1000, 1000, DECIMAL) : thousandths + "m");
    }

    static Quantity bytes(long bytes) {
        return new Quantity(bytes % 1024 == 0 ? scaled(bytes, 1024, BINARY) : scaled(bytes, 1000, DECIMAL));
    }

    /** A size as Compose or Kubernetes writes it ({@code 10g}, {@code 512MB}, {@code 1.5Gi}), units of 1024; in bytes. */
    static Optional<Long> size(String text) {
        Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            return Optional.empty();
        }
        int power = " kmgtp".indexOf(size.group(2).isEmpty() ? " " : size.group(2));
        BigDecimal bytes =
                new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
        return bytes.signum() == 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(bytes.setScale(0, RoundingMode.CEILING).longValue());
    }

    private static String scaled(long amount, int base, String[] suffixes) {
        long rest = amount;
        int power = 0;
        while (rest != 0 && rest % base == 0 && power < suffixes.length - 1) {
            rest /= base;
            power++;
        }
        return rest + suffixes[power];
    }
}
