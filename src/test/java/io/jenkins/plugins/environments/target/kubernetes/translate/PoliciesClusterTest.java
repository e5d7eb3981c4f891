package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.target.kubernetes.translate.RunningPods.listening;
import static io.jenkins.plugins.environments.target.kubernetes.translate.RunningPods.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Network;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One environment on a cluster that enforces network policies: {@code web} in the networks {@code front} and {@code
 * back}, {@code db} in {@code back} alone, which is internal. Each test looks at one who tried to reach another. Who must
 * not get through tries when others have got through, so that a server that is not up yet proves nothing.
 */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("With network policies enforced")
class PoliciesClusterTest {

    private static final String API = "kubernetes.default.svc.cluster.local";

    private final RunningPods pods = new RunningPods();
    private String elsewhere;

    @BeforeAll
    void deploy() {
        elsewhere = pods.edge().replace("edge", "elsewhere");
        String server = pods.outside(elsewhere, "server", "httpd -f -p 7000");
        pods.apply(
                Map.of(),
                StackFixtures.stack(
                        List.of(
                                listening("web", 8080)
                                        .env("STAND_IN_PORTS", "8080,9090")
                                        .expose(8080)
                                        .expose(9090)
                                        .network("front")
                                        .network("back"),
                                listening("db", 5432).expose(5432).network("back"),
                                task("friend", reaches("db", 5432)).network("back"),
                                task("visitor", reaches("web", 8080)).network("front"),
                                task("stranger", reaches("web", 8080) + "; " + doesNotReach("db", 5432))
                                        .network("front"),
                                task("goes-out", reaches(server, 7000)).network("front"),
                                task("confined", reaches("db", 5432) + "; " + doesNotReach(server, 7000))
                                        .network("back"),
                                task("confined-api", reaches("db", 5432) + "; " + doesNotReach(API, 443))
                                        .network("back"),
                                task("alone", "sleep 15; " + doesNotReach(server, 7000))
                                        .networkMode("none")),
                        List.of(),
                        List.of(new Network("front", false, null, at(90)), new Network("back", true, null, at(91)))),
                new Link("web", "web.example", 8080, "http://web.example"));
        String web = "web." + pods.namespace();
        String db = "db." + pods.namespace();
        pods.outside(pods.edge(), "edge", reaches(web, 8080));
        pods.outside(pods.edge(), "edge-other-port", reaches(web, 8080) + "; " + doesNotReach(web, 9090));
        pods.outside(pods.edge(), "edge-not-linked", reaches(web, 8080) + "; " + doesNotReach(db, 5432));
        pods.outside(elsewhere, "anybody", "sleep 20; " + doesNotReach(web, 8080));
    }

    @AfterAll
    void tidyUp() {
        pods.close();
    }

    private static String reaches(String host, int port) {
        return "for i in $(seq 60); do nc -w 2 " + host + " " + port
                + " </dev/null && break; [ $i = 60 ] && exit 1; sleep 1; done";
    }

    /** Refused three times in a row: a policy takes hold of a new pod a little after that has started. */
    private static String doesNotReach(String host, int port) {
        return "n=0; for i in $(seq 30); do if timeout 4 nc -w 2 " + host + " " + port
                + " </dev/null; then n=0; sleep 1; else n=$((n+1)); [ $n = 3 ] && exit 0; fi; done; exit 1";
    }

    @Test
    @DisplayName("services with a common network talk, by name: DNS is allowed on an internal one, too")
    void friends() {
        assertThat(pods.succeeds("friend")).isTrue();
        assertThat(pods.succeeds("visitor")).isTrue();
    }

    @Test
    @DisplayName("services without a common network don't")
    void strangers() {
        assertThat(pods.succeeds("stranger")).isTrue();
    }

    @Test
    @DisplayName("who is on a network that is not internal has a way out")
    void wayOut() {
        assertThat(pods.succeeds("goes-out")).isTrue();
    }

    @Test
    @DisplayName("who is on internal networks only has none, neither to other pods nor to the cluster's API")
    void noWayOut() {
        assertThat(pods.succeeds("confined")).isTrue();
        assertThat(pods.succeeds("confined-api")).isTrue();
    }

    @Test
    @DisplayName("who has no network reaches nobody")
    void noNetwork() {
        assertThat(pods.succeeds("alone")).isTrue();
    }

    @Test
    @DisplayName("the edge reaches linked services")
    void edge() {
        assertThat(pods.succeedsOutside(pods.edge(), "edge")).isTrue();
    }

    @Test
    @DisplayName("on the linked port only, and no other service")
    void edgeNoFurther() {
        assertThat(pods.succeedsOutside(pods.edge(), "edge-other-port")).isTrue();
        assertThat(pods.succeedsOutside(pods.edge(), "edge-not-linked")).isTrue();
    }

    @Test
    @DisplayName("nobody else from outside reaches anything")
    void nobodyElse() {
        assertThat(pods.succeedsOutside(elsewhere, "anybody")).isTrue();
    }
}
