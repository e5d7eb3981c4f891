package io.jenkins.plugins.environments.lifecycle.retention;

import io.jenkins.plugins.environments.model.Change;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Rules in the order of their precedence: the first that applies decides; when none does, the environment is kept.
 *
 * @param rules the first has precedence
 */
public record RetentionTable(List<Rule> rules) {

    /** In the place of a rule's name, where none applied. */
    public static final String NO_RULE = "none";

    public RetentionTable {
        rules = List.copyOf(rules);
    }

    /** The rules that the documentation names. */
    public static RetentionTable standard() {
        return new RetentionTable(Rules.ALL);
    }

    /** What the rules say. Looks at nothing but the facts. */
    public Decision decide(Facts facts) {
        Instant deadline = facts.deadline();
        for (Rule rule : rules) {
            String why = rule.look().at(facts);
            if (why != null) {
                return new Decision(facts.environment(), rule.verdict(), rule.name(), why, deadline);
            }
        }
        return new Decision(facts.environment(), Verdict.KEEP, NO_RULE, inUse(facts, deadline), deadline);
    }

    private static String inUse(Facts facts, Instant deadline) {
        String change = name(facts.environment().change());
        String known = facts.change().hasEnded()
                ? change + " ended a moment ago"
                : facts.change().state() == ChangeStatus.State.OPEN
                        ? change + " is open"
                        : "nothing is known of " + change;
        return known + (deadline == null ? "" : "; it expires at " + text(deadline));
    }

    /** As people call a change. */
    static String name(Change change) {
        return change.number() != null ? "pull request #" + change.number() : "branch " + change.branch();
    }

    /** To the minute, in UTC. */
    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES).toString();
    }
}
