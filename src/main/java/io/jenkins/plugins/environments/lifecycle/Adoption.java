package io.jenkins.plugins.environments.lifecycle;

import io.jenkins.plugins.environments.lifecycle.store.EnvironmentRecord;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.target.Target.Discovered;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An environment's record, made anew from its marks on a target.
 *
 * @param owner the mark that it carries, and the record will name
 */
record Adoption(Discovered found, String target, String owner) {

    private static final Pattern REQUEST = Pattern.compile("pr-(\\d{1,9})");

    boolean isStanding() {
        return found.change().isEmpty();
    }

    /** Whether the marks lead to the identity that it has: then the next deploy of the same change will find it. */
    boolean isWhole() {
        return !found.project().isEmpty()
                && EnvironmentId.of(found.project(), found.stage(), isStanding() ? null : change().key())
                        .equals(found.id());
    }

    private Change change() {
        Matcher request = REQUEST.matcher(found.change());
        String branch = found.branch();
        boolean isRequest = request.matches();
        String name = branch != null || isRequest ? branch : isStanding() ? told(found.stage()) : found.change();
        return new Change(
                told(found.project()),
                isRequest ? Integer.valueOf(request.group(1)) : null,
                name,
                found.commit(),
                null,
                null);
    }

    private static String told(String text) {
        return text.isEmpty() ? "unknown" : text;
    }

    /** FAILED: nobody knows whether it is what it should be. GONE where kept volumes are all that is left. */
    EnvironmentRecord record(Instant now, Origin origin) {
        Instant made = found.since();
        boolean gone = !found.kept().isEmpty();
        Environment environment = new Environment(
                found.id(),
                told(found.stage()),
                change(),
                target,
                isStanding() ? Lifetime.STANDING : Lifetime.PER_CHANGE,
                gone ? EnvironmentState.GONE : EnvironmentState.FAILED,
                0,
                List.of(),
                made == null ? now : made,
                null,
                null,
                false,
                null,
                null,
                gone
                        ? null
                        : Failure.of(
                                "its record was lost",
                                "it was made anew at " + now + " from the marks on target " + target,
                                "deploy it again, or destroy it"),
                origin);
        return new EnvironmentRecord(environment, 0, found.kept(), owner);
    }
}
