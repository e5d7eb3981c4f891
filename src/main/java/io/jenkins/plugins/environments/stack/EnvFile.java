package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The variables that an env file defines ({@code .env}, {@code env_file}), by Compose's rules: {@code NAME=value} or
 * {@code NAME: value}, {@code export} before it, comments, quotes that may span lines, escapes in double quotes,
 * variables in all but single quotes. A name alone takes its value from outside.
 */
public final class EnvFile {

    private static final Pattern ESCAPE = Pattern.compile("\\\\([abcfnrtv$\"\\\\]|0[0-7]{0,3})");
    private static final Pattern EXPORT = Pattern.compile("export[\\t\\x0B\\f\\r ]+");
    private static final String INLINE_SPACE = "\t\u000b\f\r \u0085\u00a0";

    private final String file;
    private final String text;
    private final Problems problems;
    private final List<Entry> entries = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    /**
     * One definition.
     *
     * @param value before variables are put in; of kind nothing for a name alone
     * @param expands whether variables are put in
     */
    record Entry(String name, Tree.Text value, boolean expands) {}

    private EnvFile(String file, String text, Problems problems) {
        this.file = file;
        this.text = text;
        this.problems = problems;
    }

    /**
     * The variables of an env file that is not part of a project, such as a "Secret file" credential, with variables
     * put in that the same file defines above.
     *
     * @param source what messages call it
     * @throws InvalidInputException with every line that can't be read
     */
    public static Map<String, String> variables(String source, String text) {
        Problems problems = new Problems();
        Map<String, Variable> variables = new LinkedHashMap<>();
        Interpolator interpolator = new Interpolator(variables, Set.of(), problems);
        for (Entry entry : parse(source, text, problems)) {
            if (!entry.value().isNull()) {
                Tree.Text value = entry.expands() ? interpolator.apply(entry.value(), entry.name()) : entry.value();
                variables.put(
                        entry.name(),
                        new Variable(entry.name(), value.text(), entry.value().position(), true));
            }
        }
        problems.throwIfAny();
        Map<String, String> texts = new LinkedHashMap<>();
        variables.forEach((name, variable) -> texts.put(name, variable.text()));
        return texts;
    }

    /** The definitions, in order; what can't be read is reported and left out. */
    static List<Entry> parse(String file, String text, Problems problems) {
        EnvFile reading = new EnvFile(file, text, problems);
        while (reading.skipToStatement()) {
            reading.statement();
        }
        return reading.entries;
    }

    /** The definitions of a file whose values are taken as they are ({@code format: raw}). */
    static List<Entry> parseRaw(String file, String text) {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        int offset = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String stripped = line.stripLeading();
            int equals = line.indexOf('=');
            if (!stripped.isEmpty() && !stripped.startsWith("#")) {
                int column = equals < 0 ? line.length() - stripped.length() + 1 : equals + 2;
                Position position = new Position(file, number, column);
                String name = (equals < 0 ? line : line.substring(0, equals)).strip();
                Tree.Text value = equals < 0
                        ? Tree.Text.nothing(position)
                        : value(
                                line.substring(equals + 1).replaceFirst("\r$", ""),
                                position,
                                new Tree.Span(file, offset + equals + 1, offset + line.length()));
                entries.add(new Entry(name, value, false));
            }
            offset += line.length() + 1;
        }
        return entries;
    }

    private static Tree.Text value(String text, Position position, Tree.Span span) {
        return new Tree.Text(text, Tree.Kind.STRING, text, List.of(), position, span);
    }

    private boolean skipToStatement() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                skipLine();
            } else if (Character.isWhitespace(c) || INLINE_SPACE.indexOf(c) >= 0) {
                step();
            } else {
                return true;
            }
        }
        return false;
    }

    private void statement() {
        Matcher export = EXPORT.matcher(text).region(at, text.length());
        if (export.lookingAt()) {
            at = export.end();
        }
        Position position = new Position(file, line, at - lineStart + 1);
        int start = at;
        while (at < text.length() && isNamePart(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at);
        skipInlineSpace();
        if (name.isEmpty()) {
            problems.unread(position, "here is no name of a variable", "write NAME=value");
            skipLine();
        } else if (at >= text.length() || text.charAt(at) == '\n') {
            entries.add(new Entry(name, Tree.Text.nothing(position), false));
        } else if (text.charAt(at) == '=' || text.charAt(at) == ':') {
            at++;
            skipInlineSpace();
            value(name, new Position(file, line, at - lineStart + 1));
        } else {
            problems.unread(
                    new Position(file, line, at - lineStart + 1),
                    "after the name " + name + " there is no equals sign",
                    "write NAME=value; a name has letters, digits and _ . -");
            skipLine();
        }
    }

    private void value(String name, Position position) {
        char quote = at < text.length() ? text.charAt(at) : '\n';
        if (quote == '"' || quote == '\'') {
            quoted(name, position, quote);
            return;
        }
        int end = text.indexOf('\n', at);
        end = end < 0 ? text.length() : end;
        String value = text.substring(at, end);
        int comment = value.indexOf(" #");
        value = (comment < 0 ? value : value.substring(0, comment)).stripTrailing();
        entries.add(new Entry(name, value(value, position, new Tree.Span(file, at, at + value.length())), true));
        at = end;
    }

    private void quoted(String name, Position position, char quote) {
        int start = at;
        StringBuilder value = new StringBuilder();
        step();
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                if (text.charAt(at + 1) != quote) {
                    value.append('\\');
                }
                step();
                if (text.charAt(at) == '\\') {
                    // A pair of backslashes stays one for the escapes below.
                    value.append('\\');
                    step();
                    continue;
                }
            }
            value.append(text.charAt(at));
            step();
        }
        if (at >= text.length()) {
            problems.unread(position, "the value of " + name + " begins with a quote that is not closed", "close it");
            return;
        }
        step();
        Tree.Span span = new Tree.Span(file, start, at);
        boolean expands = quote == '"';
        String result = expands ? unescape(value.toString()) : value.toString();
        entries.add(new Entry(name, value(result, position, span), expands));
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(match -> {
            String code = match.group(1);
            String character =
                    switch (code.charAt(0)) {
                        case 'a' -> "\u0007";
                        case 'b' -> "\b";
                        case 'f' -> "\f";
                        case 'n' -> "\n";
                        case 'r' -> "\r";
                        case 't' -> "\t";
                        case 'v' -> "\u000b";
                            // Later, variables are put in: $$ is what stands for a dollar sign there.
                        case '$' -> "$$";
                        case '0' -> code.length() == 4
                                ? String.valueOf((char) (Integer.parseInt(code, 8) & 0xff))
                                : "\\" + code.substring(1);
                        case 'c' -> "\\c";
                        default -> code;
                    };
            return Matcher.quoteReplacement(character);
        });
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || "_.-[]".indexOf(c) >= 0;
    }

    private void skipInlineSpace() {
        while (at < text.length() && INLINE_SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void skipLine() {
        while (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
    }

    private void step() {
        if (text.charAt(at) == '\n') {
            line++;
            lineStart = at + 1;
        }
        at++;
    }
}
