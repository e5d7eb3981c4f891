package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.store.OperationRecord;
import io.jenkins.plugins.environments.lifecycle.store.ReleaseRecord;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which release a promotion moves, and whether it may. Each rule throws {@link RefusedException} with what it says and
 * what to do.
 */
record PromotionRules(PromoteRequest request, Instant now) {

    /** The identity of the environment that is promoted from. */
    EnvironmentId source() {
        Change change = request.change();
        if (change == null && request.from().lifetime() != Lifetime.STANDING) {
            throw new InvalidInputException(new Problem(
                    null,
                    "stage " + request.from().name() + " has an environment for each change, and none was named",
                    "say which with \"change\", e.g. change: '42'"));
        }
        return EnvironmentId.of(
                request.project(),
                request.from().name(),
                change == null || request.from().lifetime() == Lifetime.STANDING ? null : change.key());
    }

    /** From one stage to the next, by who may. */
    void stages() {
        String from = request.from().name();
        String to = request.to().name();
        int begin = place(from);
        int end = place(to);
        if (end <= begin) {
            throw new RefusedException(
                    to + " does not come after " + from + ", so this would go backwards",
                    begin + 1 < request.order().size()
                            ? "promote from " + from + " to " + request.order().get(begin + 1)
                            : "nothing comes after " + from);
        }
        if (end > begin + 1) {
            List<String> skipped = request.order().subList(begin + 1, end);
            throw new RefusedException(
                    "from " + from + " to " + to + " would skip " + String.join(", ", skipped),
                    "promote to " + skipped.get(0) + " first");
        }
        if (request.to().isProtected() && !request.authority().mayPromote()) {
            throw new RefusedException(
                    "stage " + to + " is protected, and " + request.origin().by() + " may not promote into it",
                    "ask " + request.authority().whoMay());
        }
    }

    private int place(String stage) {
        int place = request.order().indexOf(stage);
        if (place < 0) {
            throw new InvalidInputException(new Problem(
                    null, "there is no stage \"" + stage + "\"", "name one of " + String.join(", ", request.order())));
        }
        return place;
    }

    /** The release that is moved. @param lane of the source environment; null when there is none */
    ReleaseRecord release(@CheckForNull Lane lane) {
        EnvironmentId id = source();
        if (lane == null
                || lane.environment().state() == EnvironmentState.GONE
                        && lane.open().isEmpty()) {
            throw new RefusedException(
                    "environment " + id + " does not run, so " + request.from().name() + " has nothing to promote",
                    "deploy the change to " + request.from().name() + " first");
        }
        atWork(lane);
        Integer wanted = request.release();
        return wanted == null ? newest(lane) : named(lane, wanted);
    }

    /** Asked again: nobody deployed, or took away, anything meanwhile. */
    void unchanged(Lane lane, ReleaseRecord chosen) {
        if (release(lane).release().number() != chosen.release().number()) {
            throw new RefusedException(
                    "environment " + lane.environment().id() + " was deployed anew at this moment",
                    "promote what runs there now");
        }
    }

    private void atWork(Lane lane) {
        Optional<Operation> open = lane.open().stream()
                .map(OperationRecord::operation)
                .filter(each -> each.kind() == Operation.Kind.DESTROY || request.release() == null)
                .findFirst();
        if (open.isPresent()) {
            throw new RefusedException(
                    "environment " + lane.environment().id() + " is at work (" + Present.describe(open.get()) + ")",
                    "wait until that has ended");
        }
    }

    private ReleaseRecord named(Lane lane, int number) {
        ReleaseRecord found = lane.releases().get(number);
        if (found == null) {
            throw new InvalidInputException(new Problem(
                    null,
                    "environment " + lane.environment().id() + " has no release " + number,
                    "name one of " + lane.releases().keySet()));
        }
        Change change = request.change();
        if (change != null && !sameChange(found, change)) {
            throw new RefusedException(
                    "release " + number + " of " + lane.environment().id() + " is one of change "
                            + found.release().change().key(),
                    "name a release of " + change.key() + ", or that change");
        }
        return found;
    }

    private ReleaseRecord newest(Lane lane) {
        Environment environment = lane.environment();
        Change change = request.change();
        ReleaseRecord newest = lane.releases().descendingMap().values().stream()
                .filter(each -> change == null || sameChange(each, change))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "environment " + environment.id() + " has no release"
                                + (change == null ? "" : " of change " + change.key()) + because(environment),
                        "deploy it until it is ready"));
        if (environment.state() == EnvironmentState.FAILED) {
            throw new RefusedException(
                    "the newest healthy release of " + environment.id() + " is "
                            + newest.release().number() + ", and what was deployed after it failed"
                            + because(environment),
                    "deploy the change until it is ready, or promote release "
                            + newest.release().number() + " by its number");
        }
        return newest;
    }

    private static boolean sameChange(ReleaseRecord release, Change change) {
        return release.release().change().key().equals(change.key());
    }

    private static String because(Environment environment) {
        Failure failure = environment.failure();
        return failure == null ? "" : " (" + failure.what() + ": " + failure.why() + ")";
    }

    /** What runs is well as far as the target says. */
    void healthy(Lane lane, ReleaseRecord release, Observation seen) {
        if (!seen.connected()
                || release.release().number() != lane.environment().release()) {
            return;
        }
        release.release().stack().awaited().stream()
                .filter(service -> {
                    Observation.ServiceStatus status = seen.services().get(service);
                    return status == null || !status.done();
                })
                .min(Comparator.naturalOrder())
                .ifPresent(service -> {
                    Observation.ServiceStatus status = seen.services().get(service);
                    throw new RefusedException(
                            "service " + service + " of " + lane.environment().id() + " is not healthy now" + " ("
                                    + words(status) + ")",
                            "promote it when it is, or promote an earlier release by its number");
                });
    }

    private static String words(@CheckForNull Observation.ServiceStatus status) {
        if (status == null) {
            return "its target shows nothing of it";
        }
        String reason = status.reason();
        return reason == null ? status.ready() + " of " + status.desired() + " ready" : reason;
    }

    /** It was healthy for as long as the stage asks for. */
    void soaked(ReleaseRecord release) {
        Duration soak = request.to().soak();
        Instant enough = release.release().releasedAt().plus(soak);
        if (now.isBefore(enough)) {
            throw new RefusedException(
                    "release " + release.release().number() + " of "
                            + release.release().environment() + " has run for "
                            + Diagnosis.words(Duration.ofSeconds(
                                    Duration.between(release.release().releasedAt(), now)
                                            .toSeconds()))
                            + ", and stage " + request.to().name() + " asks for " + Diagnosis.words(soak),
                    "promote it in "
                            + Diagnosis.words(Duration.ofSeconds(
                                    Math.max(1, Duration.between(now, enough).toSeconds())))
                            + ", from " + enough + " on");
        }
    }

    /** @param lane of the environment that is promoted to; null when there is none */
    void newer(ReleaseRecord release, @CheckForNull Lane lane) {
        ReleaseRecord there = lane == null || lane.environment().state() == EnvironmentState.GONE
                ? null
                : lane.releases().get(lane.environment().release());
        if (there == null) {
            return;
        }
        Release runs = there.release();
        Release next = release.release();
        if (next.madeAt().isBefore(runs.madeAt()) && !Objects.equals(next.images(), runs.images())) {
            throw new RefusedException(
                    "release " + next.number() + " of " + next.environment() + " was made at " + next.madeAt()
                            + ", and what runs in " + runs.environment() + " is of " + runs.madeAt()
                            + ", so it is older",
                    "deploy the change to " + request.from().name() + " again, so that it has what came meanwhile, or"
                            + " roll back where it shall go");
        }
    }

    /** Whether the stage lets promotions wait for the end of a hold. */
    static boolean waits(Stage stage) {
        return stage.whileHeld() == Stage.HoldRule.WAIT;
    }
}
