package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Waiting;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The cluster that KUBECONFIG names, for one test: a target, a client to look behind it, and tidying up. */
final class RealCluster implements AutoCloseable {

    static final KubernetesSettings SETTINGS =
            new KubernetesSettings("kt-", KubernetesSettings.Exposure.AUTO, null, null, null, null, null);

    /** Listens on STAND_IN_PORTS, ends with STAND_IN_FAIL; {@code .ci/cluster/up} brings it along. */
    static final String IMAGE = System.getProperty("cluster.image", "test.local/stand-in:1");

    private final KubernetesConnection connection = KubernetesConnection.Kubeconfig.file(
            Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG names no cluster")), null);
    private final String project = "kt" + UUID.randomUUID().toString().substring(0, 6);
    final KubernetesClient client = Clients.connect(connection.resolve());
    final KubernetesTarget target = KubernetesTarget.connect("real", SETTINGS, connection, "cluster-tests");
    final Waiting waiting = new Waiting(target);

    KubernetesConnection connection() {
        return connection;
    }

    Desired wish(ServiceFixture... services) {
        return Wishes.wish(project, io.jenkins.plugins.environments.model.stack.StackFixtures.stack(services));
    }

    String project() {
        return project;
    }

    static String namespace(Desired desired) {
        return "kt-" + desired.id();
    }

    /** A service that listens on this port and stops at once. */
    static ServiceFixture listening(String name, int port) {
        return service(name)
                .image(IMAGE)
                .env("STAND_IN_PORTS", String.valueOf(port))
                .expose(port);
    }

    /** Everything that the API lists in the namespace, and volumes of it, of every kind that it serves. */
    List<String> everythingIn(String namespace) {
        List<String> found = new ArrayList<>();
        List<String> versions = new ArrayList<>(List.of("v1"));
        for (APIGroup group : client.getApiGroups().getGroups()) {
            group.getVersions().stream()
                    .map(GroupVersionForDiscovery::getGroupVersion)
                    .forEach(versions::add);
        }
        for (String version : versions) {
            for (APIResource resource : client.getApiResources(version).getResources()) {
                boolean listable =
                        !resource.getName().contains("/") && resource.getVerbs().contains("list");
                if (listable && Boolean.TRUE.equals(resource.getNamespaced())) {
                    String path = (version.contains("/") ? "/apis/" : "/api/") + version + "/" + resource.getName();
                    if (String.valueOf(client.raw(path)).contains("\"namespace\":\"" + namespace + "\"")) {
                        found.add(version + " " + resource.getKind());
                    }
                }
            }
        }
        client.persistentVolumes().list().getItems().stream()
                .filter(volume -> volume.getSpec().getClaimRef() != null
                        && namespace.equals(volume.getSpec().getClaimRef().getNamespace()))
                .forEach(volume ->
                        found.add("PersistentVolume " + volume.getMetadata().getName()));
        if (client.namespaces().withName(namespace).get() != null) {
            found.add("Namespace " + namespace);
        }
        return found;
    }

    /** The UIDs of the pods of all services. */
    List<String> pods(Desired desired) {
        return client.pods().inNamespace(namespace(desired)).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod ->
                        pod.getMetadata().getName() + " " + pod.getMetadata().getUid())
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        client.namespaces().list().getItems().stream()
                .filter(namespace -> namespace.getMetadata().getName().startsWith("kt-" + project))
                .forEach(namespace -> client.resource(namespace).delete());
        waiting.close();
        target.close();
        client.close();
    }
}
