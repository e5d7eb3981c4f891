package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Durations;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands that set a mark on an environment, or take it away. */
abstract class MarkCommand implements Callable<Integer> {

    private static final String BY = "terminal";

    @Parameters(paramLabel = "ENVIRONMENT", description = "The environment's id, as list shows it.")
    private String id;

    @Mixin
    private TargetOptions target;

    @Spec
    private CommandSpec spec;

    /** Does it, and says what is so now. */
    abstract String mark(EnvironmentLifecycle lifecycle, Environment environment);

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            String now = mark(session.lifecycle(), session.environment(id));
            spec.commandLine().getOut().println(id + " " + now);
            spec.commandLine().getOut().flush();
            return 0;
        }
    }

    /** Nothing replaces what runs, until the hold is lifted. */
    @Command(
            name = "hold",
            description = "Deploys and promotions no longer replace what runs.",
            mixinStandardHelpOptions = true)
    static final class Hold extends MarkCommand {
        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; refusals show it.")
        private String reason;

        @Override
        String mark(EnvironmentLifecycle lifecycle, Environment environment) {
            lifecycle.hold(environment.id(), reason, BY);
            return "is held: " + reason;
        }
    }

    /** Ends a hold. */
    @Command(name = "release-hold", description = "Ends a hold.", mixinStandardHelpOptions = true)
    static final class Lift extends MarkCommand {
        @Override
        String mark(EnvironmentLifecycle lifecycle, Environment environment) {
            lifecycle.lift(environment.id(), BY);
            return "is no longer held";
        }
    }

    /** No rule makes it stale. */
    @Command(name = "pin", description = "No rule makes the environment stale.", mixinStandardHelpOptions = true)
    static final class Pin extends MarkCommand {
        @Option(names = "--off", description = "Rules may make it stale again.")
        private boolean off;

        @Override
        String mark(EnvironmentLifecycle lifecycle, Environment environment) {
            EnvironmentId id = environment.id();
            return (off ? lifecycle.unpin(id, BY) : lifecycle.pin(id, BY)).pinned() ? "is pinned" : "is not pinned";
        }
    }

    /** Moves its deadline. */
    @Command(
            name = "extend",
            description = "Moves the time at which the environment becomes stale.",
            mixinStandardHelpOptions = true)
    static final class Extend extends MarkCommand {
        @Option(names = "--by", paramLabel = "DURATION", required = true, description = "How much later, e.g. 2d.")
        private String by;

        @Override
        String mark(EnvironmentLifecycle lifecycle, Environment environment) {
            var before = environment.expiresAt();
            if (before == null) {
                throw new InvalidInputException(new Problem(
                        null,
                        "environment " + environment.id()
                                + " never becomes stale by time, so there is nothing to extend",
                        "nothing is needed"));
            }
            Environment now =
                    lifecycle.extend(environment.id(), before.plus(Durations.parse(by, Position.of("--by"))), BY);
            return "is kept until " + now.expiresAt();
        }
    }
}
