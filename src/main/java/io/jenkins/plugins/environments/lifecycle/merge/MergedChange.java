package io.jenkins.plugins.environments.lifecycle.merge;

import io.jenkins.plugins.environments.model.Change;
import java.util.List;

/** Which change a commit brought into a branch. */
public sealed interface MergedChange {

    /** How that is known, or why it is not, as a clause without a full stop. */
    String sentence();

    /** It is this change. */
    record Decided(Change change, String sentence) implements MergedChange {}

    /**
     * It can't be told, so a person must say it.
     *
     * @param candidates the changes that it may be; empty: none is known
     */
    record Undecided(String sentence, List<Change> candidates) implements MergedChange {
        public Undecided {
            candidates = List.copyOf(candidates);
        }
    }
}
