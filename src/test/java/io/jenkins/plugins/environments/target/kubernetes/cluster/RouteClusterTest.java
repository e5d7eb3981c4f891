package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.target.kubernetes.cluster.RealCluster.listening;
import static io.jenkins.plugins.environments.target.kubernetes.cluster.RealCluster.namespace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.openshift.api.model.Route;
import io.fabric8.openshift.api.model.RouteList;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.Waiting;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * While it runs, the whole cluster serves Routes, and every target that asks it just then makes them. So it waits for no
 * pod, to be short, and takes the kind away again unless it was there before.
 */
@Tag("cluster")
@DisplayName("Links on a cluster that serves OpenShift's Routes")
class RouteClusterTest {

    private static final Path DEFINITION = Path.of(".ci/cluster/manifests/route-crd.yaml");

    private RealCluster cluster;
    private boolean ours;

    @BeforeEach
    void serveRoutes() throws IOException {
        cluster = new RealCluster();
        CustomResourceDefinition definition;
        try (InputStream yaml = Files.newInputStream(DEFINITION)) {
            definition = cluster.client
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .load(yaml)
                    .item();
        }
        var resource = cluster.client.resource(definition);
        ours = resource.get() == null;
        if (ours) {
            resource.create();
        }
        cluster.waiting.until(Duration.ofSeconds(30), "Routes to be served", () -> served(cluster.client));
    }

    @AfterEach
    void serveThemNoLonger() {
        try {
            if (ours) {
                cluster.client
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("routes.route.openshift.io")
                        .delete();
                cluster.waiting.until(
                        Duration.ofSeconds(30), "Routes to be served no longer", () -> !served(cluster.client));
            }
        } finally {
            cluster.close();
        }
    }

    private static boolean served(KubernetesClient client) {
        return client.getApiGroups().getGroups().stream()
                .anyMatch(group -> group.getName().equals("route.openshift.io"));
    }

    private Desired shop() {
        Desired plain = cluster.wish(listening("web", 8080), listening("minio", 9000), listening("db", 5432));
        String host = "web-42." + cluster.project() + ".example";
        String files = "s3." + cluster.project() + ".example";
        return new Desired(
                plain.id(),
                plain.owner(),
                plain.stage(),
                plain.change(),
                plain.lifetime(),
                plain.stack(),
                Map.of(),
                List.of(
                        new Link("web", host, 8080, "http://" + host),
                        new Link("minio", files, 9000, "https://" + files)),
                null);
    }

    private List<Route> routes(Desired desired) {
        return cluster.client
                .resources(Route.class, RouteList.class)
                .inNamespace(namespace(desired))
                .list()
                .getItems();
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "ROUTE"})
    void are_routes_that_end_tls_at_the_edge(Exposure exposure) {
        KubernetesSettings settings = new KubernetesSettings("kt-", exposure, null, null, null, null, null);
        Desired desired = shop();
        Set<String> services = desired.stack().services().keySet();
        try (KubernetesTarget target =
                        KubernetesTarget.connect("real", settings, cluster.connection(), "cluster-tests");
                Waiting waiting = new Waiting(target)) {
            target.prepare(desired, SecretValues.none());
            Applied first = target.apply(desired, services);

            assertThat(first.changes())
                    .filteredOn(change -> change.kind().equals("Route"))
                    .hasSize(2);
            assertThat(routes(desired))
                    .extracting(
                            route -> route.getSpec().getHost(),
                            route -> route.getSpec().getTo().getKind() + "/"
                                    + route.getSpec().getTo().getName(),
                            route -> route.getSpec().getPort().getTargetPort().getIntVal(),
                            route -> route.getSpec().getTls().getTermination(),
                            route -> route.getSpec().getTls().getInsecureEdgeTerminationPolicy())
                    .containsExactlyInAnyOrder(
                            tuple(desired.links().get(0).host(), "Service/web", 8080, "edge", "Allow"),
                            tuple(desired.links().get(1).host(), "Service/minio", 9000, "edge", "Redirect"));
            assertThat(cluster.client
                            .network()
                            .v1()
                            .ingresses()
                            .inNamespace(namespace(desired))
                            .list()
                            .getItems())
                    .isEmpty();

            Applied again = target.apply(desired, services);

            assertThat(again.nothingChanged()).as("%s", again).isTrue();

            waiting.gone(desired.id(), Wishes.OWNER, DataPolicy.DELETE);

            assertThat(cluster.everythingIn(namespace(desired))).isEmpty();
        }
    }
}
