package io.jenkins.plugins.environments.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.cli.ConfigurationFile.Configuration;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.Parameters;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that say which environment. */
final class ChangeOptions {

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "The project that environments belong to. Default: the name of the project's folder.")
    String project;

    @Option(names = "--stage", paramLabel = "NAME", description = "The stage. Default: ${DEFAULT-VALUE}.")
    String stage = "staging";

    @Option(
            names = "--change",
            paramLabel = "NUMBER|BRANCH",
            description = "The pull request's number, or a branch. Not needed for a standing stage.")
    String change;

    /**
     * The change.
     *
     * @throws InvalidInputException when the stage needs one and none was given
     */
    Change change(Stage of, Path directory) {
        if (change == null) {
            if (of.lifetime() == Lifetime.STANDING) {
                return Change.branch(project(directory), of.branch() == null ? of.name() : of.branch());
            }
            throw new InvalidInputException(new Problem(
                    Position.of("--change"),
                    "stage \"" + of.name() + "\" has an environment for each change, and none was named",
                    "give a number or a branch, e.g. --change 42"));
        }
        Parameters.refuse(Parameters.change(change));
        return change.matches("[1-9][0-9]{0,8}")
                ? Change.request(project(directory), Integer.parseInt(change))
                : Change.branch(project(directory), change);
    }

    /** The identity of the environment: as given, else the one that project, stage and change have. */
    String id(@CheckForNull String given, TargetOptions target, Configuration configuration) {
        if (given != null) {
            return given;
        }
        Stage of = target.stage(configuration, stage);
        return EnvironmentLifecycle.idOf(change(of, Path.of("").toAbsolutePath()), of)
                .value();
    }

    private String project(@CheckForNull Path directory) {
        if (project != null) {
            return project;
        }
        Path name = directory == null ? null : directory.getFileName();
        return name == null ? "project" : name.toString();
    }
}
