package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a plain scalar as Compose sees it: the core schema of YAML 1.2 with the octal and underscore forms of
 * YAML 1.1 numbers (as go-yaml v3, which Compose reads with); {@code yes} and {@code on} are texts.
 */
final class Scalars {

    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
    private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final int LONGEST = 64;
    /** Of the words that are no texts. */
    private static final int LONGEST_WORD = 5;

    private Scalars() {}

    /** The scalar with its kind, and with numbers and booleans as Compose prints them. */
    static Tree.Text plain(String literal, Position position, Tree.Span span) {
        if (literal.length() <= LONGEST_WORD) {
            if (NULLS.contains(literal)) {
                return text("", Tree.Kind.NULL, literal, position, span);
            }
            if (TRUE.contains(literal) || FALSE.contains(literal)) {
                return text(String.valueOf(TRUE.contains(literal)), Tree.Kind.BOOLEAN, literal, position, span);
            }
        }
        char first = literal.charAt(0);
        if (literal.length() <= LONGEST && (Character.isDigit(first) || "+-.".indexOf(first) >= 0)) {
            String digits = literal.replace("_", "");
            Matcher integer = INTEGER.matcher(digits);
            if (integer.matches()) {
                BigInteger number = integer(integer);
                return isLarge(number)
                        ? text(plain(number.doubleValue()), Tree.Kind.FLOAT, literal, position, span)
                        : text(number.toString(), Tree.Kind.INTEGER, literal, position, span);
            }
            if (INFINITE.matcher(literal).matches()) {
                String word = literal.startsWith(".n") || literal.startsWith(".N")
                        ? "NaN"
                        : literal.startsWith("-") ? "-Inf" : "+Inf";
                return text(word, Tree.Kind.FLOAT, literal, position, span);
            }
            String time = Timestamps.print(literal);
            if (time != null) {
                return text(time, Tree.Kind.TIME, literal, position, span);
            }
            if (FLOAT.matcher(digits).matches()) {
                BigDecimal number = new BigDecimal(digits).stripTrailingZeros();
                return text(number.toPlainString(), Tree.Kind.FLOAT, literal, position, span);
            }
        }
        return text(literal, Tree.Kind.STRING, literal, position, span);
    }

    /** Whether it fits into no integer of 64 bits. */
    private static boolean isLarge(BigInteger number) {
        return number.signum() < 0 ? number.bitLength() > 63 : number.bitLength() > 64;
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).toPlainString();
    }

    private static BigInteger integer(Matcher match) {
        int radix = match.group(2) != null ? 16 : match.group(3) != null ? 2 : match.group(4) != null ? 8 : 10;
        String digits = match.group(radix == 16 ? 2 : radix == 2 ? 3 : radix == 8 ? 4 : 5);
        BigInteger number = new BigInteger(digits, radix);
        return "-".equals(match.group(1)) ? number.negate() : number;
    }

    /** The text of a scalar where a text is wanted, as Go writes numbers: {@code 1e+21}. */
    static String text(Tree.Text scalar) {
        if (scalar.kind() != Tree.Kind.FLOAT
                || !Character.isDigit(scalar.text().charAt(scalar.text().length() - 1))) {
            return scalar.text();
        }
        BigDecimal number = new BigDecimal(scalar.text()).stripTrailingZeros();
        int exponent = number.precision() - number.scale() - 1;
        if (number.signum() == 0 || exponent >= -4 && exponent < 21) {
            return scalar.text();
        }
        String digits = number.unscaledValue().abs().toString();
        String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
        return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    private static Tree.Text text(String text, Tree.Kind kind, String literal, Position position, Tree.Span span) {
        return new Tree.Text(text, kind, literal, List.of(), position, span);
    }
}
