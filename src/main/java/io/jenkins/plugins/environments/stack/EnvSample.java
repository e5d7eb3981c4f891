package io.jenkins.plugins.environments.stack;

import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.stack.SampleFile.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The {@code .env.sample} of a team: every variable that the stack reads, where it is read and what it is without a
 * value, by service. A copy of it as {@code .env} changes nothing but what people fill in: a default is written out, a
 * variable that may be missing is in a comment, and what is sensitive or has to be there is a placeholder.
 *
 * <p>Of an earlier sample stay: comments, which belong to the variable below them, and values. A value of a sensitive
 * variable stays only if it is a placeholder. Made from its own output, a sample is the same.
 */
final class EnvSample {

    private static final String MADE = SampleFile.MADE + " ";
    private static final String SHARED = "several services";
    private static final String PROJECT = "the project";
    private static final String UNREAD = "not read by the stack";

    private final Reads reads;
    private final SampleFile before;
    private final StringBuilder text = new StringBuilder();

    private EnvSample(Reads reads, SampleFile before) {
        this.reads = reads;
        this.before = before;
    }

    static String of(Reads reads, SampleFile before) {
        return new EnvSample(reads, before).print();
    }

    private String print() {
        line(MADE + "Every variable that the stack reads. Copy this file to .env and put in what stands in <...>.");
        line(MADE + "env-sample writes it; what stands after #: is made anew, values and other comments stay.");
        if (!before.top().isEmpty()) {
            line("");
            before.top().forEach(this::line);
        }
        Map<String, List<Reads.Read>> all = reads.all();
        groups(all).forEach((group, names) -> {
            line("");
            line(MADE + "--- " + group + " ---");
            names.forEach(name -> variable(name, all.get(name)));
        });
        List<String> unread = before.lines().keySet().stream()
                .filter(name -> !all.containsKey(name))
                .toList();
        if (!unread.isEmpty()) {
            line("");
            line(MADE + "--- " + rest() + " ---");
            unread.forEach(this::unread);
        }
        if (!before.end().isEmpty()) {
            line("");
            before.end().forEach(this::line);
        }
        return text.toString();
    }

    /** Names by what reads them: the project, several services, then each service in the order of the files. */
    private static Map<String, List<String>> groups(Map<String, List<Reads.Read>> all) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put(PROJECT, new ArrayList<>());
        groups.put(SHARED, new ArrayList<>());
        all.forEach((name, places) -> {
            Set<String> services = new LinkedHashSet<>();
            places.forEach(read -> services.addAll(read.services()));
            String group = services.isEmpty()
                    ? PROJECT
                    : services.size() > 1 ? SHARED : services.iterator().next();
            groups.computeIfAbsent(group, key -> new ArrayList<>()).add(name);
        });
        groups.values().removeIf(List::isEmpty);
        return groups;
    }

    private void variable(String name, List<Reads.Read> places) {
        line("");
        Entry entry = before.lines().get(name);
        if (entry != null) {
            entry.comments().forEach(this::line);
        }
        boolean sensitive =
                places.stream().anyMatch(Reads.Read::sensitive) || entry != null && Sensitivity.ofValue(entry.value());
        boolean required = places.stream().anyMatch(Reads.Read::required);
        places.forEach(read -> place(read, sensitive));
        Set<String> defaults = places.stream()
                .map(read -> read.fallback() == null ? "" : read.fallback())
                .collect(Collectors.toCollection(TreeSet::new));
        if (sensitive) {
            boolean kept = entry != null && Placeholders.is(entry.value());
            line(name + "=" + (kept ? entry.value() : placeholder(name)));
        } else if (entry != null && !(required && entry.commented())) {
            line((entry.commented() ? "# " : "") + name + "=" + entry.value());
        } else if (required) {
            line(name + "=" + placeholder(name));
        } else if (defaults.size() == 1 && !defaults.contains("")) {
            line(name + "=" + quoted(defaults.iterator().next()));
        } else {
            // Without a value, or with another one at each place: to set it would change that.
            line("# " + name + "=");
        }
    }

    private void place(Reads.Read read, boolean sensitive) {
        Position at = read.at();
        String services = read.services().size() > 1 ? " in " + String.join(", ", new TreeSet<>(read.services())) : "";
        String value = read.fallback();
        String fallback = value == null ? "" : ", default " + (sensitive ? Sensitivity.MASK : shown(value));
        line(MADE + at.file() + ":" + at.line() + services + fallback + (read.required() ? ", required" : ""));
    }

    private String rest() {
        return reads.whole().isEmpty() ? UNREAD : "given to " + String.join(", ", reads.whole()) + " by env_file";
    }

    private static String shown(String fallback) {
        return fallback.isEmpty() ? "empty" : quoted(fallback);
    }

    private void unread(String name) {
        Entry entry = before.lines().get(name);
        line("");
        entry.comments().forEach(this::line);
        boolean open = !reads.sensitive(name) && !Sensitivity.ofValue(entry.value()) || Placeholders.is(entry.value());
        line((entry.commented() ? "# " : "") + name + "=" + (open ? entry.value() : placeholder(name)));
    }

    private static String placeholder(String name) {
        return "<" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "") + ">";
    }

    /** As an env file has to say it. */
    private static String quoted(String value) {
        if (value.matches("[^\\s\"'#$\\\\]([^\"'#$\\\\\\n]*[^\\s\"'#$\\\\])?") || value.isEmpty()) {
            return value;
        }
        if (!value.contains("'")) {
            return "'" + value + "'";
        }
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + "\"";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
