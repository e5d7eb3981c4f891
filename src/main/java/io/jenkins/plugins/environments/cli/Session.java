package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.cli.ConfigurationFile.Configuration;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.lifecycle.Links;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.target.Desired;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What a command works with: the configuration, its targets, and the lifecycle over the journal in the home folder. */
final class Session implements AutoCloseable {

    private final Configuration configuration;
    private final CommandTargets targets;
    private final JournaledLifecycle lifecycle;

    private Session(Configuration configuration, CommandTargets targets, JournaledLifecycle lifecycle) {
        this.configuration = configuration;
        this.targets = targets;
        this.lifecycle = lifecycle;
    }

    /** Opens the home folder that the options name. */
    static Session open(TargetOptions options) {
        Configuration configuration = options.configuration();
        CommandTargets targets = new CommandTargets(configuration, options);
        return new Session(configuration, targets, JournaledLifecycle.open(options.home, targets, Clock.systemUTC()));
    }

    Configuration configuration() {
        return configuration;
    }

    CommandTargets targets() {
        return targets;
    }

    EnvironmentLifecycle lifecycle() {
        return lifecycle;
    }

    KeyedDigest digest() {
        return new KeyedDigest(lifecycle.digestKey());
    }

    /** All stages: those of the configuration, or those that environments have where none is needed. */
    List<Stage> stages(TargetOptions options) {
        return options.config != null
                ? configuration.stages()
                : lifecycle.environments().stream()
                        .map(Environment::stage)
                        .distinct()
                        .map(name -> options.stage(configuration, name))
                        .toList();
    }

    /** What a request asks a target for. */
    Desired desired(DeployRequest request) {
        Stage stage = request.stage();
        return new Desired(
                id(request.change(), stage),
                lifecycle.instanceId(),
                stage.name(),
                request.change(),
                stage.lifetime(),
                request.reading().stack(),
                request.images(),
                Links.of(stage, request.change(), request.reading().stack()),
                stage.quota());
    }

    /** Checks on the target that a request can be carried out; changes nothing. */
    List<Problem> check(DeployRequest request) {
        return targets.target(request.stage().target()).check(desired(request));
    }

    EnvironmentId id(Change change, Stage stage) {
        return EnvironmentLifecycle.idOf(change, stage);
    }

    /**
     * The environment of that id.
     *
     * @throws InvalidInputException when the journal knows none
     */
    Environment environment(String id) {
        return lifecycle
                .environment(new EnvironmentId(id))
                .orElseThrow(() -> new InvalidInputException(new Problem(
                        Position.of(id),
                        "no environment has this id",
                        "see list for those that there are, and check --home")));
    }

    /** What takes an environment away at the moment; empty: nothing. */
    Optional<Operation> removal(EnvironmentId id) {
        return lifecycle.operations(id).stream()
                .filter(each ->
                        each.kind() == Operation.Kind.DESTROY && !each.phase().isEnd())
                .findFirst();
    }

    /** How many environments a target has with this home's mark, whatever the journal says. */
    int found(String target) {
        return targets.target(target).discover(lifecycle.instanceId()).size();
    }

    /** Shows operations on the standard error stream of a command. */
    Progress progress(CommandSpec spec) {
        return new Progress(spec.commandLine().getErr(), Colours.detect(), Clock.systemUTC());
    }

    @Override
    public void close() {
        lifecycle.close();
        targets.close();
    }
}
