package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Problem;

/** The environments that promotions come from. */
interface Sources {

    /**
     * Asks for the environment to go that a promotion has moved on, once, however often this is called.
     *
     * @param release the release that was moved
     * @param promotion the operation that did it
     * @return why it stays after all; null: it goes, or is gone
     */
    @CheckForNull
    Problem leave(Passage.Source source, int release, Operation promotion);
}
