package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Compares a tree in long form with a shape and reports each difference at its place. */
final class SchemaCheck {

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
    private static final Pattern MODE = Pattern.compile("[0-9]{1,6}");

    /** What else than the long form is good, by the key: the tree that is compared is in long form. */
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("args", "a mapping or a list of NAME=value"),
            Map.entry("build", "a path or a mapping"),
            Map.entry("command", "a text or a list of texts"),
            Map.entry("depends_on", "a list of services or a mapping"),
            Map.entry("dns", "a text or a list of texts"),
            Map.entry("entrypoint", "a text or a list of texts"),
            Map.entry("env_file", "a path or a list of paths"),
            Map.entry("environment", "a mapping or a list of NAME=value"),
            Map.entry("extra_hosts", "a list of name=address or a mapping"),
            Map.entry("labels", "a mapping or a list of name=value"),
            Map.entry("networks", "a list of networks or a mapping"),
            Map.entry("sysctls", "a mapping or a list of name=value"),
            Map.entry("tmpfs", "a path or a list of paths"));

    /** Said of the first one alone: many projects give it to each of their services. */
    private static final String ONCE = "logging";

    private final Problems problems;
    private boolean told;

    SchemaCheck(Problems problems) {
        this.problems = problems;
    }

    /** What messages call a tree. Nearly none is ever called, so the words are made when one is. */
    private record Name(String key, int items) {
        @Override
        public String toString() {
            return "an item of ".repeat(items) + "\"" + key + "\"";
        }

        Name item() {
            return new Name(key, items + 1);
        }

        /** What else than the long form is good, or what is expected then. */
        String orShort(String expected) {
            return items > 0 ? expected : SHORT.getOrDefault(key, expected);
        }
    }

    /** @param name the key that holds the tree, for messages */
    void check(Tree tree, Shape shape, String name) {
        compare(tree, shape, new Name(name, 0));
    }

    private void compare(Tree tree, Shape shape, Name name) {
        if (shape == Shape.Leaf.ANY || tree instanceof Tree.Text text && text.isNull() && nothing(text, shape, name)) {
            return;
        }
        if (shape instanceof Shape.Leaf leaf) {
            leaf(tree, leaf, name);
        } else if (shape instanceof Shape.Words words) {
            words(tree, words, name);
        } else if (shape instanceof Shape.OrNothing or) {
            compare(tree, or.shape(), name);
        } else if (shape instanceof Shape.NumberOr or) {
            compare(tree, tree instanceof Tree.Table ? or.mapping() : Shape.Leaf.INTEGER, name);
        } else if (shape instanceof Shape.ListOrOne list) {
            compare(tree, tree instanceof Tree.Items ? new Shape.ListOf(list.item()) : list.item(), name);
        } else if (shape instanceof Shape.ListOf list) {
            items(tree, list, name);
        } else if (!(tree instanceof Tree.Table table)) {
            differs(tree, name, name.orShort("a mapping"));
        } else if (shape instanceof Shape.MapOf map) {
            table.entries().forEach((key, value) -> check(value, map.value(), key));
        } else if (shape instanceof Shape.Known known) {
            known(table, known);
        }
    }

    /** Reports a value that is nothing where one is needed. */
    private boolean nothing(Tree.Text text, Shape shape, Name name) {
        boolean fine =
                shape instanceof Shape.OrNothing || shape instanceof Shape.Leaf leaf && leaf.accepts(Tree.Kind.NULL);
        if (!fine) {
            problems.error(text.position(), name + " has no value", "write one, or take the key out");
        }
        return true;
    }

    private void items(Tree tree, Shape.ListOf list, Name name) {
        if (!(tree instanceof Tree.Items items)) {
            differs(tree, name, name.orShort("a list"));
            return;
        }
        Map<Object, Position> places = new HashMap<>();
        Name each = name.item();
        for (Tree item : items.items()) {
            compare(item, list.item(), each);
            Position first = list.distinct() ? places.putIfAbsent(identity(item), item.position()) : null;
            // What a range is spread out to has one place.
            if (first != null && !first.equals(item.position())) {
                problems.error(
                        item.position(),
                        "an item of " + name + " is here twice; the first is at " + first,
                        "keep one of the two");
            }
        }
    }

    /** What is equal for values that say the same, wherever they stand. */
    static Object identity(Tree tree) {
        if (tree instanceof Tree.Table table) {
            Map<String, Object> entries = new HashMap<>();
            table.entries().forEach((key, value) -> entries.put(key, identity(value)));
            return entries;
        }
        if (tree instanceof Tree.Items items) {
            return items.items().stream().map(SchemaCheck::identity).toList();
        }
        return ((Tree.Text) tree).text();
    }

    private void known(Tree.Table table, Shape.Known known) {
        table.each((key, at, value) -> entry(at, key, value, known));
        for (String key : known.needed()) {
            if (!table.has(key)) {
                problems.error(table.position(), known.title() + " needs \"" + key + "\"", "add it");
            }
        }
    }

    private void entry(Position at, String key, Tree value, Shape.Known known) {
        Shape.Field field = known.fields().get(key);
        if (field == null) {
            if (!key.startsWith("x-") && !problems.full()) {
                problems.error(at, "\"" + key + "\" is no key of " + known.title(), remedy(key, value, known));
            }
            return;
        }
        if (field.unread() != null && !(key.equals(ONCE) && told)) {
            told |= key.equals(ONCE);
            problems.warn(at, "the key \"" + key + "\" has no effect in an environment", field.unread());
        }
        check(value, field.shape(), key);
    }

    private void words(Tree tree, Shape.Words words, Name name) {
        if (!(tree instanceof Tree.Text text)) {
            differs(tree, name, oneOf(words));
        } else if (text.kind() != Tree.Kind.STRING || !words.words().contains(text.text())) {
            problems.error(
                    text.position(),
                    name + " has to be " + oneOf(words) + ", this is " + text.quoted(),
                    Nearest.remedy(text.text(), words.words(), "correct the value"));
        }
    }

    private static String oneOf(Shape.Words words) {
        return "one of " + String.join(", ", words.words());
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

    private void leaf(Tree tree, Shape.Leaf leaf, Name name) {
        if (!(tree instanceof Tree.Text text)) {
            differs(tree, name, leaf.expected());
            return;
        }
        String value = text.text();
        boolean fits =
                switch (leaf) {
                    case ANY, TEXT, PATH, CONTEXT, OPTION, SETTING, SCALAR, VARIABLE -> true;
                    case FLAG, BOOLEAN -> flag(text) != null;
                    case INTEGER -> INTEGER.matcher(value).matches();
                    case COUNT -> value.equals("all") || INTEGER.matcher(value).matches();
                    case NUMBER -> NUMBER.matcher(value).matches();
                    case DURATION -> Quantities.duration(value).isPresent();
                    case BYTES, AMOUNT -> text.kind() == Tree.Kind.INTEGER
                            || Quantities.bytes(value).isPresent();
                    case MODE, PLAIN_MODE -> MODE.matcher(value).matches();
                };
        boolean quotes = fits && !leaf.accepts(text.kind()) && leaf.accepts(Tree.Kind.STRING);
        if (quotes) {
            problems.error(
                    text.position(),
                    name + " has to be " + leaf.expected() + ", this is " + text.kindName(),
                    "put it in quotes");
        } else if (!fits || !leaf.accepts(text.kind())) {
            problems.error(
                    text.position(),
                    name + " has to be " + leaf.expected() + ", this is " + text.quoted(),
                    "correct the value");
        }
    }

    private void differs(Tree tree, Name name, String expected) {
        problems.error(
                tree.position(),
                name + " has to be " + expected + ", this is " + tree.kindName(),
                "correct the value or its indentation");
    }

    /** The truth of a text as Compose casts it; null when it is none. */
    @CheckForNull
    static Boolean flag(Tree.Text text) {
        return switch (text.text().toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "y", "on" -> true;
            case "false", "no", "n", "off" -> false;
            default -> null;
        };
    }

    /** The number of a text that passed the check. */
    static BigDecimal number(Tree.Text text) {
        return new BigDecimal(text.text());
    }
}
