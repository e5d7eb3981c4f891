package io.jenkins.plugins.environments.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Short forms that several fields share, each turned into the one long form. What has neither form is left as it is:
 * the schema reports it.
 */
final class Forms {

    private Forms() {}

    /** {@code [A=1, B]} becomes {@code {A: 1, B: nothing}}. */
    static Tree pairs(Tree tree) {
        if (!(tree instanceof Tree.Items items) || !allTexts(items)) {
            return tree;
        }
        Tree.Editor table = new Tree.Editor(items.position());
        for (Tree item : items.items()) {
            Tree.Text text = (Tree.Text) item;
            int equals = text.text().indexOf('=');
            String name = equals < 0 ? text.text() : text.text().substring(0, equals);
            Tree value = equals < 0
                    ? Tree.Text.nothing(text.position())
                    : text.part(text.text().substring(equals + 1));
            table.put(name(text, name), text.position(), value);
        }
        return table.table();
    }

    /** As pairs, but a label without a value is an empty text. */
    static Tree labels(Tree tree) {
        return eachValue(
                pairs(tree),
                value -> value instanceof Tree.Text text && text.isNull() ? Tree.Text.of("", text.position()) : value);
    }

    /** A single value as a text. */
    static Tree text(Tree tree) {
        return tree instanceof Tree.Text text && !text.isNull() ? text.part(text.text()) : tree;
    }

    /** {@code a} becomes {@code [a]}. */
    static Tree list(Tree tree) {
        return tree instanceof Tree.Text text && !text.isNull() ? new Tree.Items(List.of(text), text.position()) : tree;
    }

    /** {@code [a, b]} becomes {@code {a: …, b: …}}. */
    static Tree names(Tree tree, Function<Tree.Text, Tree> value) {
        if (!(tree instanceof Tree.Items items) || !allTexts(items)) {
            return tree;
        }
        Tree.Editor table = new Tree.Editor(items.position());
        for (Tree item : items.items()) {
            Tree.Text text = (Tree.Text) item;
            table.put(name(text, text.text()), text.position(), value.apply(text));
        }
        return table.table();
    }

    /** A list with each item in its long form. */
    static Tree each(Tree tree, Function<Tree, List<Tree>> form) {
        if (!(tree instanceof Tree.Items items)) {
            return tree;
        }
        List<Tree> result = new ArrayList<>();
        items.items().forEach(item -> result.addAll(form.apply(item)));
        return new Tree.Items(result, items.position());
    }

    /** A table with each value in its long form. */
    static Tree eachValue(Tree tree, Function<Tree, Tree> form) {
        return tree instanceof Tree.Table table ? table.mapped((key, value) -> form.apply(value)) : tree;
    }

    /** The table with the value of one key in its long form. */
    static Tree.Table at(Tree.Table table, String key, Function<Tree, Tree> form) {
        Tree value = table.get(key);
        Tree formed = value == null ? null : form.apply(value);
        return formed == value ? table : table.with(key, formed);
    }

    /** {@code x} becomes {@code {key: x}}. */
    static Tree wrap(Tree tree, String key) {
        return tree instanceof Tree.Text text && !text.isNull()
                ? Tree.emptyTable(text.position()).with(key, text)
                : tree;
    }

    /** A part of a text as a name; names are shown, so that one with a secret in it becomes a mask. */
    static String name(Tree.Text text, String part) {
        boolean secret = text.from().stream()
                .anyMatch(variable ->
                        variable.sensitive() && !variable.text().isEmpty() && part.contains(variable.text()));
        return secret ? Sensitivity.MASK : part;
    }

    private static boolean allTexts(Tree.Items items) {
        return items.items().stream()
                .allMatch(item -> item instanceof Tree.Text text && text.kind() == Tree.Kind.STRING);
    }
}
