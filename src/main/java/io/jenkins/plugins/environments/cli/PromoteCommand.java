package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest.Authority;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves what was tried to the next stage, and takes it away where it was. */
@Command(
        name = "promote",
        description = {
            "Deploys the newest healthy release of a change to the next stage, with the very images that ran,",
            "then takes its environment in the stage before (--stage) away."
        },
        mixinStandardHelpOptions = true)
final class PromoteCommand implements Callable<Integer> {

    @Option(names = "--to", required = true, paramLabel = "STAGE", description = "The stage that it goes to.")
    private String to;

    @Option(names = "--release", paramLabel = "NUMBER", description = "The release. Default: the newest healthy one.")
    private Integer release;

    @Option(names = "--variable", paramLabel = "NAME=VALUE", description = "A plain value before those of files.")
    private Map<String, String> variables = Map.of();

    @Mixin
    private SecretOptions secrets;

    @Option(names = "--keep-source", description = "The environment in the stage before stays.")
    private boolean keepSource;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "When to give up. Default: ${DEFAULT-VALUE}.")
    private String timeout = "15m";

    @Mixin
    private ChangeOptions change;

    @Mixin
    private TargetOptions target;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            Stage from = target.stage(session.configuration(), change.stage);
            Stage next = target.stage(session.configuration(), to);
            Map<String, String> values = new HashMap<>(next.variables());
            values.putAll(variables);
            var moved = change.change(from, java.nio.file.Path.of("").toAbsolutePath());
            PromoteRequest request = new PromoteRequest(
                    moved.project(),
                    moved,
                    from,
                    next,
                    order(session),
                    release,
                    values,
                    secrets.values(),
                    !keepSource,
                    // Who has the home and the kubeconfig may do everything there already.
                    Authority.GRANTED,
                    Durations.parse(timeout, Position.of("--timeout")),
                    Origin.of("terminal"));
            Operation ended = session.progress(spec)
                    .follow(session.lifecycle(), session.lifecycle().promote(request));
            if (!ended.succeeded()) {
                return Errors.FAILED;
            }
            boolean gone =
                    sourceIsGone(session, EnvironmentLifecycle.idOf(moved, from).value());
            Environment environment = session.environment(ended.environment().value());
            output.print(
                    spec.commandLine().getOut(),
                    ListCommand.document(environment),
                    ListCommand.table(List.of(environment)));
            return gone ? 0 : Errors.FAILED;
        }
    }

    /** As configured; where nothing is, the two stages that were named are all there are. */
    private List<String> order(Session session) {
        return target.config == null
                ? List.of(change.stage, to)
                : session.configuration().stages().stream().map(Stage::name).toList();
    }

    private boolean sourceIsGone(Session session, String source) {
        return session.removal(session.environment(source).id())
                .map(removal -> session.progress(spec)
                        .follow(session.lifecycle(), removal)
                        .succeeded())
                .orElse(true);
    }
}
