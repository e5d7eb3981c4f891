package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.RollbackRequest;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Position;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings back what ran before, and holds it. */
@Command(
        name = "rollback",
        description =
                "Brings back an earlier release, secrets among it, and holds the environment until the hold is lifted.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ENVIRONMENT", description = "The environment's id, as list shows it.")
    private String id;

    @Option(names = "--release", paramLabel = "NUMBER", description = "The release. Default: the newest one before.")
    private Integer release;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; the hold shows it.")
    private String reason;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "When to give up. Default: ${DEFAULT-VALUE}.")
    private String timeout = "15m";

    @Mixin
    private TargetOptions target;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            RollbackRequest request = new RollbackRequest(
                    session.environment(id).id(),
                    release,
                    reason,
                    Durations.parse(timeout, Position.of("--timeout")),
                    Origin.of("terminal"));
            Operation ended = session.progress(spec)
                    .follow(session.lifecycle(), session.lifecycle().rollback(request));
            Environment environment = session.environment(id);
            output.print(
                    spec.commandLine().getOut(),
                    ListCommand.document(environment),
                    ListCommand.table(List.of(environment)));
            return ended.succeeded() ? 0 : Errors.FAILED;
        }
    }
}
