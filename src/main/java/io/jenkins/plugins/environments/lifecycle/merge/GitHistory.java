package io.jenkins.plugins.environments.lifecycle.merge;

import java.util.List;
import java.util.Optional;

/**
 * The history of a repository, as far as a clone has it. Implemented over the {@code git} program for the terminal and
 * over the workspace's Git client for Jenkins; may take a while. Throws {@link
 * io.jenkins.plugins.environments.model.OperationFailedException} when the repository can't be asked at all.
 */
public interface GitHistory {

    /** The whole message of a commit; empty when the clone does not have the commit. */
    Optional<String> message(String commit);

    /** The newest commit that both come from, whole; empty when there is none, or the clone does not know one of them. */
    Optional<String> mergeBase(String one, String other);

    /** What a commit was made from, the branch that it was made on first; more than one for a merge. */
    List<String> parents(String commit);

    /**
     * The messages of all commits that come with {@code commit} and not with {@code before}, newest first, at most a
     * thousand; empty when the clone does not know one of the two.
     */
    List<String> messages(String before, String commit);

    /** Whether an older commit is the commit itself, or comes before it; false also when the clone does not know. */
    default boolean contains(String commit, String older) {
        return mergeBase(commit, older).filter(base -> base.startsWith(older)).isPresent();
    }
}
