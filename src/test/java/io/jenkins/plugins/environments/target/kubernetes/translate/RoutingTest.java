package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.openshift.api.model.Route;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A link")
class RoutingTest {

    private static final Link WEB = new Link("web", "web-pr-42.example.org", 8000, "http://web-pr-42.example.org");
    private static final Link ADMIN =
            new Link("web", "admin-pr-42.example.org", 9000, "https://admin-pr-42.example.org");

    @ParameterizedTest(name = "{0}, the API serves Ingress: {1}, Route: {2} → {3}")
    @CsvSource({
        "AUTO, true, false, Ingress/web",
        "AUTO, true, true, Route/web",
        "AUTO, false, true, Route/web",
        "AUTO, false, false, ''",
        "INGRESS, true, true, Ingress/web",
        "ROUTE, true, true, Route/web",
        "NONE, true, true, ''",
    })
    @DisplayName("is made of what the settings and the API say")
    void exposure(Exposure exposure, boolean ingress, boolean route, String expected) {
        Translated translated = Translated.given(service("web"))
                .linked(WEB)
                .with(settings(exposure, null, null, null))
                .on(new Capabilities(ingress, route, false, true))
                .translate();

        assertThat(translated.names("web"))
                .isEqualTo(Stream.of("Service/web", "Deployment/web", expected)
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    @Test
    @DisplayName("is refused when its means are not there")
    void notServed() {
        assertThat(Translated.given(service("web"))
                        .linked(WEB)
                        .with(settings(Exposure.ROUTE, null, null, null))
                        .errors())
                .containsExactly(
                        "the target makes links with exposure ROUTE, and its cluster does not serve that; set the"
                                + " target's exposure to AUTO");
    }

    @Test
    @DisplayName("that can't answer is told with a warning, but not when nobody wants links")
    void nothingServed() {
        Capabilities nothing = new Capabilities(false, false, false, true);

        assertThat(Translated.given(service("web"))
                        .linked(WEB)
                        .on(nothing)
                        .translate()
                        .warnings())
                .containsExactly("no link will answer: the cluster serves neither Ingress nor Route; install an Ingress"
                        + " controller, or set the target's exposure to NONE");
        assertThat(Translated.given(service("web")).on(nothing).translate().warnings())
                .isEmpty();
    }

    @Test
    @DisplayName("leads to a service of the stack")
    void unknownService() {
        assertThat(Translated.given(service("web"))
                        .linked(new Link("shop", "h.example.org", 80, "http://h.example.org"))
                        .errors())
                .containsExactly(
                        "the link http://h.example.org leads to service shop, which the stack does not have; take"
                                + " it out of the stage's links, or name one of [web]");
    }

    @Nested
    @DisplayName("by an Ingress")
    class ByAnIngress {

        @Test
        @DisplayName("leads from each host name to its port")
        void hosts() {
            Ingress web = Translated.given(service("web"))
                    .linked(WEB, ADMIN)
                    .translate()
                    .the(Ingress.class, "web");

            assertThat(web.getSpec().getIngressClassName()).isNull();
            assertThat(web.getSpec().getTls()).isEmpty();
            assertThat(web.getSpec().getRules())
                    .extracting(rule -> rule.getHost(), rule -> rule.getHttp()
                            .getPaths()
                            .get(0)
                            .getBackend()
                            .getService()
                            .getPort()
                            .getNumber())
                    .containsExactly(tuple(WEB.host(), 8000), tuple(ADMIN.host(), 9000));
            assertThat(web.getSpec().getRules()).allSatisfy(rule -> assertThat(
                            rule.getHttp().getPaths())
                    .singleElement()
                    .satisfies(path -> {
                        assertThat(path.getPath()).isEqualTo("/");
                        assertThat(path.getPathType()).isEqualTo("Prefix");
                        assertThat(path.getBackend().getService().getName()).isEqualTo("web");
                    }));
        }

        @Test
        @DisplayName("of the target's class, with the target's certificate")
        void tlsSecret() {
            Ingress web = ingress(settings(Exposure.AUTO, "nginx", "wildcard", "letsencrypt"));

            assertThat(web.getSpec().getIngressClassName()).isEqualTo("nginx");
            assertThat(web.getSpec().getTls()).singleElement().satisfies(tls -> {
                assertThat(tls.getHosts()).containsExactly(WEB.host());
                assertThat(tls.getSecretName()).isEqualTo("wildcard");
            });
            assertThat(web.getMetadata().getAnnotations()).isEmpty();
        }

        @Test
        @DisplayName("by the name of its copy when it is kept in another namespace")
        void copiedSecret() {
            Ingress web = ingress(settings(Exposure.AUTO, null, "edge/wildcard.example", null));

            assertThat(web.getSpec().getTls()).singleElement().satisfies(tls -> assertThat(tls.getSecretName())
                    .isEqualTo("wildcard.example"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a/b/c", "/wildcard", "edge/", "Wildcard", "edge wildcard"})
        @DisplayName("never with what can't be the name of a secret")
        void noSecret(String name) {
            assertThat(Translated.given(service("web"))
                            .linked(WEB)
                            .with(settings(Exposure.AUTO, null, name, null))
                            .errors())
                    .containsExactly("the target's TLS secret \"" + name
                            + "\" is neither a name nor namespace/name; name one in lower-case letters, digits, dashes"
                            + " and dots");
        }

        @Test
        @DisplayName("with a certificate that the target's issuer makes")
        void tlsIssuer() {
            Ingress web = ingress(settings(Exposure.AUTO, null, null, "letsencrypt"));

            assertThat(web.getSpec().getTls()).singleElement().satisfies(tls -> assertThat(tls.getSecretName())
                    .isEqualTo("web-tls"));
            assertThat(web.getMetadata().getAnnotations())
                    .containsExactly(Map.entry("cert-manager.io/cluster-issuer", "letsencrypt"));
        }

        private Ingress ingress(KubernetesSettings settings) {
            return Translated.given(service("web"))
                    .linked(WEB)
                    .with(settings)
                    .translate()
                    .the(Ingress.class, "web");
        }
    }

    @Nested
    @DisplayName("by a Route")
    class ByARoute {

        @Test
        @DisplayName("leads from one host name to one port; a second link is a Route of its own")
        void routes() {
            List<Route> routes = Translated.given(service("web"))
                    .linked(WEB, ADMIN)
                    .onOpenShift()
                    .translate()
                    .all(Route.class)
                    .toList();

            assertThat(routes)
                    .extracting(
                            route -> route.getSpec().getHost(),
                            route -> route.getSpec().getPort().getTargetPort().getIntVal(),
                            route -> route.getSpec().getTo().getName(),
                            route -> route.getSpec().getTls().getTermination(),
                            route -> route.getSpec().getTls().getInsecureEdgeTerminationPolicy())
                    .containsExactly(
                            tuple(WEB.host(), 8000, "web", "edge", "Allow"),
                            tuple(ADMIN.host(), 9000, "web", "edge", "Redirect"));
            assertThat(routes)
                    .extracting(route -> route.getMetadata().getName())
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(name).matches("web[-a-z0-9]{0,60}"));
        }

        @Test
        @DisplayName("asks the target's issuer for its certificate")
        void issuer() {
            Route route = Translated.given(service("web"))
                    .linked(WEB)
                    .with(settings(Exposure.ROUTE, null, null, "letsencrypt"))
                    .onOpenShift()
                    .translate()
                    .the(Route.class, "web");

            assertThat(route.getMetadata().getAnnotations())
                    .containsOnly(
                            Map.entry("cert-manager.io/issuer-name", "letsencrypt"),
                            Map.entry("cert-manager.io/issuer-kind", "ClusterIssuer"));
        }

        @Test
        @DisplayName("shows the router's certificate, with a warning when the target names a secret")
        void secret() {
            assertThat(Translated.given(service("web"))
                            .linked(WEB)
                            .with(settings(Exposure.ROUTE, null, "wildcard", null))
                            .onOpenShift()
                            .translate()
                            .warnings())
                    .containsExactly("the target's TLS secret has no meaning for Routes: the router shows its own"
                            + " certificate; give the router the certificate, or name an issuer");
        }
    }

    private static KubernetesSettings settings(Exposure exposure, String ingressClass, String secret, String issuer) {
        return new KubernetesSettings("env-", exposure, ingressClass, secret, issuer, null, null);
    }
}
