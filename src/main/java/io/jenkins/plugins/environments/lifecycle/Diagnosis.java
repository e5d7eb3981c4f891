package io.jenkins.plugins.environments.lifecycle;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.SecretMask;
import io.jenkins.plugins.environments.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Asks the target why a service is not ready; what is known already is the answer where it can't tell. */
record Diagnosis(Target target, Desired desired) {

    private static final int TRIES = 3;

    Failure of(String service, Map<String, ServiceStatus> statuses) {
        String silence = "";
        for (int i = 0; i < TRIES; i++) {
            try {
                return masked(target.diagnose(desired, service));
            } catch (RuntimeException e) {
                silence = Trouble.of(e).failure().toString();
            }
        }
        return new Failure(
                "service " + service + " did not become ready",
                desired.id().value(),
                describe(statuses.get(service)),
                "look at it on the target " + target.id(),
                List.of("the target did not say more: " + silence));
    }

    /** Containers print what they like, and a failure is kept: the environment's sensitive values are masked in it. */
    private Failure masked(Failure failure) {
        SecretMask mask;
        try {
            mask = SecretMask.of(target.values(desired));
        } catch (RuntimeException e) {
            return new Failure(
                    failure.what(),
                    failure.subject(),
                    "the target's words on it could not be searched for sensitive values: "
                            + Trouble.of(e).failure(),
                    "look at it on the target " + target.id(),
                    List.of());
        }
        return new Failure(
                failure.what(),
                failure.subject(),
                mask.apply(failure.why()),
                failure.remedy(),
                mask.apply(failure.details()));
    }

    private static String describe(@CheckForNull ServiceStatus status) {
        if (status == null) {
            return "nothing of it was seen";
        }
        return status.state().name().toLowerCase(Locale.ROOT) + ", " + status.ready() + " of " + status.desired()
                + " ready" + (status.reason() == null ? "" : ", " + status.reason());
    }

    /** The same failure of something that was given time. */
    static Failure late(Failure why, Duration timeout) {
        List<String> details = new ArrayList<>();
        details.add("gave up after " + words(timeout));
        details.addAll(why.details());
        return new Failure(why.what(), why.subject(), why.why(), why.remedy(), details);
    }

    /** E.g. {@code 10m 30s}. */
    static String words(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT).replaceAll("([hm])(?=.)", "$1 ");
    }
}
