package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** What a YAML document says, each value with its place and with the variables that went into it. Immutable. */
sealed interface Tree {

    /** The place of what no file has. */
    Position NOWHERE = new Position("", 1, 1);

    Position position();

    /** For messages: {@code a mapping}, {@code a list}, {@code a text} … */
    String kindName();

    /** A table without entries. */
    static Table emptyTable(Position position) {
        return new Table(Entries.NONE, position);
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
            for (Variable variable : from) {
                if (variable.sensitive()) {
                    return true;
                }
            }
            return false;
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

    /** A mapping. A class and no record: it takes the entries of its editor over instead of copying them. */
    final class Table implements Tree {
        private final Entries entries;
        private final Position position;

        /** @param entries nobody else's from now on */
        private Table(Entries entries, Position position) {
            this.entries = entries;
            this.position = position;
        }

        /** In the order of the file. */
        Map<String, Tree> entries() {
            return entries;
        }

        /** Gives each entry with its place, in the order of the file. */
        void each(Entries.Each each) {
            entries.each(each);
        }

        @Override
        public Position position() {
            return position;
        }

        /** The same at another place. */
        Table at(Position other) {
            return other.equals(position) ? this : new Table(entries, other);
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
            Position at = entries.at(key);
            return at == null ? position : at;
        }

        /** The same with one entry more, or in place of the one of that key. */
        Table with(String key, Tree value) {
            return has(key)
                    ? new Table(entries.with(key, value), position)
                    : edit().put(key, position, value).table();
        }

        /** The same with an entry unless there is one. */
        Table withDefault(String key, String text, Kind kind) {
            return has(key) ? this : with(key, Text.of(text, kind, position));
        }

        /** The same with each value made into another; this one when all values stay. */
        Table mapped(BiFunction<String, Tree, Tree> form) {
            Entries mapped = entries.mapped(form);
            return mapped == entries ? this : new Table(mapped, position);
        }

        Table without(String key) {
            return has(key) ? without(Set.of(key)) : this;
        }

        /** The same without the entries of those keys. */
        Table without(Set<String> keys) {
            return new Table(entries.without(keys), position);
        }

        Editor edit() {
            return new Editor(entries.copy(), position);
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

    /** A table in the making. Once the table is made, nothing can be changed any more. */
    final class Editor {
        private final Entries entries;
        private final Position position;
        private boolean made;

        Editor(Position position) {
            this(new Entries(), position);
        }

        private Editor(Entries entries, Position position) {
            this.entries = entries;
            this.position = position;
        }

        Editor put(String key, Position at, Tree value) {
            if (made) {
                throw new IllegalStateException("the table is made");
            }
            entries.set(key, at, value);
            return this;
        }

        @CheckForNull
        Tree get(String key) {
            return entries.get(key);
        }

        @CheckForNull
        Position at(String key) {
            return entries.at(key);
        }

        /** What it holds so far. */
        Map<String, Tree> entries() {
            return entries;
        }

        Table table() {
            made = true;
            return new Table(entries, position);
        }
    }
}
