package io.jenkins.plugins.environments.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The terminal's door: {@code java -jar environments.jar COMMAND}. */
@Command(
        name = "environments",
        description = "Turns a Compose file into a running environment, shows it, and takes it away.",
        subcommands = {
            ConfigCommand.class,
            RenderCommand.class,
            EnvSampleCommand.class,
            DeployCommand.class,
            PromoteCommand.class,
            RollbackCommand.class,
            MarkCommand.Hold.class,
            MarkCommand.Lift.class,
            MarkCommand.Pin.class,
            MarkCommand.Extend.class,
            DestroyCommand.class,
            DestroyStaleCommand.class,
            ListCommand.class,
            LinksCommand.class,
            ChangeCommand.class,
            OrphansCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "Results go to standard output, the log to standard error.",
            "Exit status: 0 done, 1 the operation failed, 2 bad input or usage, 3 refused by a rule."
        })
public final class Main implements Runnable {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "no command was named");
    }

    /** Runs a command and ends the process with its status. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The commands, ready to run; exit statuses as the class says. */
    static CommandLine commandLine() {
        // The client library reports what it does to java.util.logging; a person wants only what goes wrong.
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.SEVERE);
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new Errors());
    }
}
