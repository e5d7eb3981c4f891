package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.cli.ConfigurationFile.EngineEntry;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import io.jenkins.plugins.environments.target.docker.translate.ComposeFile;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.translate.ManifestPrinter;
import io.jenkins.plugins.environments.target.kubernetes.translate.Translation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the objects that a deploy would apply, or the Compose file that it would bring up. */
@Command(
        name = "render",
        description =
                "Prints the Kubernetes objects of a stack in the order in which they are applied, or its Compose file for a"
                        + " Docker engine. Needs neither.",
        mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {

    @Mixin
    private StackOptions stack;

    @Mixin
    private TargetOptions target;

    @Mixin
    private ChangeOptions change;

    @Option(
            names = "--target",
            paramLabel = "KIND",
            description = "kubernetes or docker. Default: what the stage's target is.")
    private Kind kind;

    @Option(
            names = "--explain",
            description = "Says of each variable, label and argument first whether it is sensitive, and why.")
    private boolean explain;

    @Spec
    private CommandSpec spec;

    /** What a stack is rendered for. */
    enum Kind {
        KUBERNETES,
        DOCKER
    }

    @Override
    public Integer call() {
        try (Session session = Session.open(target)) {
            Stage stage = target.stage(session.configuration(), change.stage);
            StackReader reader = new StackReader(session.digest());
            StackReading reading = stack.read(session.digest(), stage);
            if (explain) {
                reader.explain(stack.request(stage))
                        .forEach(choice -> spec.commandLine().getOut().println("# " + choice));
            }
            DeployRequest request = new DeployRequest(
                    change.change(stage, stack.projectDirectory()),
                    stage,
                    reading,
                    stack.images,
                    OnFailure.KEEP,
                    Duration.ZERO,
                    Origin.of("terminal"));
            boolean engine =
                    kind == null ? session.configuration().engines().containsKey(stage.target()) : kind == Kind.DOCKER;
            if (engine) {
                DockerSettings settings = session.configuration()
                        .engines()
                        .getOrDefault(stage.target(), EngineEntry.DEFAULT)
                        .settings();
                ComposeFile file = io.jenkins.plugins.environments.target.docker.translate.Translation.translate(
                        session.desired(request), settings);
                print(reading, file.warnings(), file.print());
            } else {
                KubernetesSettings settings =
                        session.configuration().kubernetes().getOrDefault(stage.target(), KubernetesSettings.DEFAULT);
                Manifests manifests = Translation.translate(session.desired(request), settings, Capabilities.PLAIN);
                print(reading, manifests.warnings(), ManifestPrinter.print(manifests));
            }
            return 0;
        }
    }

    private void print(StackReading reading, List<Problem> warnings, String document) {
        Stream.concat(reading.warnings().stream(), warnings.stream())
                .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
        spec.commandLine().getOut().print(document);
        spec.commandLine().getOut().flush();
    }
}
