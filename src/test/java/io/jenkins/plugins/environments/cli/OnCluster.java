package io.jenkins.plugins.environments.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * On the cluster that {@code KUBECONFIG} names; {@code EDGE} is the address of its edge where that is not {@code
 * 10.125.0.80}. Namespaces of the project go at the end, whatever became of them.
 */
final class OnCluster extends OnTarget {

    private static final URI EDGE = URI.create("http://" + System.getenv().getOrDefault("EDGE", "10.125.0.80") + ":80");

    private final String project;
    private final KubernetesClient client;

    private OnCluster(Path home, String project, KubernetesConnection connection) {
        super(
                home,
                () -> KubernetesTarget.connect("cluster", KubernetesSettings.DEFAULT, connection, "test-" + project));
        this.project = project;
        this.client = Clients.connect(connection.resolve());
    }

    static OnCluster of(Path home, String project) {
        return new OnCluster(
                home, project, KubernetesConnection.Kubeconfig.file(Path.of(System.getenv("KUBECONFIG")), null));
    }

    KubernetesClient client() {
        return client;
    }

    static String namespace(EnvironmentId id) {
        return "env-" + id;
    }

    boolean exists(EnvironmentId id) {
        return client.namespaces().withName(namespace(id)).get() != null;
    }

    static boolean answers(String host) {
        return status(EDGE, host) == 200;
    }

    @Override
    String noImage() {
        return "registry.invalid/none:1";
    }

    @Override
    boolean answers(Link link) {
        return answers(link.host());
    }

    @Override
    void kill(EnvironmentId id, String service) {
        client.apps().deployments().inNamespace(namespace(id)).withName(service).scale(0);
    }

    @Override
    List<String> everythingOf(EnvironmentId id) {
        List<HasMetadata> found = new ArrayList<>();
        Namespace place = client.namespaces().withName(namespace(id)).get();
        if (place != null) {
            found.add(place);
        }
        found.addAll(client.pods().inNamespace(namespace(id)).list().getItems());
        found.addAll(client.persistentVolumeClaims()
                .inNamespace(namespace(id))
                .list()
                .getItems());
        client.persistentVolumes().list().getItems().stream()
                .filter(volume -> volume.getSpec().getClaimRef() != null
                        && namespace(id).equals(volume.getSpec().getClaimRef().getNamespace()))
                .forEach(found::add);
        return found.stream()
                .map(object -> object.getKind() + " " + object.getMetadata().getName())
                .toList();
    }

    @Override
    public void close() {
        super.close();
        client.namespaces().withLabel(Labels.PROJECT, project).delete();
        client.close();
    }
}
