package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.published;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The certificate of links")
class TlsSecretTest {

    private static final String NAME = "wildcard";

    private EmbeddedKubernetes kubernetes;
    private KubernetesClient client;
    private KubernetesTarget target;

    @BeforeEach
    void start() {
        kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(20));
        client = Clients.connect(connection().resolve());
        target = target("edge/" + NAME);
        namespace("edge");
    }

    @AfterEach
    void stop() {
        target.close();
        client.close();
        kubernetes.close();
    }

    private KubernetesConnection connection() {
        return new KubernetesConnection.Kubeconfig("embedded", kubernetes.kubeconfig(), null, null, false);
    }

    private KubernetesTarget target(String secret) {
        KubernetesSettings settings = new KubernetesSettings("env-", Exposure.INGRESS, null, secret, null, null, null);
        return KubernetesTarget.connect("cluster-a", settings, connection(), "me");
    }

    private void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private static String coded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the secret anew. */
    private void secret(String namespace, String... parts) {
        Map<String, String> data = new HashMap<>();
        for (String part : parts) {
            data.put(part, coded(part + " of " + namespace));
        }
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .endMetadata()
                .withData(data)
                .build();
        client.resource(secret).delete();
        client.resource(secret).create();
    }

    private static Desired linked(Link... links) {
        Desired plain = Wishes.wish("shop", stack(service("web").port(published(80, 8080))));
        return new Desired(
                plain.id(),
                plain.owner(),
                plain.stage(),
                plain.change(),
                plain.lifetime(),
                plain.stack(),
                plain.images(),
                List.of(links),
                plain.quota());
    }

    private static Desired shop() {
        return linked(new Link("web", "web.example", 8080, "https://web.example"));
    }

    private Secret copy() {
        return client.secrets().inNamespace("env-" + shop().id()).withName(NAME).get();
    }

    private void refused(TargetException.Kind kind, String message) {
        assertThatThrownBy(() -> target.prepare(shop(), SecretValues.none()))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    @Test
    void is_copied_beside_them_with_our_mark_and_nothing_but_certificate_and_key() {
        secret("edge", "tls.crt", "tls.key", "ca.key");

        target.prepare(shop(), SecretValues.none());

        assertThat(copy().getType()).isEqualTo("kubernetes.io/tls");
        assertThat(copy().getData())
                .containsOnly(
                        Map.entry("tls.crt", coded("tls.crt of edge")), Map.entry("tls.key", coded("tls.key of edge")));
        assertThat(copy().getMetadata().getLabels())
                .containsEntry(Labels.OWNER, Wishes.OWNER)
                .containsEntry(Labels.ENVIRONMENT, shop().id().value())
                .allSatisfy((label, value) -> assertThat(label).doesNotContain("pod-security"));
    }

    @Test
    void is_left_alone_while_it_is_right_and_renewed_by_the_next_deploy_when_it_is_not() {
        secret("edge", "tls.crt", "tls.key");
        target.prepare(shop(), SecretValues.none());
        String first = copy().getMetadata().getResourceVersion();

        target.prepare(shop(), SecretValues.none());
        assertThat(copy().getMetadata().getResourceVersion()).isEqualTo(first);

        client.secrets().inNamespace("edge").withName(NAME).edit(secret -> new SecretBuilder(secret)
                .addToData("tls.crt", coded("renewed"))
                .build());
        target.prepare(shop(), SecretValues.none());
        assertThat(copy().getData()).containsEntry("tls.crt", coded("renewed"));
    }

    @Test
    void stays_when_the_environment_is_pruned_and_goes_when_no_link_needs_it() {
        secret("edge", "tls.crt", "tls.key");
        target.prepare(shop(), SecretValues.none());

        target.prune(shop(), List.of());
        assertThat(copy()).isNotNull();

        target.prune(linked(), List.of());
        assertThat(copy()).isNull();
    }

    @Test
    void is_asked_for_before_anything_is_made() {
        refused(
                TargetException.Kind.PERMANENT,
                "can't use the TLS secret edge/wildcard for links: there is no such secret");

        assertThat(client.namespaces().withName("env-" + shop().id()).get()).isNull();
    }

    @Test
    void needs_its_key() {
        secret("edge", "tls.crt");

        refused(TargetException.Kind.PERMANENT, "it lacks tls.crt or tls.key");
    }

    @Test
    void never_replaces_what_somebody_else_put_there() {
        secret("edge", "tls.crt", "tls.key");
        target.prepare(shop(), SecretValues.none());
        client.secrets().inNamespace("env-" + shop().id()).withName(NAME).delete();
        secret("env-" + shop().id(), "tls.crt", "tls.key");

        refused(TargetException.Kind.NOT_OURS, "it carries no mark of ours");

        assertThat(copy().getData()).containsEntry("tls.crt", coded("tls.crt of env-" + shop().id()));
    }

    @Test
    void is_not_looked_for_when_no_link_is_there_or_somebody_else_brings_it() {
        target.prepare(linked(), SecretValues.none());
        try (KubernetesTarget other = target(NAME)) {
            other.prepare(shop(), SecretValues.none());
        }

        assertThat(copy()).isNull();
    }
}
