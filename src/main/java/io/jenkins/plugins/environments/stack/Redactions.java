package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.SourceFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts sensitive texts out of the files that were read, so that the files can be kept with a release. */
final class Redactions {

    private static final Pattern NAME_BEFORE = Pattern.compile("\\A[\"']?[A-Za-z_][A-Za-z0-9_.-]*=");
    /** A comment begins at the beginning of a line or after a space. */
    private static final String BEFORE_COMMENT = " \t\n\u000b\f\r\u0085\u2028\u2029";

    private static final Pattern SAYING =
            Pattern.compile("(?<![A-Za-z0-9_.-])([A-Za-z_][A-Za-z0-9_.-]*+)\\s*+[=:]\\s*+(?=\\S)");

    private final Set<String> declared;
    private final Map<String, List<Tree.Span>> spans = new HashMap<>();
    private final Set<Tree.Span> whole = new HashSet<>();

    /** @param declared names that the stack declares to be sensitive */
    Redactions(Set<String> declared) {
        this.declared = Set.copyOf(declared);
    }

    /** Marks every sensitive literal of a tree as it was read, also where the stack does not look. */
    void document(Tree tree) {
        if (tree instanceof Tree.Table table) {
            table.entries().forEach((key, value) -> entry(key, value));
            if (table.get("secrets") instanceof Tree.Table secrets) {
                secrets.entries().values().forEach(this::secretContent);
            }
        }
    }

    private void secretContent(Tree secret) {
        if (secret instanceof Tree.Table table && table.get("content") instanceof Tree.Text content) {
            mark(content);
        }
    }

    /** Marks a value that is sensitive whatever its name, with all in it. */
    void value(Tree tree) {
        if (tree instanceof Tree.Text text) {
            mark(text);
            whole.add(text.span());
        } else if (tree instanceof Tree.Table table) {
            table.entries().values().forEach(this::value);
        } else if (tree instanceof Tree.Items items) {
            items.items().forEach(this::value);
        }
    }

    private void walk(Tree tree) {
        if (tree instanceof Tree.Table table) {
            table.entries().forEach(this::entry);
        } else if (tree instanceof Tree.Items items) {
            List<Tree.Text> words = new ArrayList<>();
            for (Tree item : items.items()) {
                if (item instanceof Tree.Text text) {
                    words.add(text);
                } else {
                    walk(item);
                }
            }
            for (int i = 0; i < words.size(); i++) {
                item(words, i);
            }
        } else if (tree instanceof Tree.Text text && Sensitivity.ofCommandLine(withoutReferences(text.literal()))) {
            mark(text);
        }
    }

    private void entry(String key, Tree value) {
        if (value instanceof Tree.Text text && (declared.contains(key) || Sensitivity.ofName(key))) {
            markLiteral(text);
        } else {
            walk(value);
        }
        if (value instanceof Tree.Text text) {
            defaults(text);
        }
    }

    private void item(List<Tree.Text> words, int i) {
        Tree.Text text = words.get(i);
        String literal = text.literal();
        int equals = literal.indexOf('=');
        String name = equals < 0 ? "" : literal.substring(0, equals);
        boolean named = declared.contains(name) || Sensitivity.ofName(name);
        if (named && !isReference(literal.substring(equals + 1))
                || Sensitivity.ofCommandLine(withoutReferences(literal))
                || Values.isSensitiveWord(words, i) && !text.tainted()) {
            mark(text);
        }
        defaults(text);
    }

    /** {@code ${PASSWORD:-secret}}: the default is as secret as what it stands for. */
    private void defaults(Tree.Text text) {
        if (text.literal().indexOf('$') < 0) {
            return;
        }
        try {
            for (Template.Reference reference : Template.parse(text.literal()).references()) {
                boolean sensitive = declared.contains(reference.name()) || Sensitivity.ofName(reference.name());
                boolean value =
                        !reference.operator().isEmpty() && !reference.operator().endsWith("?");
                if (sensitive && value && reference.argument().hasLiteral()) {
                    mark(text);
                }
            }
        } catch (Template.Malformed e) {
            mark(text);
        }
    }

    /** Marks the variables of an env file that are sensitive. */
    void variable(String name, Tree.Text text) {
        if (declared.contains(name) || Sensitivity.ofName(name)) {
            markLiteral(text);
        } else if (Sensitivity.ofCommandLine(withoutReferences(text.literal()))) {
            mark(text);
        }
        defaults(text);
    }

    private void markLiteral(Tree.Text text) {
        if (!text.isNull() && !isReference(text.literal())) {
            mark(text);
        }
    }

    private static boolean isReference(String literal) {
        return withoutReferences(literal).isBlank();
    }

    private static String withoutReferences(String literal) {
        if (literal.indexOf('$') < 0) {
            return literal;
        }
        try {
            StringBuilder rest = new StringBuilder();
            for (Template.Part part : Template.parse(literal).parts()) {
                rest.append(part instanceof Template.Literal text ? text.text() : "");
            }
            return rest.toString();
        } catch (Template.Malformed e) {
            return literal;
        }
    }

    private void mark(Tree.Text text) {
        Tree.Span span = text.span();
        if (span != null && span.end() > span.start()) {
            spans.computeIfAbsent(span.file(), file -> new ArrayList<>()).add(span);
        }
    }

    /** The file with a mask in place of each marked text, and of what comments say after sensitive names. */
    SourceFile cut(String file, String text) {
        StringBuilder result = new StringBuilder();
        int at = 0;
        List<Tree.Span> marked = new ArrayList<>(spans.getOrDefault(file, List.of()));
        marked.sort(Comparator.comparingInt(Tree.Span::start));
        for (Tree.Span span : marked) {
            if (span.start() < at) {
                continue;
            }
            String secret = text.substring(span.start(), span.end());
            Matcher name = NAME_BEFORE.matcher(secret);
            // Base64 ends in = and has no name before it.
            boolean named = !whole.contains(span) && name.find();
            boolean quoted = named && "\"'".indexOf(secret.charAt(0)) >= 0;
            result.append(text, at, span.start()).append(named ? name.group() : "");
            result.append(Sensitivity.MASK).append(quoted ? secret.substring(0, 1) : "");
            result.append(secret.endsWith("\n") ? "\n" : "");
            at = span.end();
        }
        return new SourceFile(file, comments(result.append(text.substring(at)).toString()));
    }

    private String comments(String text) {
        StringBuilder result = null;
        int copied = 0;
        int at = text.indexOf('#');
        while (at >= 0) {
            int end = at + 1;
            if (at == 0 || BEFORE_COMMENT.indexOf(text.charAt(at - 1)) >= 0) {
                int line = text.indexOf('\n', at);
                end = line < 0 ? text.length() : line;
                String written = text.substring(at, end);
                String kept = comment(written);
                if (!kept.equals(written)) {
                    result = result == null ? new StringBuilder(text.length()) : result;
                    result.append(text, copied, at).append(kept);
                    copied = end;
                }
            }
            at = text.indexOf('#', end);
        }
        return result == null
                ? text
                : result.append(text, copied, text.length()).toString();
    }

    private String comment(String comment) {
        if (maySaySecret(comment)) {
            Matcher saying = SAYING.matcher(comment);
            while (saying.find()) {
                if (declared.contains(saying.group(1)) || Sensitivity.ofName(saying.group(1))) {
                    return comment.substring(0, saying.end()) + Sensitivity.MASK;
                }
            }
        }
        return Sensitivity.ofCommandLine(comment) ? "# " + Sensitivity.MASK : comment;
    }

    /** Whether a comment can hold a sensitive name and a text after it: nearly none can, which is quickly known. */
    private boolean maySaySecret(String comment) {
        return (comment.indexOf('=') >= 0 || comment.indexOf(':') >= 0)
                && (Sensitivity.hasStem(comment) || declared.stream().anyMatch(comment::contains));
    }
}
