package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.cli.ConfigurationFile.Configuration;
import io.jenkins.plugins.environments.cli.ConfigurationFile.EngineEntry;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.Targets;
import io.jenkins.plugins.environments.target.docker.compose.LocalPrograms;
import io.jenkins.plugins.environments.target.docker.host.DockerTarget;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The configured targets, reached as the options say, connected when first used. */
final class CommandTargets implements Targets, AutoCloseable {

    private final Configuration configuration;
    private final TargetOptions options;
    private final String holder;
    private final Map<String, Target> connected = new ConcurrentHashMap<>();

    CommandTargets(Configuration configuration, TargetOptions options) {
        this.configuration = configuration;
        this.options = options;
        // The home's lock lets one process at a time work with it, so the home is who works here.
        this.holder = "terminal " + options.home.toAbsolutePath().normalize();
    }

    /** The ids of all targets: clusters, then engines, in the order of the configuration. */
    Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>(configuration.kubernetes().keySet());
        ids.addAll(configuration.engines().keySet());
        return ids;
    }

    @Override
    public Target target(String id) {
        return connected.computeIfAbsent(id, this::connect);
    }

    private Target connect(String id) {
        KubernetesSettings settings = configuration.kubernetes().get(id);
        if (settings != null) {
            return cluster(id, settings);
        }
        EngineEntry engine = configuration.engines().get(id);
        if (engine != null) {
            return DockerTarget.connect(
                    id, engine.settings(), options.engine(id, engine.uri()), new LocalPrograms(options.project));
        }
        throw new InvalidInputException(
                new Problem(Position.of("--config"), "there is no target \"" + id + "\"", "use one of " + ids()));
    }

    private KubernetesTarget cluster(String id, KubernetesSettings settings) {
        Path kubeconfig = options.kubeconfigFile();
        if (kubeconfig == null) {
            throw new InvalidInputException(new Problem(
                    Position.of("--kubeconfig"),
                    "nothing says how target \"" + id + "\" is reached",
                    "give a kubeconfig with --kubeconfig, or its path in KUBECONFIG"));
        }
        return KubernetesTarget.connect(
                id, settings, KubernetesConnection.Kubeconfig.file(kubeconfig, options.context), holder);
    }

    @Override
    public void close() {
        connected.values().forEach(Target::close);
    }
}
