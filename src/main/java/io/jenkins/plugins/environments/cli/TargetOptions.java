package io.jenkins.plugins.environments.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.cli.ConfigurationFile.Configuration;
import io.jenkins.plugins.environments.cli.ConfigurationFile.EngineEntry;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.target.docker.engine.EngineConnection;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say where. */
final class TargetOptions {

    /** The id of the cluster that needs no configuration. */
    static final String UNCONFIGURED = "kubernetes";

    /** The id of the engine that needs no configuration. */
    static final String UNCONFIGURED_ENGINE = "docker";

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
            names = "--docker-host",
            paramLabel = "URI",
            description = "How the Docker engine is reached: unix:///path or tcp://host:port, with TLS"
                    + " by the folder that DOCKER_CERT_PATH names. Default for configured engines: DOCKER_HOST.")
    String dockerHost;

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            description = "Where the journal and the records are kept. Default: ~/.environments.")
    Path home = Path.of(System.getProperty("user.home"), ".environments");

    /** The folder that images are built from; null: this command builds none. */
    @CheckForNull
    Path project;

    /** The configuration, or the one that needs none. */
    Configuration configuration() {
        if (config != null) {
            return ConfigurationFile.read(config);
        }
        return dockerHost == null
                ? new Configuration(Map.of(UNCONFIGURED, KubernetesSettings.DEFAULT), Map.of(), List.of())
                : new Configuration(Map.of(), Map.of(UNCONFIGURED_ENGINE, EngineEntry.DEFAULT), List.of());
    }

    /**
     * The stage of that name. Any name is good when nothing is configured.
     *
     * @throws InvalidInputException when the configuration has no such stage
     */
    Stage stage(Configuration configuration, String name) {
        if (config == null) {
            return Stage.unconfigured(name, dockerHost == null ? UNCONFIGURED : UNCONFIGURED_ENGINE);
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

    /**
     * How an engine is reached: as the options say, else as its configuration does, else as {@code DOCKER_HOST} says.
     *
     * @param id the target's id
     * @param configured null: not configured
     */
    EngineConnection engine(String id, @CheckForNull String configured) {
        String named = System.getenv("DOCKER_HOST");
        String uri = dockerHost != null ? dockerHost : configured != null ? configured : named;
        if (uri == null || uri.isBlank()) {
            throw new InvalidInputException(new Problem(
                    Position.of("--docker-host"),
                    "nothing says how target \"" + id + "\" is reached",
                    "give its address with --docker-host, or in DOCKER_HOST"));
        }
        String certificates = System.getenv("DOCKER_CERT_PATH");
        return certificates == null || certificates.isBlank() || !uri.startsWith("tcp:")
                ? EngineConnection.of(uri, null, "--docker-host")
                : EngineConnection.withCertificates(uri, Path.of(certificates), "--docker-host");
    }

    /** The kubeconfig that was given or that the environment names; null when there is none. */
    @CheckForNull
    Path kubeconfigFile() {
        String named = System.getenv("KUBECONFIG");
        return kubeconfig != null || named == null || named.isBlank() ? kubeconfig : Path.of(named);
    }
}
