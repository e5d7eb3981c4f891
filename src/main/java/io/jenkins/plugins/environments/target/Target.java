package io.jenkins.plugins.environments.target;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where environments run: a Kubernetes cluster or a Docker engine.
 *
 * <p>Every call may talk to the target but never waits for a state there: whoever waits subscribes with {@link #watch}
 * and looks with {@link #observe}, which answers from memory. Every call can be repeated: it first looks at what is
 * there. Nothing that does not carry the owner's mark is ever changed or removed. All methods are safe for use by many
 * threads and throw {@link TargetException}, whose kind says whether the same call may work later.
 */
public interface Target extends AutoCloseable {

    /** The id under which it is configured. */
    String id();

    /**
     * Checks without touching anything whether the target can run this.
     *
     * @return warnings: keys of the stack with no meaning here; may be empty
     * @throws io.jenkins.plugins.environments.model.InvalidInputException with every reason why it can't
     */
    List<Problem> check(Desired desired);

    /**
     * Makes the place and puts all configuration there, sensitive values among it. After this the deployment needs
     * nothing but the target and the journal.
     *
     * @param values the sensitive values; may be {@link SecretValues#none()} when an earlier call brought them
     * @return what was done for that; a target that can't tell says nothing
     * @throws TargetException {@link TargetException.Kind#VALUES_MISSING} when they are neither given nor there
     */
    Applied prepare(Desired desired, SecretValues values);

    /**
     * The sensitive values that an earlier {@link #prepare} brought for this, read from the target, so that a promotion
     * can take them along. Those that are not there are left out; a target that can't read them back gives none.
     */
    default SecretValues values(Desired desired) {
        return SecretValues.none();
    }

    /**
     * Makes these services what they shall be. What is so already is left alone.
     *
     * @param services a wave of {@link io.jenkins.plugins.environments.stack.Waves}
     */
    Applied apply(Desired desired, Set<String> services);

    /**
     * What is known of the environment now, from memory. A service counts as ready only as far as the target has taken
     * up the very object, and the generation of it, that {@code applied} names.
     */
    Observation observe(EnvironmentId id, Applied applied);

    /**
     * Removes what earlier deployments left and this one does not name. Volumes stay.
     *
     * @param kept configuration of earlier releases that a rollback may need
     */
    Applied prune(Desired desired, List<Desired> kept);

    /**
     * The links of what was applied, as they lead there: those asked for, unless the target has no way for them and gives
     * them another.
     */
    default List<Link> links(Desired desired) {
        return desired.links();
    }

    /** Service to the image that really runs, by digest as far as the target tells one. */
    Map<String, String> runningImages(EnvironmentId id);

    /**
     * Asks for everything of the environment to go and tells what is still there. Call again until nothing is.
     *
     * @param owner the owner's instance id: what carries another is left alone
     * @param data what becomes of volumes
     */
    Teardown destroy(EnvironmentId id, String owner, DataPolicy data);

    /**
     * As {@link #destroy}, and takes off what holds things that were asked to go: finalizers whose controllers are dead.
     * What those would have cleaned up elsewhere stays behind, so this is done only when a person asks for it by name. A
     * target where nothing holds anything does as {@link #destroy}.
     */
    default Teardown force(EnvironmentId id, String owner, DataPolicy data) {
        return destroy(id, owner, data);
    }

    /** Why a service is not ready, as a person would dig it out: events, image pull errors, the last lines of its log. */
    Failure diagnose(Desired desired, String service);

    /**
     * What a service wrote last and what happened to it, for a person who asks; sensitive values are masked. Talks to the
     * target, a few requests. A target that can't tell gives nothing.
     *
     * @param owner the owner's instance id: the log of what carries another is not told
     * @param lines how many at most of each log
     * @throws TargetException {@link TargetException.Kind#VALUES_MISSING} when a value is not there to be masked
     */
    default Insight insight(EnvironmentId id, String owner, String service, int lines) {
        return Insight.nothing();
    }

    /** Every environment on the target that carries this owner's mark. */
    List<Discovered> discover(String owner);

    /**
     * Removes what is left on the target of an owner's environments that are gone, and that nothing there uses: images
     * that were built or pulled for them. A target that keeps nothing of the kind does nothing.
     *
     * @param living environments that are not gone, or not for long enough
     * @param needed images that a release or an operation names; they stay
     * @param before what was made later stays
     */
    default Applied tidy(String owner, Set<EnvironmentId> living, Set<String> needed, Instant before) {
        return Applied.NOTHING;
    }

    /**
     * Calls the listener, on any thread, when something of an environment may have changed. Events are hints: they may
     * come late, twice or not at all.
     */
    Subscription watch(Consumer<EnvironmentId> listener);

    /** Releases connections and threads. */
    @Override
    void close();

    /** What becomes of volumes when an environment goes. */
    enum DataPolicy {
        KEEP,
        DELETE
    }

    /** An end to a subscription. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * An environment found on a target by its labels.
     *
     * @param project the project's name, or its label where that is all there is; empty when both are missing
     * @param change the change's key; empty for a standing one
     * @param branch the branch of the change; null when the target does not tell
     * @param commit the commit of the change; null when the target does not tell
     * @param since when it was made; null when the target does not tell
     * @param kept volumes that are all there is of it, since it was taken away without its data; empty: it runs, or may
     */
    record Discovered(
            EnvironmentId id,
            String owner,
            String project,
            String stage,
            String change,
            @CheckForNull String branch,
            @CheckForNull String commit,
            @CheckForNull Instant since,
            List<String> kept) {

        public Discovered {
            kept = List.copyOf(kept);
        }

        /** One that runs, or may. */
        public Discovered(
                EnvironmentId id,
                String owner,
                String project,
                String stage,
                String change,
                @CheckForNull String branch,
                @CheckForNull String commit,
                @CheckForNull Instant since) {
            this(id, owner, project, stage, change, branch, commit, since, List.of());
        }

        /** One of which the target tells no more. */
        public Discovered(EnvironmentId id, String owner, String project, String stage, String change) {
            this(id, owner, project, stage, change, null, null, null);
        }
    }
}
