package io.jenkins.plugins.environments.target.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Ground;
import io.jenkins.plugins.environments.target.Target;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.util.List;
import java.util.stream.Stream;

/** What is the same of the embedded API and of a real cluster. */
abstract class KubernetesGround implements Ground {

    /** Who holds the Lease; the target by another line is the same controller. */
    static final String HOLDER = "contract";

    private static final String HELD = "held-by-a-test";

    private final String project;
    private final KubernetesSettings settings;
    private final KubernetesTarget target;
    final KubernetesClient client;

    KubernetesGround(String project, KubernetesSettings settings, KubernetesConnection connection) {
        this.project = project;
        this.settings = settings;
        this.client = Clients.connect(connection.resolve());
        this.target = KubernetesTarget.connect("contract", settings, connection, HOLDER);
    }

    private String namespace(Desired desired) {
        return settings.namespacePrefix() + desired.id();
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public String project() {
        return project;
    }

    @Override
    public List<String> instances(Desired desired) {
        return client.pods().inNamespace(namespace(desired)).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod ->
                        pod.getMetadata().getName() + " " + pod.getMetadata().getUid())
                .sorted()
                .toList();
    }

    @Override
    public List<String> volumes(Desired desired) {
        return client.persistentVolumeClaims().inNamespace(namespace(desired)).list().getItems().stream()
                .map(claim -> claim.getMetadata().getName() + " "
                        + claim.getMetadata().getUid())
                .toList();
    }

    @Override
    public List<String> everything(Desired desired) {
        String namespace = namespace(desired);
        return Stream.concat(
                        client.namespaces().list().getItems().stream()
                                .filter(each -> each.getMetadata().getName().equals(namespace)),
                        Stream.of(
                                        client.apps()
                                                .deployments()
                                                .inNamespace(namespace)
                                                .list()
                                                .getItems(),
                                        client.secrets()
                                                .inNamespace(namespace)
                                                .list()
                                                .getItems(),
                                        client.persistentVolumeClaims()
                                                .inNamespace(namespace)
                                                .list()
                                                .getItems())
                                .flatMap(List::stream))
                .map(HasMetadata.class::cast)
                .map(each -> each.getKind() + " " + each.getMetadata().getName() + " "
                        + each.getMetadata().getUid() + " " + each.getMetadata().getLabels())
                .toList();
    }

    @Override
    public void stop(Desired desired, String service) {
        client.apps()
                .deployments()
                .inNamespace(namespace(desired))
                .withName(service)
                .scale(0);
    }

    @Override
    public void remove(Desired desired, String service) {
        client.apps()
                .deployments()
                .inNamespace(namespace(desired))
                .withName(service)
                .delete();
    }

    @Override
    public void occupy(Desired desired) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace(desired))
                        .endMetadata()
                        .build())
                .create();
    }

    @Override
    public Runnable hold(Desired desired) {
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace(desired))
                        .withName(HELD)
                        .withFinalizers("example.com/hold")
                        .endMetadata()
                        .build())
                .create();
        return () -> client.configMaps()
                .inNamespace(namespace(desired))
                .withName(HELD)
                .edit(map -> {
                    map.getMetadata().setFinalizers(List.of());
                    return map;
                });
    }

    @Override
    public String holder() {
        return "example.com/hold";
    }

    @Override
    public void close() {
        target.close();
        client.close();
    }
}
