package io.jenkins.plugins.environments.model;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * What is being deployed: a pull or merge request, or a branch, at a commit.
 *
 * @param project the project that environments belong to, e.g. {@code giveway}
 * @param number the pull or merge request's number; null for a branch
 * @param branch the branch; null when only the number is known
 * @param commit the commit's id; null when unknown
 * @param title what people call it; null when unknown
 * @param link where it can be looked at (http or https); null when unknown
 */
public record Change(
        String project,
        @CheckForNull Integer number,
        @CheckForNull String branch,
        @CheckForNull String commit,
        @CheckForNull String title,
        @CheckForNull String link) {

    private static final int MAX_KEY = 30;

    public Change {
        if (number == null && (branch == null || branch.isBlank())) {
            throw new InvalidInputException(new Problem(
                    null,
                    "a change has neither a number nor a branch",
                    "say which with \"change\", e.g. change: '42'"));
        }
    }

    /** A pull or merge request known only by its number. */
    public static Change request(String project, int number) {
        return new Change(project, number, null, null, null, null);
    }

    /** A branch. */
    public static Change branch(String project, String branch) {
        return new Change(project, null, branch, null, null, null);
    }

    /** The change's part of identities and host names: {@code pr-42}, or the branch as a DNS label. */
    public String key() {
        return number != null ? "pr-" + number : DnsLabel.of(String.valueOf(branch), MAX_KEY);
    }
}
