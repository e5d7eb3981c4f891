package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Compares a tree in long form with a shape and reports each difference at its place. */
final class SchemaCheck {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
    private static final Pattern MODE = Pattern.compile("[0-9]{1,6}");

    /** What else than the long form is good, by the quoted key: the tree that is compared is in long form. */
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("\"args\"", "a mapping or a list of NAME=value"),
            Map.entry("\"build\"", "a path or a mapping"),
            Map.entry("\"command\"", "a text or a list of texts"),
            Map.entry("\"depends_on\"", "a list of services or a mapping"),
            Map.entry("\"dns\"", "a text or a list of texts"),
            Map.entry("\"entrypoint\"", "a text or a list of texts"),
            Map.entry("\"env_file\"", "a path or a list of paths"),
            Map.entry("\"environment\"", "a mapping or a list of NAME=value"),
            Map.entry("\"extra_hosts\"", "a list of name=address or a mapping"),
            Map.entry("\"labels\"", "a mapping or a list of name=value"),
            Map.entry("\"networks\"", "a list of networks or a mapping"),
            Map.entry("\"sysctls\"", "a mapping or a list of name=value"),
            Map.entry("\"tmpfs\"", "a path or a list of paths"));

    private final Problems problems;

    SchemaCheck(Problems problems) {
        this.problems = problems;
    }

    /** @param name the key that holds the tree, for messages */
    void check(Tree tree, Shape shape, String name) {
        compare(tree, shape, "\"" + name + "\"");
    }

    /** @param name what messages call the tree */
    private void compare(Tree tree, Shape shape, String name) {
        boolean empty = tree instanceof Tree.Text text && text.isNull();
        if (empty || shape == Shape.Leaf.ANY) {
            return;
        }
        if (shape instanceof Shape.Leaf leaf) {
            leaf(tree, leaf, name);
        } else if (shape instanceof Shape.ListOf list) {
            if (tree instanceof Tree.Items items) {
                items.items().forEach(item -> compare(item, list.item(), "an item of " + name));
            } else {
                differs(tree, name, SHORT.getOrDefault(name, "a list"));
            }
        } else if (!(tree instanceof Tree.Table table)) {
            differs(tree, name, SHORT.getOrDefault(name, "a mapping"));
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
                problems.error(at, "\"" + key + "\" is no key of " + known.title(), remedy(key, value, known));
            }
        } else if (field.unread() != null) {
            problems.warn(at, "the key \"" + key + "\" has no effect in an environment", field.unread());
        } else {
            check(value, field.shape(), key);
        }
    }

    private static String remedy(String key, Tree value, Shape.Known known) {
        Set<String> keys = known.fields().keySet();
        return Nearest.word(key, keys, 1)
                .map(SchemaCheck::meant)
                .or(() -> elsewhere(key, value, known))
                .or(() -> Nearest.word(key, keys).map(SchemaCheck::meant))
                .orElse("take it out, or begin it with x- if it is your own");
    }

    private static String meant(String word) {
        return "did you mean \"" + word + "\"?";
    }

    /** Most often a key that is right and unknown here has slipped in or out. */
    private static Optional<String> elsewhere(String key, Tree value, Shape.Known known) {
        if (known == ComposeSchema.DOCUMENT
                && value instanceof Tree.Table table
                && (table.has("image") || table.has("build"))) {
            return Optional.of("if it is a service, write it under services:");
        }
        return ComposeSchema.owner(key)
                .filter(owner -> !owner.equals(known.title()))
                .map(owner -> "it is a key of " + owner + ": write it there, or correct the indentation");
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
                    name + " has to be " + leaf.expected() + ", this is " + text.quoted(),
                    "correct the value");
        }
    }

    private void differs(Tree tree, String name, String expected) {
        problems.error(
                tree.position(),
                name + " has to be " + expected + ", this is " + tree.kindName(),
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
}
