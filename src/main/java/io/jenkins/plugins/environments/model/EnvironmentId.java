package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The identity of an environment: {@code <project>-<stage>-<change>}, for a standing one {@code <project>-<stage>}. A
 * DNS label (RFC 1123) of at most {@value #MAX_LENGTH} characters, so that a namespace prefix still fits; a name that is
 * longer, or that loses characters on the way, ends in a hash, so two names never become one. Stable across re-deploys.
 *
 * @param value the label
 */
public record EnvironmentId(String value) implements Comparable<EnvironmentId> {

    /** The most characters that an identity has: 63 of a DNS label less room for a namespace prefix. */
    public static final int MAX_LENGTH = 53;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");

    public EnvironmentId {
        if (value.length() > MAX_LENGTH || !LABEL.matcher(value).matches()) {
            throw new InvalidInputException(new Problem(
                    null,
                    "\"" + value + "\" is no environment id",
                    "use lower-case letters, digits and dashes, at most " + MAX_LENGTH + " characters"));
        }
    }

    /**
     * The identity for a change of a project in a stage.
     *
     * @param change the change's key ({@link Change#key()}); null for a standing environment
     */
    public static EnvironmentId of(String project, String stage, @CheckForNull String change) {
        String name = Stream.of(project, stage, change)
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining("-"));
        // The parts keep their borders in the hash: a-b + c and a + b-c are two environments.
        String whole = Stream.of(project, stage, change == null ? "" : change).collect(Collectors.joining("\n"));
        return new EnvironmentId(DnsLabel.of(name, whole, MAX_LENGTH));
    }

    @Override
    public int compareTo(EnvironmentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
