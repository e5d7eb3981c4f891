package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.Environments;
import io.jenkins.plugins.environments.lifecycle.merge.ChangeSearch;
import io.jenkins.plugins.environments.lifecycle.merge.GitCommands;
import io.jenkins.plugins.environments.lifecycle.merge.MergedChange;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells which change came in with a merge. */
@Command(
        name = "change",
        description = "Tells which of the changes that run in a stage came in with a commit; asks the clone's history.",
        mixinStandardHelpOptions = true)
final class ChangeCommand implements Callable<Integer> {

    @Option(names = "--project", paramLabel = "NAME", required = true, description = "The project.")
    private String project;

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            required = true,
            description = "The stage where the change runs, e.g. the one that is promoted from.")
    private String stage;

    @Option(names = "--commit", paramLabel = "COMMIT", description = "Default: ${DEFAULT-VALUE}.")
    private String commit = "HEAD";

    @Option(
            names = "--before",
            paramLabel = "COMMIT",
            description = "What the branch was before. Default: what the commit was merged into.")
    private String before;

    @Option(names = "--repository", paramLabel = "FOLDER", description = "The clone. Default: this folder.")
    private Path repository = Path.of("");

    @Mixin
    private TargetOptions target;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        GitCommands git = GitProgram.in(repository.toAbsolutePath());
        String id = git.commit(commit)
                .orElseThrow(() -> new InvalidInputException(new Problem(
                        Position.of("--commit"),
                        repository.toAbsolutePath() + " has no commit " + commit,
                        "give the folder of the clone with --repository")));
        try (Session session = Session.open(target)) {
            Environments candidates = new Environments(session.lifecycle().environments())
                    .ofProject(project)
                    .ofStage(stage);
            MergedChange found = new ChangeSearch(candidates.all(), git).find(id, before);
            spec.commandLine().getErr().println(found.sentence());
            if (found instanceof MergedChange.Decided decided) {
                spec.commandLine().getOut().println(decided.change().key());
                return 0;
            }
            return Errors.REFUSED;
        }
    }
}
