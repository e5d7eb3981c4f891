package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.model.DnsLabel;
import io.jenkins.plugins.environments.model.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes host names (RFC 1123: labels of at most 63 characters, 253 in all). */
final class HostName {

    /** The most characters of a label. */
    static final int MAX_LABEL = 63;

    private static final int MAX = 253;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern VALID =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private HostName() {}

    /** The name that a pattern gives; a label that would be no valid one ends in a hash. */
    static String of(String pattern, Map<String, String> values, List<Problem> problems) {
        Matcher matcher = PLACEHOLDER.matcher(pattern);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = values.get(matcher.group(1));
            if (value == null) {
                add(
                        problems,
                        new Problem(
                                null,
                                "the link pattern \"" + pattern + "\" has the unknown placeholder " + matcher.group(),
                                "use "
                                        + new TreeSet<>(values.keySet())
                                                .stream()
                                                        .map(name -> "{" + name + "}")
                                                        .collect(Collectors.joining(", "))));
                value = "x";
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(filled);
        String name = Arrays.stream(filled.toString().split("\\."))
                .filter(label -> !label.isBlank())
                .map(label -> DnsLabel.of(label.toLowerCase(Locale.ROOT), MAX_LABEL))
                .collect(Collectors.joining("."));
        if (name.isEmpty() || name.length() > MAX) {
            add(
                    problems,
                    new Problem(
                            null,
                            "the link pattern \"" + pattern + "\" gives a host name of " + name.length()
                                    + " characters",
                            "a host name has 1 to " + MAX));
        }
        return name;
    }

    /** A name that somebody wrote; it is taken as it is. */
    static String fixed(String name, String service, List<Problem> problems) {
        String host = name.toLowerCase(Locale.ROOT);
        boolean valid = host.length() <= MAX
                && VALID.matcher(host).matches()
                && Arrays.stream(host.split("\\.")).allMatch(label -> label.length() <= MAX_LABEL);
        if (!valid) {
            add(
                    problems,
                    new Problem(
                            null,
                            "\"" + name + "\", the name of the link of service \"" + service + "\", is no host name",
                            "correct it in the stage's links"));
        }
        return host;
    }

    /** The same pattern is wrong for every service: once is enough. */
    private static void add(List<Problem> problems, Problem problem) {
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }
}
