package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.store.Passage;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.lifecycle.store.Work;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.target.Desired;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Which release a rollback brings back, and how; also how the one that runs is deployed again. */
record Rollback(RollbackRequest request, Lane lane, String owner) {

    /** What deploys the newest release again, as it ran. It holds nothing. */
    static Work.Deploy again(Lane lane, Duration timeout, Origin origin) {
        Environment environment = lane.environment();
        Rollback rollback = new Rollback(
                new RollbackRequest(environment.id(), environment.release(), "", timeout, origin),
                lane,
                lane.record().owner());
        if (environment.release() == 0) {
            throw new RefusedException(
                    "environment " + environment.id() + " has no release yet, so there is nothing to deploy again",
                    "deploy the change");
        }
        ReleaseRecord release = rollback.release();
        // What is on its way now would be undone by what ran before.
        if (!lane.open().isEmpty()) {
            throw new RefusedException(
                    "environment " + environment.id() + " is at work ("
                            + Present.describe(lane.open().get(0).operation()) + ")",
                    "wait until it has ended");
        }
        return rollback.bringing(release, null);
    }

    /** The release that is brought back. */
    ReleaseRecord release() {
        Environment environment = lane.environment();
        if (environment.state() == EnvironmentState.GONE) {
            throw new RefusedException(
                    "environment " + environment.id() + " is gone, so there is nothing to roll back",
                    "deploy the change again");
        }
        if (lane.isGoing()) {
            throw new RefusedException(
                    "environment " + environment.id() + " is being taken away",
                    "deploy the change again when it is gone");
        }
        Integer wanted = request.to();
        if (wanted == null) {
            return newestBefore(environment);
        }
        ReleaseRecord found = lane.releases().get(wanted);
        if (found == null) {
            throw new InvalidInputException(new Problem(
                    null,
                    "environment " + environment.id() + " has no release " + wanted,
                    "name one of " + lane.releases().keySet()));
        }
        return found;
    }

    private ReleaseRecord newestBefore(Environment environment) {
        ReleaseRecord runs = running();
        if (runs != null && lane.record().environment().state() == EnvironmentState.FAILED) {
            // What was deployed after it never became a release.
            return runs;
        }
        return lane.releases().headMap(runs == null ? 0 : line(runs), false).descendingMap().values().stream()
                .filter(each -> !same(each.release(), runs))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "environment " + environment.id() + " has no other release before the one that runs",
                        "deploy a state that is well"));
    }

    @CheckForNull
    private ReleaseRecord running() {
        return lane.releases().get(lane.environment().release());
    }

    /** A release that a rollback made stands for the one that it brought back: before it comes what came before that. */
    private int line(ReleaseRecord record) {
        Release.Ancestry ancestry = record.release().ancestry();
        while (ancestry != null
                && ancestry.environment().equals(record.release().environment())) {
            ReleaseRecord before = lane.releases().get(ancestry.release());
            if (before == null) {
                return ancestry.release();
            }
            record = before;
            ancestry = record.release().ancestry();
        }
        return record.release().number();
    }

    private static boolean same(Release one, @CheckForNull ReleaseRecord other) {
        return other != null
                && one.configurationDigest().equals(other.release().configurationDigest())
                && one.images().equals(other.release().images());
    }

    private Desired desired(ReleaseRecord to, @CheckForNull ReleaseRecord runs) {
        Environment environment = lane.environment();
        Desired then = Past.desired(to, owner, environment.stage(), environment.lifetime());
        if (lane.record().environment().state() == EnvironmentState.FAILED) {
            // Nobody knows what a deploy left that failed, and a tag may have moved since: every image by its digest.
            return Past.byDigest(to, then);
        }
        Desired present = runs == null ? then : Past.desired(runs, owner, environment.stage(), environment.lifetime());
        return Past.desired(
                to, present, runs == null ? Map.of() : runs.release().images(), to.quota());
    }

    /** What brings it back, and holds the environment. */
    Work.Deploy work(ReleaseRecord to, Instant now) {
        return bringing(
                to, new Environment.Hold(request.reason(), request.origin().by(), now));
    }

    private Work.Deploy bringing(ReleaseRecord to, @CheckForNull Environment.Hold hold) {
        Release release = to.release();
        ReleaseRecord runs = running();
        return new Work.Deploy(
                desired(to, runs),
                release.sources(),
                OnFailure.ROLLBACK,
                to.expireAfter(),
                List.of(),
                request.timeout(),
                release.inputs(),
                false,
                new Passage(
                        new Release.Ancestry(release.environment(), release.number(), release.madeAt()), null, hold));
    }
}
