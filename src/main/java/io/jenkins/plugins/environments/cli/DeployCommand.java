package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackReading;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Deploys a stack, shows how it goes, and prints the environment with its links. */
@Command(
        name = "deploy",
        description = "Deploys a stack and waits until every service is ready.",
        mixinStandardHelpOptions = true)
final class DeployCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private Output output;

    @Option(names = "--timeout", paramLabel = "DURATION", description = "When to give up. Default: ${DEFAULT-VALUE}.")
    private String timeout = "15m";

    @Option(
            names = "--on-failure",
            paramLabel = "WHAT",
            description = "rollback, keep or destroy. Default: ${DEFAULT-VALUE}.")
    private OnFailure onFailure = OnFailure.ROLLBACK;

    @Option(names = "--dry-run", description = "Checks that the stack can be deployed and changes nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        target.project = stack.projectDirectory();
        try (Session session = Session.open(target)) {
            Stage stage = target.stage(session.configuration(), change.stage);
            StackReading reading = stack.read(session.digest(), stage);
            DeployRequest request = new DeployRequest(
                    change.change(stage, stack.projectDirectory()),
                    stage,
                    reading,
                    stack.images,
                    onFailure,
                    Durations.parse(timeout, Position.of("--timeout")),
                    Origin.of("terminal"));
            if (dryRun) {
                return check(session, request);
            }
            Operation ended = session.progress(spec)
                    .follow(session.lifecycle(), session.lifecycle().deploy(request));
            if (!ended.succeeded()) {
                return Errors.FAILED;
            }
            Environment environment = session.environment(ended.environment().value());
            output.print(
                    spec.commandLine().getOut(),
                    ListCommand.document(environment),
                    ListCommand.table(List.of(environment)));
            return 0;
        }
    }

    private int check(Session session, DeployRequest request) {
        Change of = request.change();
        session.check(request).forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        spec.commandLine()
                .getOut()
                .println(session.id(of, request.stage()) + ": "
                        + request.reading().stack().parts().size() + " services can be deployed to "
                        + request.stage().target());
        return 0;
    }
}
