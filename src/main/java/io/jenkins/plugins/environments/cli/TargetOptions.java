package io.jenkins.plugins.environments.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.cli.ConfigurationFile.Configuration;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say where. */
final class TargetOptions {

    /** The id of the one target that needs no configuration. */
    static final String UNCONFIGURED = "kubernetes";

    @Option(names = "--config", paramLabel = "FILE", description = "Targets and stages, as for Configuration as Code.")
    Path config;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How the cluster is reached. Default: the file that KUBECONFIG names.")
    Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "The kubeconfig's context. Default: its current one.")
    String context;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "Where the journal and the records are kept. Default: ~/.environments.")
    Path home = Path.of(System.getProperty("user.home"), ".environments");

    /** The configuration, or the one that needs none. */
    Configuration configuration() {
        return config == null
                ? new Configuration(Map.of(UNCONFIGURED, KubernetesSettings.DEFAULT), List.of())
                : ConfigurationFile.read(config);
    }

    /**
     * The stage of that name. Any name is good when nothing is configured.
     *
     * @throws InvalidInputException when the configuration has no such stage
     */
    Stage stage(Configuration configuration, String name) {
        if (config == null) {
            return Stage.unconfigured(name, UNCONFIGURED);
        }
        return configuration.stages().stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(new Problem(
                        Position.of("--stage"),
                        "there is no stage \"" + name + "\" in " + config,
                        "use one of "
                                + configuration.stages().stream()
                                        .map(Stage::name)
                                        .toList())));
    }

    /** The kubeconfig that was given or that the environment names; null when there is none. */
    @CheckForNull
    Path kubeconfigFile() {
        String named = System.getenv("KUBECONFIG");
        return kubeconfig != null || named == null || named.isBlank() ? kubeconfig : Path.of(named);
    }
}
