package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** Compares a tree in long form with a shape and reports each difference at its place. */
final class SchemaCheck {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
    private static final Pattern MODE = Pattern.compile("[0-9]{1,6}");

    private final Problems problems;

    SchemaCheck(Problems problems) {
        this.problems = problems;
    }

    /** @param name the key that holds the tree, for messages */
    void check(Tree tree, Shape shape, String name) {
        boolean empty = tree instanceof Tree.Text text && text.isNull();
        if (empty || shape == Shape.Leaf.ANY) {
            return;
        }
        if (shape instanceof Shape.Leaf leaf) {
            leaf(tree, leaf, name);
        } else if (shape instanceof Shape.ListOf list) {
            if (tree instanceof Tree.Items items) {
                items.items().forEach(item -> check(item, list.item(), name));
            } else {
                differs(tree, name, "a list");
            }
        } else if (!(tree instanceof Tree.Table table)) {
            differs(tree, name, "a mapping");
        } else if (shape instanceof Shape.MapOf map) {
            table.entries().forEach((key, value) -> check(value, map.value(), key));
        } else if (shape instanceof Shape.Known known) {
            table.entries().forEach((key, value) -> entry(table.at(key), key, value, known));
        }
    }

    private void entry(Position at, String key, Tree value, Shape.Known known) {
        Shape.Field field = known.fields().get(key);
        if (field == null) {
            if (!key.startsWith("x-") && !known.open()) {
                problems.error(
                        at, unknown(key, known), remedy(key, known.fields().keySet()));
            }
        } else if (field.unread() != null) {
            problems.warn(at, "the key \"" + key + "\" has no effect in an environment", field.unread());
        } else {
            check(value, field.shape(), key);
        }
    }

    private static String unknown(String key, Shape.Known known) {
        return "\"" + key + "\" is no key of " + known.title();
    }

    private static String remedy(String key, Collection<String> known) {
        return nearest(key, known)
                .map(word -> "did you mean \"" + word + "\"?")
                .orElse("take it out, or begin it with x- if it is your own");
    }

    private void leaf(Tree tree, Shape.Leaf leaf, String name) {
        if (!(tree instanceof Tree.Text text)) {
            differs(tree, name, leaf.expected());
            return;
        }
        String value = text.text();
        boolean fits =
                switch (leaf) {
                    case ANY, TEXT -> true;
                    case FLAG -> flag(text) != null;
                    case INTEGER -> INTEGER.matcher(value).matches();
                    case NUMBER -> NUMBER.matcher(value).matches();
                    case DURATION -> Quantities.duration(value).isPresent();
                    case BYTES -> Quantities.bytes(value).isPresent();
                    case MODE -> MODE.matcher(value).matches();
                };
        if (!fits) {
            problems.error(
                    text.position(),
                    "\"" + name + "\" has to be " + leaf.expected() + ", this is " + text.quoted(),
                    "correct the value");
        }
    }

    private void differs(Tree tree, String name, String expected) {
        problems.error(
                tree.position(),
                "\"" + name + "\" has to be " + expected + ", this is " + tree.kindName(),
                "correct the value or its indentation");
    }

    /** The truth of a text as Compose casts it; null when it is none. */
    @CheckForNull
    static Boolean flag(Tree.Text text) {
        return switch (text.text().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "y", "on", "1" -> true;
            case "false", "no", "n", "off", "0" -> false;
            default -> null;
        };
    }

    /** The number of a text that passed the check. */
    static BigDecimal number(Tree.Text text) {
        return new BigDecimal(text.text());
    }

    /** The word that a person may have meant: at most two letters off (one for short words). */
    static Optional<String> nearest(String word, Collection<String> known) {
        int most = word.length() <= 2 ? 0 : word.length() <= 4 ? 1 : 2;
        return known.stream()
                .filter(candidate -> Math.abs(candidate.length() - word.length()) <= most)
                .filter(candidate -> distance(word, candidate) <= most)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Letters to insert, remove, replace or swap with a neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
