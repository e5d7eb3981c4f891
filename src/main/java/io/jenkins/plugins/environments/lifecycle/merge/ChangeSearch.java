package io.jenkins.plugins.environments.lifecycle.merge;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.MergeMessage;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out which of the changes that run in a stage came in with a commit: first by the commit's own message; where that
 * says nothing of use, because a stage's branch was merged into the next one or the merge was fast-forward, by the
 * messages of everything that came with it, and by whether what a change deployed is a part of it. Never guesses.
 *
 * @param candidates the environments of one project in the stage before
 */
public record ChangeSearch(Collection<Environment> candidates, GitHistory history) {

    public ChangeSearch {
        candidates = candidates.stream()
                .filter(environment -> environment.state() != EnvironmentState.GONE)
                .toList();
    }

    /**
     * @param commit what was built after the merge
     * @param before what the branch was before; null: what a merge was merged into. Where the commit is no merge, too,
     *     everything counts that the branch has.
     */
    public MergedChange find(String commit, @CheckForNull String before) {
        String message = history.message(commit).orElse("");
        MergeMessage.Told told = MergeMessage.read(message);
        Set<Change> named = matching(told);
        if (named.size() == 1) {
            return new MergedChange.Decided(
                    named.iterator().next(), "the message of " + shortened(commit) + " names it");
        }
        List<String> parents = history.parents(commit);
        Set<Change> came = cameWith(commit, before == null && parents.size() > 1 ? parents.get(0) : before);
        if (came.size() == 1) {
            return new MergedChange.Decided(
                    came.iterator().next(),
                    "it is the only one of the stage before that came with " + shortened(commit));
        }
        return undecided(commit, told, came);
    }

    private MergedChange undecided(String commit, MergeMessage.Told told, Set<Change> came) {
        String history = came.isEmpty()
                ? "nothing that runs in the stage before came with it"
                : came.size() + " changes came with it: "
                        + came.stream().map(Change::key).collect(Collectors.joining(", "));
        return new MergedChange.Undecided(
                "commit " + shortened(commit) + " does not say which change it is: " + words(told) + ", and " + history,
                came.isEmpty() ? candidates.stream().map(Environment::change).toList() : List.copyOf(came));
    }

    private static String words(MergeMessage.Told told) {
        if (told instanceof MergeMessage.Undecided undecided) {
            return undecided.why();
        }
        String named = told instanceof MergeMessage.Request request
                ? "#" + request.number()
                : "branch " + ((MergeMessage.Branch) told).name();
        return "its message names " + named + ", which does not run in the stage before";
    }

    private Set<Change> cameWith(String commit, @CheckForNull String before) {
        Set<Change> came = new LinkedHashSet<>();
        if (before != null) {
            history.messages(before, commit).forEach(message -> came.addAll(matching(MergeMessage.read(message))));
        }
        for (Environment candidate : candidates) {
            String deployed = candidate.change().commit();
            if (deployed != null
                    && history.contains(commit, deployed)
                    && (before == null || !history.contains(before, deployed))) {
                came.add(candidate.change());
            }
        }
        return came;
    }

    /** The candidates that a message tells of. */
    private Set<Change> matching(MergeMessage.Told told) {
        return candidates.stream()
                .map(Environment::change)
                .filter(change -> fits(change, told))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static boolean fits(Change change, MergeMessage.Told told) {
        if (told instanceof MergeMessage.Request request) {
            Integer number = change.number();
            return number != null && number == request.number();
        }
        return told instanceof MergeMessage.Branch branch && branch.name().equals(change.branch());
    }

    private static String shortened(String commit) {
        return commit.substring(0, Math.min(10, commit.length()));
    }
}
