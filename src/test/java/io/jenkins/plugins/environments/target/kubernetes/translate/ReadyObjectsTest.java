package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.ManifestReader;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Objects of ready manifests")
class ReadyObjectsTest {

    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: web, namespace: other, labels: { app: web, app.kubernetes.io/instance: theirs } }
            spec:
              selector: { matchLabels: { app: web } }
              template:
                metadata: { labels: { app: web } }
                spec:
                  initContainers: [{ name: wait, image: "busybox:1" }]
                  containers:
                    - { name: web, image: "reg.example.com:5000/shop/web:1", envFrom: [{ configMapRef: { name: settings } }, { secretRef: { name: login } }] }
                    - { name: side, image: "reg.example.com:5000/side@sha256:abc" }
            ---
            { apiVersion: v1, kind: ConfigMap, metadata: { name: settings }, data: { LEVEL: info } }
            ---
            { apiVersion: v1, kind: Secret, metadata: { name: login }, stringData: { password: hunter2 } }
            ---
            apiVersion: v1
            kind: Service
            metadata: { name: web, annotations: { environments.jenkins.io/link: "true" } }
            spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }
            """;

    private static Stack ready(String manifests) {
        return stack().with(new ManifestReader(new KeyedDigest(new byte[] {1}))
                .read(Map.of("k8s.yaml", manifests.getBytes(StandardCharsets.UTF_8)), false)
                .manifests());
    }

    private static JsonNode json(Translated translated, String kind, String name) {
        return translated
                .manifests()
                .objects()
                .filter(object -> object.getKind().equals(kind))
                .filter(object -> object.getMetadata().getName().equals(name))
                .<JsonNode>map(object -> new ObjectMapper().valueToTree(object))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void carry_our_marks_in_our_namespace_and_keep_labels_of_their_own() {
        JsonNode web = json(Translated.given(ready(WEB)).translate(), "Deployment", "web");

        assertThat(web.at("/metadata/namespace").asText()).startsWith("env-shop-");
        assertThat(web.at("/metadata/labels").path(Labels.SERVICE).asText()).isEqualTo("web");
        assertThat(web.at("/metadata/labels").has(Labels.OWNER)).isTrue();
        assertThat(web.at("/metadata/labels/app.kubernetes.io~1instance").asText())
                .isEqualTo("theirs");
        assertThat(web.at("/spec/template/metadata/labels").path(Labels.OPEN).asText())
                .isEqualTo("true");
        assertThat(web.at("/spec/template/metadata/labels").path(Labels.SERVICE).asText())
                .isEqualTo("web");
        assertThat(web.at("/spec/selector/matchLabels")).hasSize(1);
    }

    @ParameterizedTest(name = "{0} gives {1} another image")
    @CsvSource({
        "web, /spec/template/spec/containers/0",
        "reg.example.com:5000/shop/web, /spec/template/spec/containers/0",
        "side, /spec/template/spec/containers/1",
        "reg.example.com:5000/side, /spec/template/spec/containers/1",
        "wait, /spec/template/spec/initContainers/0",
        "web/side, /spec/template/spec/containers/1"
    })
    void take_images_by_container_by_image_and_what_ran(String name, String container) {
        Translated translated =
                Translated.given(ready(WEB)).images(Map.of(name, "other:2")).translate();

        assertThat(json(translated, "Deployment", "web")
                        .at(container + "/image")
                        .asText())
                .isEqualTo("other:2");
    }

    @Test
    void say_when_an_image_is_for_none_of_them() {
        assertThat(Translated.given(ready(WEB))
                        .images(Map.of("wbe", "other:2", "side", "other:2"))
                        .translate()
                        .warnings())
                .containsExactly(
                        "the image for \"wbe\" is not used: no container and no image of the manifests is called so; name a container, or its image without the tag");
    }

    @Test
    void roll_their_pods_when_configuration_of_the_stack_changes() {
        String pointer = "/spec/template/metadata/annotations/environments.jenkins.io~1configuration";
        String before = json(Translated.given(ready(WEB)).translate(), "Deployment", "web")
                .at(pointer)
                .asText();

        assertThat(before).isNotEmpty();
        for (String changed : List.of(WEB.replace("LEVEL: info", "LEVEL: debug"), WEB.replace("hunter2", "hunter3"))) {
            assertThat(json(Translated.given(ready(changed)).translate(), "Deployment", "web")
                            .at(pointer)
                            .asText())
                    .isNotEmpty()
                    .isNotEqualTo(before);
        }
    }

    @Test
    void keep_the_values_of_a_secret_apart_and_show_none() {
        Translated translated = Translated.given(ready(WEB)).translate();

        JsonNode secret = json(translated, "Secret", "login");
        String kept = secret.at("/metadata/annotations").path(Labels.VALUES).asText();
        assertThat(secret.has("data") || secret.has("stringData")).isFalse();
        assertThat(translated.manifests().secrets()).singleElement().satisfies(template -> {
            assertThat(template.secret().getMetadata().getName())
                    .isEqualTo(kept)
                    .startsWith("values-login-");
            assertThat(template.entries()).containsEntry("password", "manifest/login/password");
        });
        assertThat(ManifestPrinter.print(translated.manifests()))
                .contains("<sensitive>")
                .doesNotContain("hunter2", "aHVudGVyMg");
    }

    @Test
    void are_reached_through_the_edge_where_a_link_leads_and_from_all_of_the_environment() {
        Translated translated = Translated.given(ready(WEB))
                .linked(new Link("web", "web.example.org", 80, "http://web.example.org"))
                .translate();

        Ingress ingress = translated.the(Ingress.class, "web");
        assertThat(ingress.getSpec().getRules().get(0).getHost()).isEqualTo("web.example.org");
        NetworkPolicy edge = translated.the(NetworkPolicy.class, "edge-web");
        assertThat(edge.getSpec().getPodSelector().getMatchLabels()).containsExactly(Map.entry("app", "web"));
        assertThat(edge.getSpec()
                        .getIngress()
                        .get(0)
                        .getPorts()
                        .get(0)
                        .getPort()
                        .getStrVal())
                .isEqualTo("http");
        assertThat(translated.all(NetworkPolicy.class).map(policy -> policy.getMetadata()
                        .getName()))
                .contains("deny-ingress", "manifests", "made-by-others");
    }

    @Test
    void keep_to_network_policies_of_their_own_where_these_select_them() {
        String own =
                """
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: { name: only-from-web }
                spec: { podSelector: %s, ingress: [] }
                """;
        for (String selecting : List.of(
                "{ matchLabels: { app: web } }",
                "{}",
                "{ matchExpressions: [{ key: app, operator: In, values: [web, db] }] }",
                "{ matchExpressions: [{ key: app, operator: Exists }] }")) {
            JsonNode web =
                    json(Translated.given(ready(WEB + own.formatted(selecting))).translate(), "Deployment", "web");
            assertThat(web.at("/spec/template/metadata/labels").has(Labels.OPEN))
                    .as(selecting)
                    .isFalse();
        }
        for (String other : List.of(
                "{ matchLabels: { app: db } }",
                "{ matchExpressions: [{ key: app, operator: NotIn, values: [web] }] }",
                "{ matchExpressions: [{ key: app, operator: DoesNotExist }] }")) {
            JsonNode web =
                    json(Translated.given(ready(WEB + own.formatted(other))).translate(), "Deployment", "web");
            assertThat(web.at("/spec/template/metadata/labels").has(Labels.OPEN))
                    .as(other)
                    .isTrue();
        }
    }

    @Test
    void of_the_whole_cluster_are_refused_unless_the_target_names_their_kind() {
        String roles =
                """
                { apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: reader }, rules: [] }
                ---
                { apiVersion: e.com/v1, kind: Zone, metadata: { name: z } }
                """;
        Capabilities zones = Capabilities.PLAIN.with(Set.of("e.com/Zone"));

        assertThat(Translated.given(ready(roles)).on(zones).errors())
                .containsExactly(
                        "k8s.yaml:1:1: ClusterRole reader belongs to the whole cluster, and the target does not allow that; take it out, or let an administrator name ClusterRole under the target's clusterScoped",
                        "k8s.yaml:3:1: Zone z belongs to the whole cluster, and the target does not allow that; take it out, or let an administrator name Zone under the target's clusterScoped");
        Translated allowed = Translated.given(ready(roles))
                .on(zones)
                .with(new KubernetesSettings(
                        "env-",
                        Exposure.AUTO,
                        null,
                        null,
                        null,
                        null,
                        null,
                        KubernetesSettings.kinds(" ClusterRole,\nZone.e.com")))
                .translate();
        assertThat(json(allowed, "ClusterRole", "reader").at("/metadata").has("namespace"))
                .isFalse();
        assertThat(json(allowed, "Zone", "z").at("/metadata").has("namespace")).isFalse();
    }

    @Test
    void bind_the_service_accounts_of_the_environment() {
        JsonNode binding = json(
                Translated.given(
                                ready(
                                        """
                        { apiVersion: v1, kind: ServiceAccount, metadata: { name: bot } }
                        ---
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: RoleBinding
                        metadata: { name: bot-reads }
                        subjects: [{ kind: ServiceAccount, name: bot, namespace: other }, { kind: ServiceAccount, name: x, namespace: theirs }]
                        """))
                        .translate(),
                "RoleBinding",
                "bot-reads");

        assertThat(binding.at("/subjects/0/namespace").asText()).startsWith("env-shop-");
        assertThat(binding.at("/subjects/1/namespace").asText()).isEqualTo("theirs");
    }

    @Test
    void stand_beside_services_but_not_under_their_names() {
        Stack both = stack(service("api")).with(ready(WEB).manifests());
        List<String> units = List.copyOf(
                Translated.given(both).translate().manifests().services().keySet());
        assertThat(units).startsWith("api").contains("web", "settings", "login");

        assertThat(Translated.given(stack(service("settings")).with(ready(WEB).manifests()))
                        .errors())
                .containsExactly(
                        "k8s.yaml:14:1: ConfigMap settings has the name of a service of the Compose files; give one of the two another name");
    }

    @Test
    void are_the_same_at_each_translation() {
        List<HasMetadata> first =
                Translated.given(ready(WEB)).translate().manifests().objects().toList();
        List<HasMetadata> second =
                Translated.given(ready(WEB)).translate().manifests().objects().toList();
        assertThat((Object) new ObjectMapper().valueToTree(first)).isEqualTo(new ObjectMapper().valueToTree(second));
    }
}
