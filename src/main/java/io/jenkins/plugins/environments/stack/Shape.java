package io.jenkins.plugins.environments.stack;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a value in the long form of a Compose file has to look like. */
sealed interface Shape {

    /** A single value. */
    enum Leaf implements Shape {
        ANY("anything"),
        TEXT("a text"),
        FLAG("true or false"),
        INTEGER("a whole number"),
        NUMBER("a number"),
        DURATION("a duration such as 30s or 1m30s"),
        BYTES("a size such as 512m or 2g"),
        MODE("a file mode such as \"0440\"");

        private final String expected;

        Leaf(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }
    }

    /** A list of values alike. */
    record ListOf(Shape item) implements Shape {}

    /** A mapping whose keys the project chooses. */
    record MapOf(Shape value) implements Shape {}

    /**
     * A mapping with known keys.
     *
     * @param title what messages call it
     * @param open other keys are fine
     */
    record Known(String title, Map<String, Field> fields, boolean open) implements Shape {
        public Known {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        static Known of(String title) {
            return new Known(title, Map.of(), false);
        }

        /** With keys of that shape which we read. */
        Known reads(Shape shape, String... keys) {
            return with(new Field(shape, null), keys);
        }

        /** With keys that Compose knows and that mean nothing here: a warning says so. */
        Known reports(String remedy, String... keys) {
            return with(new Field(Leaf.ANY, remedy), keys);
        }

        /** The same, with a shape in which they are printed. */
        Known reports(Shape shape, String remedy, String... keys) {
            return with(new Field(shape, remedy), keys);
        }

        private Known with(Field field, String... keys) {
            Map<String, Field> more = new LinkedHashMap<>(fields);
            for (String key : keys) {
                more.put(key, field);
            }
            return new Known(title, more, open);
        }
    }

    /** @param unread what to do about a key that means nothing here; null when it is read */
    record Field(Shape shape, String unread) {}
}
