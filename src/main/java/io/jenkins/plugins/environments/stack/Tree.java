package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a YAML document says, each value with its place and with the variables that went into it. Immutable. */
sealed interface Tree {

    /** The place of what no file has. */
    Position NOWHERE = new Position("", 1, 1);

    Position position();

    /** For messages: {@code a mapping}, {@code a list}, {@code a text} … */
    String kindName();

    /** A table without entries. */
    static Table emptyTable(Position position) {
        return new Table(Map.of(), Map.of(), position);
    }

    /** What YAML makes of a scalar. */
    enum Kind {
        STRING("a text"),
        INTEGER("a number"),
        FLOAT("a number"),
        BOOLEAN("true or false"),
        NULL("nothing"),
        /** A date, or a date with a time. */
        TIME("a date"),
        /** Tagged {@code !reset}: to be left out. */
        RESET("nothing");

        private final String title;

        Kind(String title) {
            this.title = title;
        }
    }

    /** The characters of a scalar in its file. @param start in UTF-16 units, inclusive @param end exclusive */
    record Span(String file, int start, int end) {}

    /**
     * A scalar.
     *
     * @param text what it says: numbers and booleans in the form in which Compose prints them; empty for nothing
     * @param literal what the file said, before interpolation
     * @param from the variables whose text went in
     * @param span where its characters are; null when it was made from something else
     */
    record Text(String text, Kind kind, String literal, List<Variable> from, Position position, @CheckForNull Span span)
            implements Tree {
        public Text {
            from = List.copyOf(from);
        }

        /** A text that no file has: a default, or a part of a short form. */
        static Text of(String text, Kind kind, Position position) {
            return new Text(text, kind, text, List.of(), position, null);
        }

        static Text of(String text, Position position) {
            return of(text, Kind.STRING, position);
        }

        static Text nothing(Position position) {
            return of("", Kind.NULL, position);
        }

        /** A part of this text, with its place and its variables. */
        Text part(String part) {
            return new Text(part, Kind.STRING, literal, from, position, span);
        }

        Text interpolated(String result, List<Variable> variables) {
            return new Text(result, kind, literal, variables, position, span);
        }

        boolean isNull() {
            return kind == Kind.NULL;
        }

        /** Whether a sensitive variable's text is in it. */
        boolean tainted() {
            return from.stream().anyMatch(Variable::sensitive);
        }

        /** The text in quotes for a message, or {@code <sensitive>}. */
        String quoted() {
            return tainted() || Sensitivity.ofValue(text) ? Sensitivity.MASK : "\"" + text + "\"";
        }

        @Override
        public String kindName() {
            return kind.title;
        }

        /** Names no text: it may be sensitive. */
        @Override
        public String toString() {
            return "Text[" + position + "]";
        }
    }

    /**
     * A mapping.
     *
     * @param entries in the order of the file
     * @param keys where each key stands
     */
    record Table(Map<String, Tree> entries, Map<String, Position> keys, Position position) implements Tree {
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
        }

        @CheckForNull
        Tree get(String key) {
            return entries.get(key);
        }

        boolean has(String key) {
            return entries.containsKey(key);
        }

        /** Where the key stands; the table's place when it has none. */
        Position at(String key) {
            return keys.getOrDefault(key, position);
        }

        /** The same with one entry more, or in place of the one of that key. */
        Table with(String key, Tree value) {
            return edit().put(key, at(key), value).table();
        }

        /** The same with an entry unless there is one. */
        Table withDefault(String key, String text, Kind kind) {
            return has(key) ? this : with(key, Text.of(text, kind, position));
        }

        Table without(String key) {
            return has(key) ? edit().remove(key).table() : this;
        }

        Editor edit() {
            Editor editor = new Editor(position);
            entries.forEach((key, value) -> editor.put(key, at(key), value));
            return editor;
        }

        @Override
        public String kindName() {
            return "a mapping";
        }
    }

    /** A list. */
    record Items(List<Tree> items, Position position) implements Tree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kindName() {
            return "a list";
        }
    }

    /** A table in the making. */
    final class Editor {
        private final Map<String, Tree> entries = new LinkedHashMap<>();
        private final Map<String, Position> keys = new LinkedHashMap<>();
        private final Position position;

        Editor(Position position) {
            this.position = position;
        }

        Editor put(String key, Position at, Tree value) {
            entries.put(key, value);
            keys.put(key, at);
            return this;
        }

        Editor remove(String key) {
            entries.remove(key);
            keys.remove(key);
            return this;
        }

        @CheckForNull
        Tree get(String key) {
            return entries.get(key);
        }

        @CheckForNull
        Position at(String key) {
            return keys.get(key);
        }

        Table table() {
            return new Table(entries, keys, position);
        }
    }
}
