package io.jenkins.plugins.environments.cli;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** On an embedded Kubernetes API: no container runs, and a link answers as soon as the edge has its route. */
final class OnEmbedded extends OnTarget {

    private final EmbeddedKubernetes kubernetes;
    private final KubernetesClient client;

    OnEmbedded(Path home, EmbeddedKubernetes kubernetes) {
        super(
                home,
                () -> KubernetesTarget.connect(
                        "cluster",
                        KubernetesSettings.DEFAULT,
                        new KubernetesConnection.Kubeconfig("embedded", kubernetes.kubeconfig(), null, null, false),
                        "test"));
        this.kubernetes = kubernetes;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build();
    }

    @Override
    String noImage() {
        return EmbeddedKubernetes.NO_IMAGES + "/none:1";
    }

    @Override
    boolean answers(Link link) {
        return client.network().v1().ingresses().inAnyNamespace().list().getItems().stream()
                .flatMap(ingress -> ingress.getSpec().getRules().stream())
                .anyMatch(rule -> link.host().equals(rule.getHost()));
    }

    @Override
    void kill(EnvironmentId id, String service) {
        client.apps().deployments().inNamespace("env-" + id).withName(service).scale(0);
    }

    /** Of all environments, as it has its own API. */
    @Override
    List<String> everythingOf(EnvironmentId id) {
        return kubernetes.objects() == 0
                ? List.of()
                : Stream.concat(
                                client.namespaces().list().getItems().stream(),
                                client.pods().inAnyNamespace().list().getItems().stream())
                        .map(object ->
                                object.getKind() + " " + object.getMetadata().getName())
                        .filter(name -> name.contains(id.value()))
                        .toList();
    }

    @Override
    public void close() {
        super.close();
        client.close();
    }
}
