package io.jenkins.plugins.environments.stack;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with variables in it, taken apart: the Compose Specification's interpolation syntax. {@code $$} is a dollar
 * sign.
 */
record Template(List<Part> parts) {

    Template {
        parts = List.copyOf(parts);
    }

    /** A piece of a template. */
    sealed interface Part {}

    record Literal(String text) implements Part {}

    /**
     * @param operator {@code :-}, {@code -}, {@code :?}, {@code ?}, {@code :+}, {@code +}, or empty
     * @param argument what stands after the operator
     */
    record Reference(String name, String operator, Template argument) implements Part {}

    /** The text is no template; the message says why and holds nothing of the text but a variable's name. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String remedy;

        Malformed(String message, String remedy) {
            super(message);
            this.remedy = remedy;
        }

        /** What to do. */
        String remedy() {
            return remedy;
        }
    }

    private static final Template EMPTY = new Template(List.of());
    private static final int DEEPEST = 50;
    private static final String CLOSE = "close it, or write $$ for a dollar sign";

    static Template parse(String text) throws Malformed {
        return new Reading(text).template(0);
    }

    /** Whether any text stands outside of references. */
    boolean hasLiteral() {
        return parts.stream()
                .anyMatch(part ->
                        part instanceof Literal literal && !literal.text().isBlank());
    }

    /** Every variable that the template names, also in arguments. */
    List<Reference> references() {
        List<Reference> references = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Reference reference) {
                references.add(reference);
                references.addAll(reference.argument().references());
            }
        }
        return references;
    }

    private static final class Reading {
        private final String text;
        private int at;

        Reading(String text) {
            this.text = text;
        }

        /** Up to the end of the text, or, inside of braces, up to the one that closes them. */
        Template template(int depth) throws Malformed {
            if (depth > DEEPEST) {
                throw new Malformed("variables are nested more than " + DEEPEST + " deep", "make the text simpler");
            }
            List<Part> parts = new ArrayList<>();
            StringBuilder literal = new StringBuilder();
            int open = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == '$') {
                    at++;
                    if (at < text.length() && text.charAt(at) == '$') {
                        at++;
                        literal.append('$');
                        continue;
                    }
                    if (at >= text.length() || text.charAt(at) != '{' && !isNamePart(text.charAt(at), false)) {
                        // As Compose: a dollar sign that begins nothing stands for itself.
                        literal.append('$');
                        continue;
                    }
                    flush(literal, parts);
                    parts.add(reference(depth));
                } else if (depth > 0 && c == '}' && open == 0) {
                    break;
                } else {
                    open += depth == 0 ? 0 : c == '{' ? 1 : c == '}' ? -1 : 0;
                    literal.append(c);
                    at++;
                }
            }
            flush(literal, parts);
            return parts.isEmpty() ? EMPTY : new Template(parts);
        }

        private Reference reference(int depth) throws Malformed {
            boolean braces = at < text.length() && text.charAt(at) == '{';
            if (braces) {
                at++;
            }
            String name = name();
            if (name.isEmpty()) {
                throw new Malformed(
                        "after ${ there is no name of a variable", "name one, or write $$ for a dollar sign");
            }
            if (!braces) {
                return new Reference(name, "", EMPTY);
            }
            String operator = operator();
            if (operator.isEmpty() && !(at < text.length() && text.charAt(at) == '}')) {
                throw new Malformed(
                        at < text.length()
                                ? "after the name in ${ there is neither } nor one of :- - :? ? :+ +"
                                : "a ${ is not closed",
                        CLOSE);
            }
            Template argument = operator.isEmpty() ? EMPTY : template(depth + 1);
            if (at >= text.length()) {
                throw new Malformed("a ${ is not closed", CLOSE);
            }
            at++;
            return new Reference(name, operator, argument);
        }

        private String name() {
            int start = at;
            while (at < text.length() && isNamePart(text.charAt(at), at > start)) {
                at++;
            }
            return text.substring(start, at);
        }

        private String operator() {
            for (String operator : List.of(":-", ":?", ":+", "-", "?", "+")) {
                if (text.startsWith(operator, at)) {
                    at += operator.length();
                    return operator;
                }
            }
            return "";
        }

        private static boolean isNamePart(char c, boolean inside) {
            return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || inside && c >= '0' && c <= '9';
        }

        private static void flush(StringBuilder literal, List<Part> parts) {
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }
    }
}
