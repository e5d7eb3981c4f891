package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Failure;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Hears how the deploys, promotions and rollbacks of builds go, to tell it to people who do not look at Jenkins. */
public interface DeployNews extends ExtensionPoint {

    /** How far it is. */
    enum Verdict {
        /** It was taken, and goes on. */
        UNDER_WAY,
        /** All services are ready, and the release is recorded. */
        READY,
        FAILED,
        /** It was told to stop, or a newer one took its place before it began. */
        SET_ASIDE
    }

    /**
     * What there is to tell.
     *
     * @param environment as it is now
     * @param release the number of the release that was made; 0: none
     * @param failure why it failed; null: it did not, or nobody knows
     */
    record News(Verdict verdict, Environment environment, int release, @CheckForNull Failure failure) {}

    /** Tells it. May wait for other systems, but not for long. What goes wrong is said in the log, and harms nothing. */
    void tell(Run<?, ?> run, TaskListener listener, News news);

    /** Tells it to all. */
    static void tellAll(Run<?, ?> run, TaskListener listener, News news) {
        for (DeployNews each : ExtensionList.lookup(DeployNews.class)) {
            try {
                each.tell(run, listener, news);
            } catch (RuntimeException | LinkageError e) {
                // A report about a deploy must not decide how the deploy ends.
                Logger.getLogger(DeployNews.class.getName())
                        .log(Level.WARNING, "The deploy of " + run + " could not be reported", e);
                listener.error(
                        "The deploy could not be reported: " + e.getClass().getSimpleName());
            }
        }
    }
}
