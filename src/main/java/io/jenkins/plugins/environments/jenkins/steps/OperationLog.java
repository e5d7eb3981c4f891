package io.jenkins.plugins.environments.jenkins.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.console.HyperlinkNote;
import hudson.model.TaskListener;
import io.jenkins.plugins.environments.lifecycle.OperationEvent;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An operation as a build's log tells it: a heading for each wave, a line when a service's state changes. */
final class OperationLog {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final TaskListener listener;
    private final Clock clock;
    private final Map<String, String> told = new HashMap<>();
    private String heading = "";

    /** When the wave that is waited for began; null: not since Jenkins started. */
    @CheckForNull
    private Instant begun;

    OperationLog(TaskListener listener, Clock clock) {
        this.listener = listener;
        this.clock = clock;
    }

    /** One line, with the time before it. */
    void line(String text) {
        listener.getLogger().println("[" + TIME.format(LocalTime.now(clock)) + "] " + text);
    }

    /** @return what the step is doing now, as a short phrase; the one before when the event changes nothing */
    String tell(OperationEvent event, String status) {
        if (event instanceof OperationEvent.PhaseEntered entered) {
            return phase(entered.operation(), String.join(", ", entered.services()));
        }
        if (event instanceof OperationEvent.Queued queued) {
            line("Waiting: " + queued.ahead() + " before this one, at work is " + queued.behind());
            return "queued behind " + queued.ahead();
        }
        if (event instanceof OperationEvent.ServiceChanged changed) {
            return service(changed.service(), changed.status(), status);
        }
        if (event instanceof OperationEvent.Repaired repaired) {
            repaired.repairs().stream()
                    .flatMap(repair -> repair.sentences().stream())
                    .forEach(drift -> line("Repaired: " + drift));
        } else if (event instanceof OperationEvent.Warned warned) {
            line("WARNING: " + warned.problem());
        } else if (event instanceof OperationEvent.Retrying retrying) {
            line("Trying again: " + retrying.what() + " (" + retrying.why() + ")");
        }
        return status;
    }

    private String phase(Operation operation, String services) {
        String wave = operation.wave() + " of " + operation.waves();
        return switch (operation.phase()) {
            case REQUESTED -> "requested";
            case RESOLVED -> heading("Preparing " + operation.environment(), "preparing");
            case APPLYING -> wave("Wave " + wave + ": " + services, "applying wave " + wave);
            case WAITING -> "waiting for " + services + " (" + operation.wave() + "/" + operation.waves() + ")";
            case READY -> heading("All services are ready", "recording the release");
            case ROLLING_BACK -> heading("Undoing", "undoing");
            case BACKING_UP -> heading("Storing the data", "storing the data");
            case DESTROYING -> heading("Taking " + operation.environment() + " away", "destroying");
            case STUCK -> stuck(operation);
            case RELEASED, FAILED, CANCELED, SUPERSEDED, GONE -> operation
                    .phase()
                    .name()
                    .toLowerCase(Locale.ROOT);
        };
    }

    private String wave(String text, String status) {
        begun = clock.instant();
        return heading(text, status);
    }

    private String heading(String text, String status) {
        if (!text.equals(heading)) {
            heading = text;
            line(text);
        }
        return status;
    }

    private String stuck(Operation operation) {
        Failure failure = operation.failure();
        return heading("Does not get on" + (failure == null ? "" : ": " + failure), "stuck");
    }

    private String service(String service, ServiceStatus now, String status) {
        String words = now.state().name().toLowerCase(Locale.ROOT) + " " + now.ready() + "/" + now.desired()
                + (now.reason() == null ? "" : " (" + now.reason() + ")");
        if (!words.equals(told.put(service, words))) {
            line("  " + service + " " + words + (now.done() ? after() : ""));
        }
        return status;
    }

    private String after() {
        Instant since = begun;
        return since == null
                ? ""
                : " after " + Duration.between(since, clock.instant()).toSeconds() + " s";
    }

    /** Where a deployed environment answers. */
    void links(Environment environment, int release) {
        line("Release " + release + " of " + environment.id() + " is ready");
        for (Link link : environment.links()) {
            line("  " + link.service() + " " + HyperlinkNote.encodeTo(link.url(), link.url()));
        }
    }

    /** All problems of what was given, a line each. */
    void problems(List<Problem> problems) {
        problems.forEach(problem -> listener.error(problem.toString()));
    }

    /** All that a person needs to know of a failure. */
    void failure(Failure failure) {
        line("FAILED: " + failure.what() + (failure.subject() == null ? "" : " (" + failure.subject() + ")"));
        line("  why: " + failure.why());
        line("  what to do: " + failure.remedy());
        failure.details().forEach(detail -> line("  | " + detail));
    }
}
