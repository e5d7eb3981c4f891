package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.DestroyStaleRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.OperationEvent;
import io.jenkins.plugins.environments.lifecycle.StaleQuery;
import io.jenkins.plugins.environments.lifecycle.Sweep;
import io.jenkins.plugins.environments.lifecycle.Sweep.Action;
import io.jenkins.plugins.environments.lifecycle.Sweep.Outcome;
import io.jenkins.plugins.environments.lifecycle.retention.KnownChanges;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Target.Subscription;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes away what nobody uses any more. */
@Command(
        name = "destroy-stale",
        description = "Takes away every environment that no rule keeps, and says of each why it goes or stays.",
        mixinStandardHelpOptions = true)
final class DestroyStaleCommand implements Callable<Integer> {

    @Option(names = "--project", paramLabel = "NAME", description = "Only those of this project.")
    private String project;

    @Option(names = "--stage", paramLabel = "NAME", description = "Only those of this stage.")
    private String stage;

    @Option(
            names = "--open",
            paramLabel = "FILE",
            description = "The open pull requests and branches of the project, one on each line; - for standard input. "
                    + "What is not in it has ended. Without it, only age and state decide.")
    private String open;

    @Option(names = "--limit", paramLabel = "NUMBER", description = "So many at most, the oldest first.")
    private int limit;

    @Option(names = "--dry-run", description = "Says what would go and changes nothing.")
    private boolean dryRun;

    @Option(
            names = "--most-are-meant",
            description = "Goes on though more than half of a stage would go at once. Look at a dry run first.")
    private boolean mostAreMeant;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "When to call a removal stuck. Default: ${DEFAULT-VALUE}.")
    private String timeout = "5m";

    @Mixin
    private TargetOptions target;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        KnownChanges changes = changes();
        try (Session session = Session.open(target)) {
            EnvironmentLifecycle lifecycle = session.lifecycle();
            Sweep sweep = lifecycle
                    .upkeep()
                    .destroyStale(new DestroyStaleRequest(
                            new StaleQuery(session.stages(target), stage, project, changes),
                            dryRun,
                            limit,
                            mostAreMeant,
                            Durations.parse(timeout, Position.of("--timeout")),
                            Origin.of("terminal")));
            if (sweep.brake() != null) {
                spec.commandLine().getErr().println(sweep.brake());
            }
            output.print(spec.commandLine().getOut(), documents(sweep), table(sweep));
            return finished(lifecycle, sweep) ? 0 : Errors.FAILED;
        }
    }

    private KnownChanges changes() {
        if (open == null) {
            return KnownChanges.NOTHING;
        }
        if (project == null) {
            throw new InvalidInputException(new Problem(
                    Position.of("--open"),
                    "a list of open changes is that of one project, and none was named",
                    "say whose it is with --project"));
        }
        return OpenChanges.read(open, System.in);
    }

    private static String table(Sweep sweep) {
        if (sweep.outcomes().isEmpty()) {
            return "no environments";
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ENVIRONMENT", "", "WHY"));
        sweep.outcomes()
                .forEach(each ->
                        rows.add(List.of(each.decision().environment().id().value(), words(each.action()), why(each))));
        return Output.table(rows);
    }

    private static String why(Outcome outcome) {
        return outcome.decision().sentence() + (outcome.note() == null ? "" : "; " + outcome.note());
    }

    private static String words(Action action) {
        return switch (action) {
            case KEPT -> "keep";
            case WOULD_GO -> "would go";
            case DESTROYING -> "goes";
            case LATER -> "later";
            case NOT_BEGUN -> "failed";
        };
    }

    private static List<Map<String, Object>> documents(Sweep sweep) {
        return sweep.outcomes().stream().map(DestroyStaleCommand::document).toList();
    }

    private static Map<String, Object> document(Outcome outcome) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", outcome.decision().environment().id().value());
        document.put("verdict", outcome.decision().verdict().name());
        document.put("rule", outcome.decision().rule());
        document.put("because", outcome.decision().sentence());
        document.put("action", outcome.action().name());
        document.put("note", outcome.note());
        return document;
    }

    /** Waits until each is gone, or does not get on; one that sticks is named and waited for no longer. */
    private boolean finished(EnvironmentLifecycle lifecycle, Sweep sweep) {
        Map<String, CompletableFuture<Operation>> ends = new LinkedHashMap<>();
        List<Subscription> subscriptions = new ArrayList<>();
        for (Outcome begun : sweep.outcomes(Action.DESTROYING)) {
            CompletableFuture<Operation> end = new CompletableFuture<>();
            String operation = String.valueOf(begun.operation());
            ends.put(operation, end);
            subscriptions.add(lifecycle.follow(operation, event -> {
                if (event instanceof OperationEvent.PhaseEntered entered && isOver(entered.operation())) {
                    end.complete(entered.operation());
                }
            }));
        }
        boolean allGone = sweep.outcomes(Action.NOT_BEGUN).isEmpty();
        for (CompletableFuture<Operation> end : ends.values()) {
            Operation operation = end.join();
            show(operation);
            allGone &= operation.phase() == Operation.Phase.GONE;
        }
        subscriptions.forEach(Subscription::close);
        return allGone;
    }

    private void show(Operation ended) {
        PrintWriter err = spec.commandLine().getErr();
        Failure failure = ended.failure();
        String phase = ended.phase().name().toLowerCase(Locale.ROOT);
        err.println(ended.environment() + ": " + phase + (failure == null ? "" : ", " + failure));
        if (failure != null) {
            failure.details().forEach(line -> err.println("  | " + line));
        }
    }

    private static boolean isOver(Operation operation) {
        return operation.phase().isEnd() || operation.phase() == Operation.Phase.STUCK;
    }
}
