package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.ForceRequest;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.RefusedException;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes an environment away and proves that nothing is left. */
@Command(
        name = "destroy",
        description = "Takes an environment away and waits until nothing of it is left.",
        mixinStandardHelpOptions = true)
final class DestroyCommand implements Callable<Integer> {

    @Parameters(
            arity = "0..1",
            paramLabel = "ENVIRONMENT",
            description = "The environment's id, as list shows it; or say --project, --stage and --change.")
    private String id;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private TargetOptions target;

    @Option(
            names = "--data",
            paramLabel = "WHAT",
            description = "keep or delete: what becomes of volumes. Default: kept for standing environments.")
    private DataPolicy data;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "When to call it stuck. Default: ${DEFAULT-VALUE}.")
    private String timeout = "5m";

    @Option(
            names = "--force",
            paramLabel = "ENVIRONMENT",
            description =
                    "Takes the finalizers off what a stuck removal waits for, though what they would clean up stays "
                            + "behind. Say the environment's id once more to confirm it.")
    private String force;

    @Option(
            names = "--confirm",
            paramLabel = "ENVIRONMENT",
            description = "The id of a standing environment once more, which no slip of the finger takes away.")
    private String confirm;

    @Option(names = "--dry-run", description = "Says what would go and changes nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            Environment environment = session.environment(change.id(id, target, session.configuration()));
            if (dryRun) {
                spec.commandLine().getOut().println(environment.id() + " on " + environment.target() + " would go");
                return 0;
            }
            if (force != null) {
                Operation forced = session.lifecycle()
                        .upkeep()
                        .force(new ForceRequest(environment.id(), force, Origin.of("terminal")));
                return session.progress(spec)
                                .follow(session.lifecycle(), forced)
                                .succeeded()
                        ? 0
                        : Errors.FAILED;
            }
            meant(environment);
            DestroyRequest request = new DestroyRequest(
                    environment.id(), data, Durations.parse(timeout, Position.of("--timeout")), Origin.of("terminal"));
            Operation ended = session.progress(spec)
                    .follow(session.lifecycle(), session.lifecycle().destroy(request));
            return ended.succeeded() ? 0 : Errors.FAILED;
        }
    }

    private void meant(Environment environment) {
        String id = environment.id().value();
        if (environment.lifetime() == Lifetime.STANDING && !id.equals(confirm)) {
            throw new RefusedException(
                    id + " is the standing environment of stage " + environment.stage(),
                    "if it shall really go, say so with --confirm " + id);
        }
    }
}
