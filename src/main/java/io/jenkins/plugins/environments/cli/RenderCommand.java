package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.translate.ManifestPrinter;
import io.jenkins.plugins.environments.target.kubernetes.translate.Translation;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the objects that a deploy would apply. */
@Command(
        name = "render",
        description =
                "Prints the Kubernetes objects of a stack in the order in which they are applied. Needs no cluster.",
        mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ChangeOptions change;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            Stage stage = target.stage(session.configuration(), change.stage);
            StackReading reading = new StackReader(session.digest()).read(stack.request(stage));
            DeployRequest request = new DeployRequest(
                    change.change(stage, stack.projectDirectory()),
                    stage,
                    reading,
                    stack.images,
                    OnFailure.KEEP,
                    Duration.ZERO,
                    Origin.of("terminal"));
            KubernetesSettings settings =
                    session.configuration().kubernetes().getOrDefault(stage.target(), KubernetesSettings.DEFAULT);
            Manifests manifests = Translation.translate(session.desired(request), settings, Capabilities.PLAIN);
            Stream.concat(reading.warnings().stream(), manifests.warnings().stream())
                    .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
            spec.commandLine().getOut().print(ManifestPrinter.print(manifests));
            spec.commandLine().getOut().flush();
            return 0;
        }
    }
}
