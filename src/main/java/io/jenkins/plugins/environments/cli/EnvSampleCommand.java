package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints, or writes, the team's sample of the variables that a stack reads. */
@Command(
        name = "env-sample",
        description = "Prints a .env.sample: every variable that the stack reads, where, and its default, by service. "
                + "Sensitive ones are placeholders. Comments and open values of the sample that is there stay.",
        mixinStandardHelpOptions = true)
final class EnvSampleCommand implements Callable<Integer> {

    /** Nothing of a digest is printed here, so any key does. */
    private static final byte[] NO_KEY = {0};

    @Mixin
    private StackOptions stack;

    @Option(
            names = "--sample",
            paramLabel = "FILE",
            description = "The sample that is there, or is to be. Default: .env.sample beside the Compose file.")
    private Path sample;

    @Option(names = "--write", description = "Writes the sample in place of printing it.")
    private boolean write;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = sample == null ? stack.projectDirectory().resolve(".env.sample") : sample;
        String text = new StackReader(new KeyedDigest(NO_KEY))
                .sample(
                        stack.request(Stage.unconfigured("sample", TargetOptions.UNCONFIGURED)),
                        String.valueOf(file.getFileName()),
                        before(file));
        if (!write) {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
            return 0;
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new InvalidInputException(
                    new Problem(Position.of("--sample"), "the file " + file + " can't be written", "check its folder"));
        }
        spec.commandLine().getErr().println("written: " + file);
        return 0;
    }

    private static String before(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new InvalidInputException(
                    new Problem(Position.of("--sample"), "the file " + file + " can't be read", "name a text file"));
        }
    }
}
