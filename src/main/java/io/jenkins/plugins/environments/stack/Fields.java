package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Position;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a mapping that was compared with its shape: what has another shape, which was reported then, is as if it were
 * not there.
 *
 * @param values turns texts into what the stack holds
 */
record Fields(Tree.Table table, Values values) {

    Position position() {
        return table.position();
    }

    /** Where the value stands, when it is a single one; else where the key does. */
    Position at(String key) {
        Tree.Text text = scalar(key);
        return text == null ? table.at(key) : text.position();
    }

    /** The text; null when there is none. */
    @CheckForNull
    Tree.Text scalar(String key) {
        return table.get(key) instanceof Tree.Text text && !text.isNull() ? text : null;
    }

    /** A text where no sensitive one can be; null when there is none. */
    @CheckForNull
    String text(String key) {
        Tree.Text text = scalar(key);
        return text == null ? null : values.open(text, "\"" + key + "\"");
    }

    boolean flag(String key) {
        return Boolean.TRUE.equals(flagIfGiven(key));
    }

    @CheckForNull
    Boolean flagIfGiven(String key) {
        Tree.Text text = scalar(key);
        return text == null ? null : SchemaCheck.flag(text);
    }

    Optional<Long> integer(String key) {
        return number(key).map(BigDecimal::longValue);
    }

    Optional<BigDecimal> number(String key) {
        Tree.Text text = scalar(key);
        try {
            return text == null ? Optional.empty() : Optional.of(SchemaCheck.number(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    Optional<Duration> duration(String key) {
        Tree.Text text = scalar(key);
        return text == null ? Optional.empty() : Quantities.duration(text.text());
    }

    Optional<Long> bytes(String key) {
        Tree.Text text = scalar(key);
        return text == null ? Optional.empty() : Quantities.bytes(text.text());
    }

    /** A file mode: a text in octal; a number as YAML read it. */
    @CheckForNull
    Integer mode(String key) {
        Tree.Text text = scalar(key);
        try {
            return text == null ? null : Integer.valueOf(text.text(), text.kind() == Tree.Kind.INTEGER ? 10 : 8);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The items that are texts; none when there is no list. */
    List<Tree.Text> scalars(String key) {
        List<Tree> items = items(key);
        if (items.isEmpty()) {
            return List.of();
        }
        List<Tree.Text> texts = new ArrayList<>(items.size());
        for (Tree item : items) {
            if (item instanceof Tree.Text text && !text.isNull()) {
                texts.add(text);
            }
        }
        return Collections.unmodifiableList(texts);
    }

    /** Texts where no sensitive ones can be. */
    List<String> texts(String key) {
        List<Tree.Text> scalars = scalars(key);
        if (scalars.isEmpty()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(scalars.size());
        for (Tree.Text text : scalars) {
            texts.add(values.open(text, "\"" + key + "\""));
        }
        return Collections.unmodifiableList(texts);
    }

    List<Tree> items(String key) {
        return table.get(key) instanceof Tree.Items items ? items.items() : List.of();
    }

    /** The items that are mappings. */
    List<Fields> tables(String key) {
        List<Tree> items = items(key);
        if (items.isEmpty()) {
            return List.of();
        }
        List<Fields> tables = new ArrayList<>(items.size());
        for (Tree item : items) {
            if (item instanceof Tree.Table table) {
                tables.add(new Fields(table, values));
            }
        }
        return Collections.unmodifiableList(tables);
    }

    /** The mapping under a key; an empty one when there is none. */
    Fields inner(String key) {
        Tree.Table inner = table.get(key) instanceof Tree.Table found ? found : Tree.emptyTable(at(key));
        return new Fields(inner, values);
    }

    /** Whether there is a value. */
    boolean has(String key) {
        return table.has(key) && !(table.get(key) instanceof Tree.Text text && text.isNull());
    }

    /** The entries of the mapping under a key that are mappings or empty, each with its name. */
    Map<String, Fields> entries(String key) {
        Map<String, Fields> entries = new LinkedHashMap<>();
        Tree.Table map = inner(key).table();
        map.each((name, at, value) -> {
            if (value instanceof Tree.Table entry) {
                entries.put(name, new Fields(entry.at(at), values));
            } else if (value instanceof Tree.Text text && text.isNull()) {
                entries.put(name, new Fields(Tree.emptyTable(at), values));
            }
        });
        return entries;
    }

    /** The entries of the mapping under a key that are texts, each with its name. */
    Map<String, Tree.Text> pairs(String key) {
        Map<String, Tree.Text> pairs = new LinkedHashMap<>();
        inner(key).table().entries().forEach((name, value) -> {
            if (value instanceof Tree.Text text) {
                pairs.put(name, text);
            }
        });
        return pairs;
    }
}
