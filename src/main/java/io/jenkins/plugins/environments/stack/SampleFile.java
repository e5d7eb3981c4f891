package io.jenkins.plugins.environments.stack;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sample file as people left it: what they wrote about each variable. Lines that begin with {@value #MADE} were made
 * by the program and are not part of it.
 *
 * @param top comments before the first variable that a blank line parts from it
 * @param lines by variable
 * @param end comments after the last variable
 */
record SampleFile(List<String> top, Map<String, Entry> lines, List<String> end) {

    /** Begins the lines that are made anew each time. */
    static final String MADE = "#:";

    private static final Pattern COMMENTED = Pattern.compile("#\\s?([A-Za-z_][A-Za-z0-9_]*)=(.*)");

    /**
     * A variable.
     *
     * @param comments lines above it
     * @param value as it is written, with quotes and what stands after it
     * @param commented it is in a comment: not set
     */
    record Entry(List<String> comments, String value, boolean commented) {}

    /**
     * Reads one.
     *
     * @param known variables; a commented line that sets another one is a comment
     */
    static SampleFile parse(String file, String text, Set<String> known, Problems problems) {
        // Where each definition begins and ends: a value in quotes may have many lines.
        Map<Integer, EnvFile.Entry> definitions = new LinkedHashMap<>();
        EnvFile.parse(file, text, problems)
                .forEach(entry -> definitions.put(entry.value().position().line(), entry));
        List<String> top = new ArrayList<>();
        Map<String, Entry> lines = new LinkedHashMap<>();
        List<String> comments = new ArrayList<>();
        String[] all = text.split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            String line = all[i].stripTrailing();
            EnvFile.Entry definition = definitions.get(i + 1);
            Matcher commented = COMMENTED.matcher(line);
            if (definition != null) {
                int last = i + ends(text, definition.value().span());
                lines.put(
                        definition.name(),
                        new Entry(
                                List.copyOf(comments),
                                value(all, i, last),
                                definition.value().isNull()));
                comments.clear();
                i = last;
            } else if (commented.matches() && known.contains(commented.group(1))) {
                lines.putIfAbsent(commented.group(1), new Entry(List.copyOf(comments), commented.group(2), true));
                comments.clear();
            } else if (line.startsWith("#") && !line.startsWith(MADE)) {
                comments.add(line);
            } else if (line.isEmpty() && lines.isEmpty() && !comments.isEmpty()) {
                top.addAll(comments);
                comments.clear();
            }
        }
        return new SampleFile(top, lines, comments);
    }

    /** Line ends within a value. */
    private static int ends(String text, @CheckForNull Tree.Span span) {
        return span == null
                ? 0
                : (int) text.substring(span.start(), span.end())
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    private static String value(String[] all, int first, int last) {
        StringBuilder value =
                new StringBuilder(all[first].replaceFirst("^\\s*(export\\s+)?[^=:\\s]+\\s*[=:]?\\s*", ""));
        for (int i = first + 1; i <= last && i < all.length; i++) {
            value.append('\n').append(all[i]);
        }
        return value.toString().stripTrailing();
    }
}
