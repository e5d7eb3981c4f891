package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints a tree by its shape as Docker Compose prints its model: zero values are left out where a model would not have
 * them, numbers and sizes have one form, {@code $} is doubled, and {@code <sensitive>} stands for what is sensitive.
 */
final class ShapePrinter {

    private final ProjectFiles files;
    private final Values values;

    ShapePrinter(ProjectFiles files, Values values) {
        this.files = files;
        this.values = values;
    }

    /** The fields of a mapping that was compared with its shape. */
    Map<String, Object> known(Tree.Table table, Shape.Known known) {
        Map<String, Object> result = new TreeMap<>();
        known.fields().forEach((key, field) -> {
            Tree value = table.get(key);
            Shape.Printed printed = field.printed();
            if (value == null || value instanceof Tree.Text text && text.isNull() && !prints(field.shape())) {
                if (printed == Shape.Printed.ALWAYS) {
                    result.put(key, missing(field.shape()));
                }
            } else if (printed != Shape.Printed.NEVER) {
                Object print = value(value, field.shape(), key);
                boolean zero = isZero(print, field.shape());
                if (!zero || printed != Shape.Printed.UNLESS_ZERO) {
                    result.put(key, print);
                }
            }
        });
        return result;
    }

    private static boolean prints(Shape shape) {
        return shape instanceof Shape.Leaf leaf && leaf.accepts(Tree.Kind.NULL);
    }

    @CheckForNull
    private Object missing(Shape shape) {
        return shape instanceof Shape.Known known ? known(Tree.emptyTable(Tree.NOWHERE), known) : null;
    }

    private static boolean isZero(@CheckForNull Object value, Shape shape) {
        if (value == null) {
            return true;
        }
        boolean size = shape == Shape.Leaf.BYTES || shape == Shape.Leaf.AMOUNT;
        return value.equals("")
                || size && value.equals("0")
                || shape == Shape.Leaf.DURATION && value.equals("0s")
                || value.equals(false)
                || value instanceof BigInteger number && number.signum() == 0
                || value instanceof BigDecimal decimal && decimal.signum() == 0
                || value instanceof Collection<?> items && items.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty() && shape instanceof Shape.MapOf;
    }

    /** Any value. @param name the key that holds it */
    @CheckForNull
    Object value(Tree tree, Shape shape, String name) {
        if (shape instanceof Shape.OrNothing or) {
            return tree instanceof Tree.Text text && text.isNull() ? null : value(tree, or.shape(), name);
        }
        if (shape instanceof Shape.NumberOr or) {
            return tree instanceof Tree.Table table ? known(table, or.mapping()) : single((Tree.Text) tree);
        }
        if (shape instanceof Shape.ListOrOne list) {
            Tree items = tree instanceof Tree.Items ? tree : new Tree.Items(List.of(tree), tree.position());
            return list((Tree.Items) items, list.item(), name);
        }
        if (tree instanceof Tree.Table table) {
            return shape instanceof Shape.Known known ? known(table, known) : map(table, shape);
        }
        if (tree instanceof Tree.Items items) {
            return list(items, shape instanceof Shape.ListOf list ? list.item() : Shape.Leaf.ANY, name);
        }
        Tree.Text text = (Tree.Text) tree;
        Shape.Leaf leaf = shape instanceof Shape.Leaf single ? single : Shape.Leaf.ANY;
        boolean sensitive = !text.isNull() && values.isSensitive(text, name);
        return sensitive ? Sensitivity.MASK : leaf(text, leaf);
    }

    /** A ulimit for both: nothing is printed of none. */
    private static Object single(Tree.Text text) {
        BigInteger number = new BigInteger(text.text());
        return number.signum() == 0 ? new TreeMap<>() : number;
    }

    private Map<String, Object> map(Tree.Table table, Shape shape) {
        Shape inner = shape instanceof Shape.MapOf map ? map.value() : Shape.Leaf.ANY;
        Map<String, Object> result = new TreeMap<>();
        table.entries().forEach((key, value) -> result.put(escaped(key), value(value, inner, key)));
        return result;
    }

    private List<Object> list(Tree.Items items, Shape shape, String name) {
        List<Object> result = new ArrayList<>();
        List<Tree.Text> words = new ArrayList<>();
        for (Tree item : items.items()) {
            if (item instanceof Tree.Text text && shape instanceof Shape.Leaf leaf) {
                words.add(text);
                boolean sensitive = Values.isSensitiveWord(words, words.size() - 1);
                result.add(sensitive ? Sensitivity.MASK : leaf(text, leaf));
            } else {
                result.add(value(item, shape, name));
            }
        }
        return result;
    }

    @CheckForNull
    private Object leaf(Tree.Text text, Shape.Leaf leaf) {
        String value = text.text();
        return switch (leaf) {
            case FLAG, BOOLEAN -> Boolean.TRUE.equals(SchemaCheck.flag(text));
            case INTEGER -> new BigInteger(value);
            case COUNT -> value.equals("all") ? BigInteger.ONE.negate() : new BigInteger(value);
            case NUMBER -> number(value);
            case BYTES, AMOUNT -> text.kind() == Tree.Kind.INTEGER
                    ? value
                    : String.valueOf(Quantities.bytes(value).orElse(0L));
            case DURATION -> Quantities.duration(value).map(Quantities::print).orElse(value);
            case MODE -> "0" + Integer.toOctalString(mode(text));
            case PLAIN_MODE -> BigInteger.valueOf(mode(text));
            case PATH -> escaped(path(value));
            case CONTEXT -> escaped(Paths.isElsewhere(value) ? value : path(value));
            case TEXT, OPTION, SETTING, SCALAR -> escaped(Scalars.text(text));
            case VARIABLE -> text.isNull() ? null : escaped(Scalars.text(text));
            case ANY -> switch (text.kind()) {
                case BOOLEAN -> Boolean.valueOf(value);
                case INTEGER, FLOAT -> number(value);
                case NULL -> null;
                case STRING, TIME, RESET -> escaped(value);
            };
        };
    }

    private static int mode(Tree.Text text) {
        return Integer.parseInt(text.text(), text.kind() == Tree.Kind.INTEGER ? 10 : 8);
    }

    /** A path of the project as an absolute one; one that is absolute already stays as it is. */
    String path(String path) {
        boolean given = path.isEmpty() || path.startsWith("/") || path.startsWith("~");
        return given ? path : files.absolute(path).toString();
    }

    /** Whole numbers without a point, as in JSON made by Go. */
    private static Object number(String value) {
        try {
            BigDecimal number = new BigDecimal(value).stripTrailingZeros();
            return number.scale() <= 0 ? (Object) number.toBigInteger() : (Object) number;
        } catch (NumberFormatException e) {
            // Infinite, or no number: JSON has no word for it.
            return value;
        }
    }

    /** What is printed can be read again: a dollar sign is no variable. */
    static String escaped(String value) {
        return value.replace("$", "$$");
    }
}
