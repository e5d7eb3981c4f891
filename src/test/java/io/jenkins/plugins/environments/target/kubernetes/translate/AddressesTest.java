package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.published;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Port;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Services reach one another")
class AddressesTest {

    @Nested
    @DisplayName("by a Service")
    class ByAService {

        @Test
        @DisplayName("with every port that is published or exposed, at the container's own number, each once")
        void ports() {
            Translated translated = Translated.of(service("web")
                    .port(published(8080, 80))
                    .port(published(8443, 443))
                    .expose(80)
                    .expose(9000));

            Service web = translated.the(Service.class, "web");
            assertThat(web.getSpec().getType()).isEqualTo("ClusterIP");
            assertThat(web.getSpec().getClusterIP()).isNull();
            assertThat(web.getSpec().getSelector()).containsExactly(Map.entry(Labels.SERVICE, "web"));
            assertThat(web.getSpec().getPorts())
                    .extracting(ServicePort::getName, ServicePort::getPort, port -> port.getTargetPort()
                            .getIntVal())
                    .containsExactly(
                            tuple("tcp-80", 80, 80), tuple("tcp-443", 443, 443), tuple("tcp-9000", 9000, 9000));
            assertThat(translated.container("web").getPorts())
                    .extracting(ContainerPort::getName, ContainerPort::getContainerPort, ContainerPort::getHostPort)
                    .containsExactly(
                            tuple("tcp-80", 80, null), tuple("tcp-443", 443, null), tuple("tcp-9000", 9000, null));
        }

        @Test
        @DisplayName("whatever is published, no port is opened outside the cluster")
        void neverOutside() {
            Translated translated = Translated.of(
                    service("web").port(published(80, 80)), service("db").expose(5432));

            assertThat(translated.all(Service.class)).allSatisfy(service -> {
                assertThat(service.getSpec().getType()).isEqualTo("ClusterIP");
                assertThat(service.getSpec().getExternalIPs()).isEmpty();
                assertThat(service.getSpec().getPorts())
                        .allSatisfy(port -> assertThat(port.getNodePort()).isNull());
            });
        }

        @Test
        @DisplayName("where several services publish the same port")
        void samePortTwice() {
            Translated translated = Translated.of(
                    service("a").port(published(80, 80)), service("b").port(published(80, 80)));

            assertThat(translated.all(Service.class)).hasSize(2);
            assertThat(translated.warnings()).isEmpty();
        }

        @Test
        @DisplayName("with the protocol, name and application protocol that the stack gives")
        void namedPorts() {
            Translated translated = Translated.of(service("dns")
                    .port(new Port(53, 53, "udp", null, null, null, at(12)))
                    .port(new Port(53, 53, "tcp", null, null, "lookup", at(13)))
                    .port(new Port(80, 80, "tcp", null, "http", null, at(14))));

            assertThat(translated.the(Service.class, "dns").getSpec().getPorts())
                    .extracting(
                            ServicePort::getName,
                            ServicePort::getProtocol,
                            ServicePort::getPort,
                            ServicePort::getAppProtocol)
                    .containsExactly(
                            tuple("udp-53", "UDP", 53, null),
                            tuple("lookup", "TCP", 53, null),
                            tuple("tcp-80", "TCP", 80, "http"));
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource({"Web UI", "a-name-of-more-than-15", "123", "-x", "a--b"})
        @DisplayName("with a name of our own where the API takes no such port name")
        void impossiblePortNames(String name) {
            Translated translated =
                    Translated.of(service("web").port(new Port(80, null, "tcp", null, null, name, at(12))));

            assertThat(translated.the(Service.class, "web").getSpec().getPorts())
                    .extracting(ServicePort::getName)
                    .containsExactly("tcp-80");
        }

        @Test
        @DisplayName("with the port behind a link, also when the stack does not name it")
        void linkedPort() {
            Translated translated = Translated.given(service("web"))
                    .linked(new Link("web", "web.example.org", 8000, "https://web.example.org"))
                    .translate();

            assertThat(translated.the(Service.class, "web").getSpec().getPorts())
                    .extracting(ServicePort::getPort)
                    .containsExactly(8000);
        }

        @Test
        @DisplayName("without a port that stands for the pods themselves, so that every port answers, as in Compose")
        void noPorts() {
            Service db = Translated.of(service("db")).the(Service.class, "db");

            assertThat(db.getSpec().getClusterIP()).isEqualTo("None");
            assertThat(db.getSpec().getPorts()).isEmpty();
            assertThat(db.getSpec().getPublishNotReadyAddresses()).isTrue();
        }

        @Test
        @DisplayName("of a Job only when it listens")
        void jobs() {
            Translated translated = Translated.of(
                    service("quiet"),
                    service("listens").port(published(1, 1)),
                    service("web").after("quiet", Condition.COMPLETED).after("listens", Condition.COMPLETED));

            assertThat(translated.all(Service.class))
                    .extracting(service -> service.getMetadata().getName())
                    .containsExactly("listens", "web");
        }
    }

    @Nested
    @DisplayName("by aliases")
    class ByAliases {

        @Test
        @DisplayName("each a Service of its own, whatever the number of networks")
        void aliases() {
            Translated translated = Translated.of(service("db")
                    .expose(5432)
                    .network("front", "database", "db")
                    .network("back", "database", "store"));

            assertThat(translated.names("db"))
                    .containsExactly("Service/db", "Service/database", "Service/store", "Deployment/db");
            assertThat(translated.the(Service.class, "store").getSpec().getSelector())
                    .containsExactly(Map.entry(Labels.SERVICE, "db"));
        }

        @Test
        @DisplayName("but not by one that another service has")
        void taken() {
            assertThat(Translated.given(
                                    service("db").network("back", "store", "cache"),
                                    service("cache").network("back", "store"))
                            .errors())
                    .containsExactly(
                            "compose.yaml:60:5: service db: the alias \"cache\" is taken by service cache; give each service"
                                    + " names of its own",
                            "compose.yaml:60:5: service cache: the alias \"store\" is taken by service db; give each"
                                    + " service names of its own");
        }

        @Test
        @DisplayName("and not by one that is no DNS label, with a warning")
        void impossible() {
            Translated translated = Translated.of(service("db").network("back", "db.example.org"));

            assertThat(translated.names("db")).containsExactly("Service/db", "Deployment/db");
            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:60:5: service db: nobody reaches it as \"db.example.org\", which is no"
                                    + " DNS label; use lower-case letters, digits and dashes, beginning with a letter");
        }
    }

    @Nested
    @DisplayName("under names that Kubernetes takes")
    class UnderNames {

        @Test
        @DisplayName("with a warning when a service has to be called otherwise")
        void underscore() {
            Translated translated = Translated.of(service("ckan_db"));

            String name = translated
                    .the(Service.class, "ckan-db-" + hashOf(translated))
                    .getMetadata()
                    .getName();
            assertThat(name).matches("ckan-db-[0-9a-f]{8}");
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:3:3: service \"ckan_db\" is called " + name + " here: other services"
                            + " don't reach it under its own name, which is no DNS label; rename it with lower-case"
                            + " letters, digits and dashes, beginning with a letter, at most 48 characters, or give it"
                            + " such an alias");
        }

        private String hashOf(Translated translated) {
            return translated
                    .all(Service.class)
                    .findFirst()
                    .orElseThrow()
                    .getMetadata()
                    .getName()
                    .replaceAll(".*-", "");
        }

        @ParameterizedTest(name = "{0} → {1}")
        @CsvSource({
            "web, web",
            "WEB, web",
            "1st, s-1st",
            "a.b, 'a-b-[0-9a-f]{8}'",
            "a-name-that-is-really-much-longer-than-anybody-needs-it, 'a-name-that-is-really-much-longer-than-[0-9a-f]{8}'"
        })
        @DisplayName("as close to the stack's own as can be")
        void names(String given, String expected) {
            assertThat(Translated.of(service(given)).names(given).get(0)).matches("Service/" + expected);
        }

        @Test
        @DisplayName("never the same for two services")
        void collision() {
            assertThat(Translated.given(service("web"), service("Web").line(9)).errors())
                    .containsExactly("compose.yaml:9:3: the services \"web\" and \"Web\" would have the same name on"
                            + " Kubernetes; rename one of them so that they differ in more than upper and lower case");
        }

        @Test
        @DisplayName("never the same for two volumes")
        void volumeCollision() {
            assertThat(Translated.given(service("web").volume("data", "/a").volume("DATA", "/b"))
                            .errors())
                    .containsExactly("compose.yaml:80:5: the volumes \"data\" and \"DATA\" would have the same name on"
                            + " Kubernetes; rename one of them so that they differ in more than upper and lower case");
        }

        @ParameterizedTest
        @CsvSource({"_web", "web-", "web."})
        @DisplayName("that can be labels; others are refused")
        void noLabel(String name) {
            assertThat(Translated.given(service(name)).errors())
                    .containsExactly("compose.yaml:3:3: service \"" + name + "\" has a name that no label on Kubernetes"
                            + " can hold; begin and end it with a letter or digit and use at most 63 characters");
        }
    }
}
