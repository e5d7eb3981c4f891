package io.jenkins.plugins.environments.lifecycle.retention;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.lifecycle.retention.ChangeStatus.State;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The rules of docs/staleness.md. Each looks at the facts alone; their order is their precedence. */
final class Rules {

    /** So long after a merge the branch's build may take the environment over before it counts as left behind. */
    static final Duration TAKE_OVER = Duration.ofMinutes(30);

    /** So long a failed environment is kept for somebody to look into it. */
    static final Duration UNTOUCHED = Duration.ofDays(1);

    static final List<Rule> ALL = List.of(
            new Rule("protected", Verdict.KEEP, Rules::isProtected),
            new Rule("standing", Verdict.KEEP, Rules::standing),
            new Rule("pinned", Verdict.KEEP, Rules::pinned),
            new Rule("held", Verdict.KEEP, Rules::held),
            new Rule("unconfigured", Verdict.KEEP, Rules::unconfigured),
            new Rule("abandoned", Verdict.ABANDONED, Rules::abandoned),
            new Rule("busy", Verdict.KEEP, Rules::busy),
            new Rule("promoted", Verdict.STALE, Rules::promoted),
            new Rule("merged", Verdict.STALE, facts -> ended(facts, State.MERGED)),
            new Rule("closed", Verdict.STALE, facts -> ended(facts, State.CLOSED)),
            new Rule("branch-gone", Verdict.STALE, facts -> ended(facts, State.BRANCH_GONE)),
            new Rule("job-gone", Verdict.STALE, facts -> ended(facts, State.JOB_GONE)),
            new Rule("extended", Verdict.KEEP, Rules::extended),
            new Rule("failed", Verdict.STALE, Rules::failed),
            new Rule("expired", Verdict.STALE, Rules::expired),
            new Rule("beyond-newest", Verdict.STALE, Rules::beyondNewest));

    private Rules() {}

    // ------------------------------------------------------------------ what is kept whatever happens

    @CheckForNull
    private static String isProtected(Facts facts) {
        Stage stage = facts.stage();
        return stage != null && stage.isProtected() ? "stage " + stage.name() + " is protected" : null;
    }

    @CheckForNull
    private static String standing(Facts facts) {
        Environment environment = facts.environment();
        return environment.lifetime() == Lifetime.STANDING
                ? "it is the standing environment of stage " + environment.stage()
                : null;
    }

    @CheckForNull
    private static String pinned(Facts facts) {
        return facts.environment().pinned() ? "it is pinned" : null;
    }

    @CheckForNull
    private static String held(Facts facts) {
        Environment.Hold hold = facts.environment().hold();
        return hold == null ? null : "it is held by " + hold.by() + ": " + hold.reason();
    }

    /** Its rules went with the stage, among them whether it was protected. */
    @CheckForNull
    private static String unconfigured(Facts facts) {
        return facts.stage() == null
                ? "stage " + facts.environment().stage() + " is not configured, so its rules are not known"
                : null;
    }

    // ------------------------------------------------------------------ what is at work

    @CheckForNull
    private static String abandoned(Facts facts) {
        return facts.atWork() == Operation.Kind.DEPLOY && facts.change().hasEnded() && isOver(facts)
                ? what(facts) + " while it is being deployed"
                : null;
    }

    @CheckForNull
    private static String busy(Facts facts) {
        Operation.Kind atWork = facts.atWork();
        return atWork == null ? null : "a " + atWork.name().toLowerCase(Locale.ROOT) + " of it is at work";
    }

    // ------------------------------------------------------------------ what nobody uses any more

    @CheckForNull
    private static String promoted(Facts facts) {
        return facts.promotedTo() == null ? null : "what it runs was promoted to " + facts.promotedTo();
    }

    @CheckForNull
    private static String ended(Facts facts, State state) {
        return facts.change().state() == state && isOver(facts) ? what(facts) : null;
    }

    /** The branch's build has had its time to take over what was merged. */
    private static boolean isOver(Facts facts) {
        Instant since = facts.change().since();
        return facts.change().state() != State.MERGED
                || since == null
                || !facts.now().isBefore(since.plus(TAKE_OVER));
    }

    private static String what(Facts facts) {
        String change = RetentionTable.name(facts.environment().change());
        return switch (facts.change().state()) {
            case MERGED -> change + " was merged" + words(facts);
            case CLOSED -> change + " was closed" + words(facts);
            case BRANCH_GONE -> (isRequest(facts) ? "the branch of " : "") + change + " was deleted" + words(facts);
            case JOB_GONE -> "the job " + facts.environment().origin().job() + " was deleted" + words(facts);
            case OPEN, UNKNOWN -> change;
        };
    }

    private static boolean isRequest(Facts facts) {
        return facts.environment().change().number() != null;
    }

    private static String words(Facts facts) {
        String words = facts.change().words();
        return words == null ? "" : " " + words;
    }

    /** Somebody asked for more time than its stage gives. */
    @CheckForNull
    private static String extended(Facts facts) {
        Instant until = facts.environment().expiresAt();
        Instant given = facts.expiry();
        return until != null
                        && given != null
                        && until.isAfter(given)
                        && facts.now().isBefore(until)
                ? "its time was extended until " + RetentionTable.text(until)
                : null;
    }

    @CheckForNull
    private static String failed(Facts facts) {
        Instant until = facts.touchedAt().plus(UNTOUCHED);
        return facts.environment().state() == EnvironmentState.FAILED
                        && !facts.now().isBefore(until)
                ? "it failed, and nobody touched it since " + RetentionTable.text(facts.touchedAt())
                : null;
    }

    /** Who tries to repair it today may go on, however old the last deploy is that went well. */
    @CheckForNull
    private static String expired(Facts facts) {
        Instant deadline = facts.deadline();
        boolean beingRepaired = facts.environment().state() == EnvironmentState.FAILED
                && facts.now().isBefore(facts.touchedAt().plus(UNTOUCHED));
        if (deadline == null || facts.now().isBefore(deadline) || beingRepaired) {
            return null;
        }
        Instant deployed = facts.environment().deployedAt();
        return "it expired at " + RetentionTable.text(deadline)
                + (deployed == null
                        ? ""
                        : ", " + Durations.format(Duration.between(deployed, deadline)) + " after its last deploy");
    }

    @CheckForNull
    private static String beyondNewest(Facts facts) {
        Stage stage = facts.stage();
        int kept = stage == null ? 0 : stage.retention().keepNewest();
        return kept > 0 && facts.newer() >= kept
                ? "stage " + facts.environment().stage() + " keeps the newest " + kept + " of a project, and "
                        + facts.newer() + " are newer"
                : null;
    }
}
