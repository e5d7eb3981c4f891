package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Target.Discovered;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What becomes of an orphan: a pure function of what was found, its stage and the settings.
 *
 * @param words as a clause without a full stop
 */
record Fate(Deed deed, String words) {

    /** What is done now. */
    enum Deed {
        NOTHING,
        ADOPT,
        DESTROY
    }

    /**
     * @param most most of what is on the target has no record: then it is the records that are wrong
     * @param seen since when it is known to be an orphan
     */
    static Fate of(
            Adoption orphan,
            @CheckForNull Stage stage,
            ReconcileSettings settings,
            boolean most,
            Instant seen,
            Instant now) {
        String keeps = settings.orphans() == ReconcileSettings.Orphans.SHOW
                ? byHand(orphan.found())
                : settings.orphans() == ReconcileSettings.Orphans.ADOPT
                        ? orphan.isWhole() ? null : "its marks do not tell whose it is, so a person decides"
                        : undestroyed(orphan, stage, most);
        if (keeps != null) {
            return new Fate(Deed.NOTHING, keeps);
        }
        boolean adopts = settings.orphans() == ReconcileSettings.Orphans.ADOPT;
        Instant at = seen.plus(settings.orphanGrace());
        if (now.isBefore(at)) {
            return new Fate(
                    Deed.NOTHING,
                    "it is " + (adopts ? "taken up again" : "destroyed") + " at " + at.truncatedTo(ChronoUnit.MINUTES));
        }
        return adopts ? new Fate(Deed.ADOPT, "it was taken up again") : new Fate(Deed.DESTROY, "it is being destroyed");
    }

    /** What a person can do. */
    static String byHand(Discovered found) {
        return found.kept().isEmpty()
                ? "a person decides: adopt it, then deploy or destroy it"
                : "a person decides: deploy it again, which takes that up, or adopt it, then destroy it with its data";
    }

    /** Why it is not destroyed though orphans are; null: it is. */
    @CheckForNull
    private static String undestroyed(Adoption orphan, @CheckForNull Stage stage, boolean most) {
        if (!orphan.found().kept().isEmpty()) {
            return byHand(orphan.found());
        }
        if (orphan.isStanding()) {
            return "it is a standing environment, so a person decides";
        }
        if (stage == null) {
            return "its stage is not configured, so a person decides";
        }
        if (stage.isProtected()) {
            return "its stage is protected, so a person decides";
        }
        return most
                ? "most of what is on the target has no record, which is what a lost journal looks like, so a person decides"
                : null;
    }
}
