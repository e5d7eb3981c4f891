package io.jenkins.plugins.environments.target;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/**
 * What is still there of an environment that goes.
 *
 * @param remaining empty: nothing is left
 * @param kept volumes that stay, as the data policy says
 */
public record Teardown(List<Remaining> remaining, List<String> kept) {

    public Teardown {
        remaining = List.copyOf(remaining);
        kept = List.copyOf(kept);
    }

    /** Nothing of ours is left but what was to be kept. */
    public boolean gone() {
        return remaining.isEmpty();
    }

    /**
     * @param finalizers what holds it
     * @param reason the target's own words; null when it gives none
     */
    public record Remaining(String kind, String name, List<String> finalizers, @CheckForNull String reason) {
        public Remaining {
            finalizers = List.copyOf(finalizers);
        }
    }
}
