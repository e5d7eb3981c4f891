package io.jenkins.plugins.environments.stack;

import java.util.Iterator;
import java.util.Map;

/** Writes trees as JSON (RFC 8259), the same text for the same tree. */
final class TreeJson {

    private final StringBuilder out = new StringBuilder();

    private TreeJson() {}

    static String of(Tree tree) {
        TreeJson json = new TreeJson();
        json.write(tree);
        return json.out.toString();
    }

    private void write(Tree tree) {
        if (tree instanceof Tree.Table table) {
            out.append('{');
            for (Iterator<Map.Entry<String, Tree>> i =
                            table.entries().entrySet().iterator();
                    i.hasNext(); ) {
                Map.Entry<String, Tree> entry = i.next();
                quote(entry.getKey());
                out.append(':');
                write(entry.getValue());
                out.append(i.hasNext() ? "," : "");
            }
            out.append('}');
        } else if (tree instanceof Tree.Items items) {
            out.append('[');
            for (Iterator<Tree> i = items.items().iterator(); i.hasNext(); ) {
                write(i.next());
                out.append(i.hasNext() ? "," : "");
            }
            out.append(']');
        } else if (tree instanceof Tree.Text text) {
            scalar(text);
        }
    }

    private void scalar(Tree.Text text) {
        switch (text.kind()) {
            case INTEGER, BOOLEAN -> out.append(text.text());
            case NULL, RESET -> out.append("null");
                // JSON has no infinity; dates are texts in every Kubernetes object.
            case FLOAT -> number(text);
            case TIME -> quote(text.literal());
            case STRING -> quote(text.text());
        }
    }

    private void number(Tree.Text text) {
        boolean finite = Character.isDigit(text.text().charAt(text.text().length() - 1));
        if (finite) {
            out.append(text.text());
        } else {
            quote(text.literal());
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
