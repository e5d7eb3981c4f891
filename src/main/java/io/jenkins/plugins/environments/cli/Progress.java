package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.OperationEvent;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Shows an operation as it goes, a line for each thing that happens, and waits for its end. */
final class Progress {

    private final PrintWriter log;
    private final Colours colours;
    private final Clock clock;
    private final Map<String, ServiceStatus> shown = new ConcurrentHashMap<>();

    Progress(PrintWriter log, Colours colours, Clock clock) {
        this.log = log;
        this.colours = colours;
        this.clock = clock;
    }

    /** Follows an operation to its end and answers it as it ended. */
    Operation follow(EnvironmentLifecycle lifecycle, Operation operation) {
        CompletableFuture<Operation> end = new CompletableFuture<>();
        Instant begin = clock.instant();
        log.println(colours.strong(
                operation.environment() + ": " + operation.kind().name().toLowerCase(Locale.ROOT)));
        Subscription subscription = lifecycle.follow(operation.id(), event -> {
            show(event, Duration.between(begin, clock.instant()));
            if (event instanceof OperationEvent.PhaseEntered entered
                    && entered.operation().phase().isEnd()) {
                end.complete(entered.operation());
            }
        });
        try {
            return end.join();
        } finally {
            subscription.close();
        }
    }

    private void show(OperationEvent event, Duration since) {
        if (event instanceof OperationEvent.Queued queued) {
            log.printf("  waits behind %d other operation(s), %s first%n", queued.ahead(), queued.behind());
        } else if (event instanceof OperationEvent.PhaseEntered entered) {
            phase(entered, since);
        } else if (event instanceof OperationEvent.WaveApplied applied) {
            log.println("    " + colours.faint(summary(applied.applied())));
        } else if (event instanceof OperationEvent.Repaired repaired) {
            repaired.repairs().stream()
                    .flatMap(repair -> repair.sentences().stream())
                    .forEach(drift -> log.println("    repaired: " + drift));
        } else if (event instanceof OperationEvent.ServiceChanged changed) {
            service(changed.service(), changed.status(), since);
        } else if (event instanceof OperationEvent.Warned warned) {
            log.println("  warning: " + warned.problem());
        } else if (event instanceof OperationEvent.Retrying retrying) {
            log.println("  " + retrying.what() + ": " + retrying.why() + "; trying again");
        }
    }

    private void phase(OperationEvent.PhaseEntered entered, Duration since) {
        Operation operation = entered.operation();
        switch (operation.phase()) {
            case APPLYING -> log.printf(
                    "  wave %d/%d  %s%n", operation.wave(), operation.waves(), String.join(", ", entered.services()));
            case ROLLING_BACK -> log.println("  undoing what was done");
            case STUCK -> failure(operation.failure());
            case RELEASED -> log.println(
                    "  " + colours.good("ready") + " as release " + operation.release() + " after " + seconds(since));
            case GONE -> log.println("  " + colours.good("gone") + " after " + seconds(since));
            case FAILED -> {
                log.println("  " + colours.bad("failed") + " after " + seconds(since));
                failure(operation.failure());
            }
            case CANCELED -> log.println("  canceled by " + operation.canceledBy());
            case SUPERSEDED -> log.println("  a newer deploy took its place");
            default -> {
                // The other phases show by what follows in them.
            }
        }
    }

    private void failure(Failure failure) {
        if (failure != null) {
            log.println("    " + failure);
            failure.details().forEach(line -> log.println("    | " + line));
        }
    }

    private void service(String service, ServiceStatus status, Duration since) {
        // The last wave looks at all services again; a line is for what is new.
        if (status.equals(shown.put(service, status))) {
            return;
        }
        String state = status.state().name().toLowerCase(Locale.ROOT);
        String painted = status.done()
                ? colours.good(state)
                : status.reason() == null ? state : state + " (" + status.reason() + ")";
        log.printf("    %-24s %s %d/%d  %s%n", service, painted, status.ready(), status.desired(), seconds(since));
    }

    private static String summary(Applied applied) {
        Map<Applied.Action, Long> counts = applied.summary();
        return counts.isEmpty()
                ? "nothing to apply"
                : counts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry ->
                                entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
