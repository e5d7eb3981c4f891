package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists and maps of a step's form: one entry on a line, {@code NAME=value} in maps. */
final class StepTexts {

    private StepTexts() {}

    @CheckForNull
    static String lines(@CheckForNull List<String> list) {
        return list == null ? null : String.join("\n", list);
    }

    @CheckForNull
    static String lines(@CheckForNull Map<String, String> map) {
        return map == null
                ? null
                : map.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("\n"));
    }

    /** @return null for a text without entries */
    @CheckForNull
    static List<String> list(@CheckForNull String lines) {
        return lines == null
                ? null
                : some(lines.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList());
    }

    /** @return null for a text without entries */
    @CheckForNull
    static Map<String, String> map(@CheckForNull String lines) {
        List<String> entries = list(lines);
        if (entries == null) {
            return null;
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (String entry : entries) {
            int end = entry.indexOf('=');
            map.put(end < 0 ? entry : entry.substring(0, end).strip(), end < 0 ? "" : entry.substring(end + 1));
        }
        return map;
    }

    /** A copy that can be kept with the Pipeline; its entries are texts even when Groovy gave others. */
    @CheckForNull
    static ArrayList<String> copy(@CheckForNull List<?> list) {
        return list == null || list.isEmpty()
                ? null
                : new ArrayList<>(list.stream().map(String::valueOf).toList());
    }

    /** A copy that can be kept with the Pipeline; its entries are texts even when Groovy gave others. */
    @CheckForNull
    static LinkedHashMap<String, String> copy(@CheckForNull Map<?, ?> map) {
        if (map == null || map.isEmpty()) {
            return null;
        }
        LinkedHashMap<String, String> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), String.valueOf(value)));
        return copy;
    }

    /** @throws io.jenkins.plugins.environments.model.InvalidInputException when the text is no duration */
    static Duration timeout(@CheckForNull String text, Duration otherwise) {
        return text == null ? otherwise : Durations.parse(text, Position.of("timeout"));
    }

    @CheckForNull
    private static List<String> some(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
