package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.cli.ConfigurationFile.Configuration;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Position;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.target.Targets;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The configured targets, reached as the options say, connected when first used. */
final class CommandTargets implements Targets, AutoCloseable {

    private final Configuration configuration;
    private final TargetOptions options;
    private final String holder;
    private final Map<String, KubernetesTarget> connected = new ConcurrentHashMap<>();

    CommandTargets(Configuration configuration, TargetOptions options) {
        this.configuration = configuration;
        this.options = options;
        // The home's lock lets one process at a time work with it, so the home is who works here.
        this.holder = "terminal " + options.home.toAbsolutePath().normalize();
    }

    /** The ids of all targets, in the order of the configuration. */
    Set<String> ids() {
        return configuration.kubernetes().keySet();
    }

    @Override
    public KubernetesTarget target(String id) {
        return connected.computeIfAbsent(id, this::connect);
    }

    private KubernetesTarget connect(String id) {
        KubernetesSettings settings = configuration.kubernetes().get(id);
        if (settings == null) {
            throw new InvalidInputException(new Problem(
                    Position.of("--config"),
                    "there is no target \"" + id + "\"",
                    "use one of " + configuration.kubernetes().keySet()));
        }
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
        connected.values().forEach(KubernetesTarget::close);
    }
}
