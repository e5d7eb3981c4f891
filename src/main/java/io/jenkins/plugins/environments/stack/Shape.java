package io.jenkins.plugins.environments.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a value in the long form of a Compose file has to look like; how it is printed follows from it, too. */
sealed interface Shape {

    /** A single value. */
    enum Leaf implements Shape {
        ANY("anything"),
        TEXT("a text", Tree.Kind.STRING),
        /** A file or folder of the project. */
        PATH("a path", Tree.Kind.STRING),
        /** A folder of the project, or where else a build finds its files. */
        CONTEXT("a path or a URL", Tree.Kind.STRING),
        /** Printed as a text. */
        OPTION("a text or a number", Tree.Kind.STRING, Tree.Kind.INTEGER, Tree.Kind.FLOAT),
        /** As an option; nothing is an empty one. */
        SETTING("a text or a number", Tree.Kind.STRING, Tree.Kind.INTEGER, Tree.Kind.FLOAT, Tree.Kind.NULL),
        /** Printed as a text; nothing is an empty one. */
        SCALAR("a text", Tree.Kind.STRING, Tree.Kind.INTEGER, Tree.Kind.FLOAT, Tree.Kind.BOOLEAN, Tree.Kind.NULL),
        /** As a scalar, but nothing stays nothing. */
        VARIABLE("a text", Tree.Kind.STRING, Tree.Kind.INTEGER, Tree.Kind.FLOAT, Tree.Kind.BOOLEAN, Tree.Kind.NULL),
        FLAG("true or false", Tree.Kind.STRING, Tree.Kind.BOOLEAN),
        /** No text will do. */
        BOOLEAN("true or false, without quotes", Tree.Kind.BOOLEAN),
        INTEGER("a whole number", Tree.Kind.STRING, Tree.Kind.INTEGER),
        /** A whole number, or {@code all}, which is printed as -1. */
        COUNT("a whole number or all", Tree.Kind.STRING, Tree.Kind.INTEGER),
        NUMBER("a number", Tree.Kind.STRING, Tree.Kind.INTEGER, Tree.Kind.FLOAT),
        DURATION("a duration such as 30s or 1m30s", Tree.Kind.STRING),
        BYTES("a size such as 512m or 2g", Tree.Kind.STRING, Tree.Kind.INTEGER),
        /** As bytes, but a number has to be in quotes. */
        AMOUNT("a size such as 512m or 2g", Tree.Kind.STRING),
        MODE("a file mode such as \"0440\"", Tree.Kind.STRING, Tree.Kind.INTEGER),
        /** A file mode that is printed as a decimal number. */
        PLAIN_MODE("a file mode such as \"0440\"", Tree.Kind.STRING, Tree.Kind.INTEGER);

        private final String expected;
        private final Set<Tree.Kind> kinds;

        Leaf(String expected, Tree.Kind... kinds) {
            this.expected = expected;
            this.kinds = kinds.length == 0 ? Set.of(Tree.Kind.values()) : Set.of(kinds);
        }

        String expected() {
            return expected;
        }

        boolean accepts(Tree.Kind kind) {
            return kinds.contains(kind);
        }
    }

    /** One of some words. */
    record Words(List<String> words) implements Shape {
        public Words {
            words = List.copyOf(words);
        }

        static Words of(String... words) {
            return new Words(List.of(words));
        }
    }

    /** A list of values alike. @param distinct no two of them are the same */
    record ListOf(Shape item, boolean distinct) implements Shape {
        ListOf(Shape item) {
            this(item, false);
        }
    }

    /** A mapping whose keys the project chooses. */
    record MapOf(Shape value) implements Shape {}

    /** A list, or one value alone, which is printed as a list. */
    record ListOrOne(Shape item) implements Shape {}

    /** A value that may also be nothing. */
    record OrNothing(Shape shape) implements Shape {}

    /** A whole number, or a mapping. */
    record NumberOr(Known mapping) implements Shape {}

    /**
     * A mapping with known keys.
     *
     * @param title what messages call it
     * @param needed those of the keys that have to be there
     */
    record Known(String title, Map<String, Field> fields, List<String> needed) implements Shape {
        public Known {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            needed = List.copyOf(needed);
        }

        static Known of(String title) {
            return new Known(title, Map.of(), List.of());
        }

        /** With keys of that shape which we read. */
        Known reads(Shape shape, String... keys) {
            return with(key -> new Field(shape, null, Printed.UNLESS_ZERO, false), keys);
        }

        /** With keys that Compose knows and that mean nothing here: a warning says so. */
        Known reports(Shape shape, String remedy, String... keys) {
            return with(key -> new Field(shape, remedy, Printed.UNLESS_ZERO, false), keys);
        }

        /** With those of its keys needed. */
        Known needs(String... keys) {
            return change(field -> new Field(field.shape(), field.unread(), field.printed(), true), keys);
        }

        /** With those of its keys printed also when they are zero, false or empty. */
        Known printsZero(String... keys) {
            return change(field -> new Field(field.shape(), field.unread(), Printed.IF_GIVEN, field.needed()), keys);
        }

        /** With those of its keys printed also when they are not there. */
        Known printsAlways(String... keys) {
            return change(field -> new Field(field.shape(), field.unread(), Printed.ALWAYS, field.needed()), keys);
        }

        /** With those of its keys never printed. */
        Known printsNever(String... keys) {
            return change(field -> new Field(field.shape(), field.unread(), Printed.NEVER, field.needed()), keys);
        }

        private Known change(UnaryOperator<Field> change, String... keys) {
            return with(key -> change.apply(fields.get(key)), keys);
        }

        private Known with(java.util.function.Function<String, Field> field, String... keys) {
            Map<String, Field> more = new LinkedHashMap<>(fields);
            for (String key : keys) {
                more.put(key, field.apply(key));
            }
            List<String> needed =
                    more.keySet().stream().filter(key -> more.get(key).needed()).toList();
            return new Known(title, more, needed);
        }
    }

    /** When Compose prints a field. */
    enum Printed {
        UNLESS_ZERO,
        IF_GIVEN,
        ALWAYS,
        NEVER
    }

    /** @param unread what to do about a key that means nothing here; null when it is read */
    record Field(Shape shape, String unread, Printed printed, boolean needed) {}
}
