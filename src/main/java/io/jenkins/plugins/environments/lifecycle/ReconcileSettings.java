package io.jenkins.plugins.environments.lifecycle;

import java.time.Duration;

/**
 * Numbers of the reconcile loop.
 *
 * @param every the time from one look to the next, shortened by chance by up to a tenth
 * @param limit so many environments at most are taken away in one look at a stage; 0: no limit
 * @param orphans what becomes of what no record knows
 * @param orphanGrace for so long an orphan must have been seen before anything becomes of it
 * @param destroyTimeout after which a removal counts as stuck
 */
public record ReconcileSettings(
        Duration every, int limit, Orphans orphans, Duration orphanGrace, Duration destroyTimeout) {

    public static final ReconcileSettings DEFAULT =
            new ReconcileSettings(Duration.ofMinutes(5), 0, Orphans.SHOW, Duration.ofHours(1), Duration.ofMinutes(10));

    /** What becomes of what carries our mark on a target and no record knows. */
    public enum Orphans {
        /** It is shown; a person decides. */
        SHOW,
        /** It is taken up again: its record is made anew from its marks. */
        ADOPT,
        /** It is taken up again, and then taken away. */
        DESTROY
    }
}
