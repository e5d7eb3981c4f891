package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Network;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Who reaches whom")
class PoliciesTest {

    private static final String FRONT = "network.environments.jenkins.io/front";
    private static final String BACK = "network.environments.jenkins.io/back";

    @Test
    @DisplayName("is nobody, unless a policy says so")
    void denied() {
        NetworkPolicy deny = Translated.of(service("web")).the(NetworkPolicy.class, "deny-ingress");

        assertThat(deny.getSpec().getPodSelector().getMatchLabels()).isEmpty();
        assertThat(deny.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(deny.getSpec().getIngress()).isEmpty();
    }

    @Test
    @DisplayName("follows the networks: those who share one may talk")
    void networks() {
        Translated translated = Translated.of(
                service("web").network("front"),
                service("api").network("front").network("back"),
                service("db").network("back"));

        assertThat(labels(translated, "web")).containsEntry(FRONT, "true").doesNotContainKey(BACK);
        assertThat(labels(translated, "api")).containsEntry(FRONT, "true").containsEntry(BACK, "true");
        assertThat(labels(translated, "db")).containsEntry(BACK, "true").doesNotContainKey(FRONT);
        NetworkPolicy back = translated.the(NetworkPolicy.class, "network-back");
        assertThat(back.getSpec().getPodSelector().getMatchLabels()).containsExactly(Map.entry(BACK, "true"));
        assertThat(back.getSpec().getPolicyTypes()).containsExactly("Ingress");
        assertThat(back.getSpec().getIngress())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getFrom()).singleElement().satisfies(peer -> {
                    assertThat(peer.getPodSelector().getMatchLabels()).containsExactly(Map.entry(BACK, "true"));
                    // Without one, the peers are those of the environment's own namespace.
                    assertThat(peer.getNamespaceSelector()).isNull();
                }));
    }

    @Nested
    @DisplayName("from outside")
    class FromOutside {

        private final Link link = new Link("web", "web.example.org", 8000, "http://web.example.org");

        @Test
        @DisplayName("is the edge alone, and it reaches linked ports alone")
        void edge() {
            Translated translated = Translated.given(service("web").expose(9000), service("db"))
                    .linked(link)
                    .with(new KubernetesSettings("env-", Exposure.AUTO, null, null, null, null, "edge"))
                    .translate();

            NetworkPolicy edge = translated.the(NetworkPolicy.class, "edge-web");
            assertThat(edge.getSpec().getPodSelector().getMatchLabels())
                    .containsExactly(Map.entry(Labels.SERVICE, "web"));
            NetworkPolicyIngressRule rule = edge.getSpec().getIngress().get(0);
            assertThat(rule.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort().getIntVal()).isEqualTo(8000));
            assertThat(rule.getFrom()).singleElement().satisfies(peer -> assertThat(
                            peer.getNamespaceSelector().getMatchLabels())
                    .containsExactly(Map.entry("kubernetes.io/metadata.name", "edge")));
            assertThat(labels(translated, "web")).containsEntry(Labels.LINKED, "true");
            assertThat(labels(translated, "db")).doesNotContainKey(Labels.LINKED);
            assertThat(translated.names()).doesNotContain("NetworkPolicy/edge-db");
        }

        @Test
        @DisplayName("is anyone, on linked ports, when nobody says where the edge is")
        void anywhere() {
            NetworkPolicy edge =
                    Translated.given(service("web")).linked(link).translate().the(NetworkPolicy.class, "edge-web");

            assertThat(edge.getSpec().getIngress()).singleElement().satisfies(rule -> {
                assertThat(rule.getFrom()).isEmpty();
                assertThat(rule.getPorts()).hasSize(1);
            });
        }
    }

    @Nested
    @DisplayName("on the way out")
    class OnTheWayOut {

        @Test
        @DisplayName("is everyone, as in Compose")
        void open() {
            assertThat(Translated.of(service("web")).all(NetworkPolicy.class))
                    .noneMatch(policy -> policy.getSpec().getPolicyTypes().contains("Egress"));
        }

        @Test
        @DisplayName("is DNS and the own networks for those on internal networks only")
        void internal() {
            Translated translated = Translated.given(stack(
                            List.of(
                                    service("db").network("back"),
                                    service("api").network("back").network("front")),
                            List.of(),
                            List.of(
                                    new Network("back", true, null, at(90)),
                                    new Network("front", false, null, at(91)))))
                    .translate();

            NetworkPolicy confined = translated.the(NetworkPolicy.class, "confine-db");
            assertThat(confined.getSpec().getPodSelector().getMatchLabels())
                    .containsExactly(Map.entry(Labels.SERVICE, "db"));
            assertThat(confined.getSpec().getPolicyTypes()).containsExactly("Egress");
            List<NetworkPolicyEgressRule> rules = confined.getSpec().getEgress();
            assertThat(rules).hasSize(2);
            assertThat(rules.get(0).getPorts())
                    .extracting(port -> port.getProtocol() + port.getPort().getIntVal())
                    .containsExactly("UDP53", "TCP53", "UDP5353", "TCP5353");
            assertThat(rules.get(0).getTo().get(0).getNamespaceSelector()).isNotNull();
            assertThat(rules.get(0).getTo().get(1).getIpBlock().getCidr()).isEqualTo("169.254.20.10/32");
            assertThat(rules.get(1).getTo().get(0).getPodSelector().getMatchLabels())
                    .containsExactly(Map.entry(BACK, "true"));
            assertThat(translated.names()).doesNotContain("NetworkPolicy/confine-api");
        }

        @Test
        @DisplayName("is nothing at all with network_mode: none")
        void none() {
            Translated translated = Translated.of(service("job").networkMode("none"));

            assertThat(translated
                            .the(NetworkPolicy.class, "confine-job")
                            .getSpec()
                            .getEgress())
                    .isEmpty();
            assertThat(labels(translated, "job").keySet()).noneMatch(key -> key.startsWith(Labels.NETWORK_PREFIX));
            assertThat(translated.warnings()).isEmpty();
        }
    }

    @Nested
    @DisplayName("with a network that is not the service's own")
    class WithAnotherNetwork {

        @Test
        @DisplayName("of another service is where that one is, with a warning")
        void borrowed() {
            Translated translated = Translated.of(
                    service("db").network("back"), service("exporter").networkMode("service:db"));

            assertThat(labels(translated, "exporter")).containsEntry(BACK, "true");
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:3:3: service exporter: network_mode: service:db has no meaning on"
                            + " Kubernetes: the service has an address of its own; connect services by networks and reach"
                            + " them by name");
        }

        @Test
        @DisplayName("of the host meets all others, with a warning")
        void host() {
            Translated translated = Translated.of(
                    service("web").network("front"),
                    service("db").network("back"),
                    service("agent").networkMode("host"));

            assertThat(labels(translated, "agent")).containsEntry(FRONT, "true").containsEntry(BACK, "true");
            assertThat(translated.pod("agent").getHostNetwork()).isNull();
            assertThat(translated.warnings())
                    .singleElement()
                    .asString()
                    .contains("network_mode: host has no meaning on Kubernetes");
        }

        @Test
        @DisplayName("of others outside is the environment's own, with a warning")
        void external() {
            Translated translated = Translated.given(stack(
                            List.of(service("web").network("front")),
                            List.of(),
                            List.of(new Network("front", false, "proxy", at(90)))))
                    .translate();

            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:90:5: network front is external, and environments share no network"
                            + " here: it connects the services of this environment only; reach other environments by"
                            + " their links");
        }
    }

    private static Map<String, String> labels(Translated translated, String service) {
        return translated.template(service).getMetadata().getLabels();
    }
}
