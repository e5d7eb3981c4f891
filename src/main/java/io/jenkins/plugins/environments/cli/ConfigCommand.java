package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.StackReader;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the resolved stack, as {@code docker compose config --format json} does. */
@Command(
        name = "config",
        description = "Prints the resolved stack in the form of docker compose config --format json.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

    /** Nothing of a digest is printed here, so any key does. */
    private static final byte[] NO_KEY = {0};

    @Mixin
    private StackOptions stack;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private Output output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Map<String, Object> resolved = new StackReader(new KeyedDigest(NO_KEY))
                .config(stack.request(target.stage(target.configuration(), change.stage)));
        if (output.form == Output.Form.text) {
            output.form = Output.Form.yaml;
        }
        output.print(spec.commandLine().getOut(), resolved, "");
        return 0;
    }
}
