package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.Environment;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.EnvironmentState;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.stack.StackReader;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The acceptance of the main job: each of the five seed stacks on the cluster that {@code KUBECONFIG} names. The images
 * are stand-ins under the real names; {@code EDGE} is the address of the edge where it is not {@code 10.125.0.80}.
 */
@Tag("cluster")
@DisplayName("On a real cluster, a seed stack")
class SeedStacksClusterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    Path home;

    @ParameterizedTest(name = "{0}")
    @EnumSource(SeedStacks.class)
    void deploys_answers_on_its_links_stays_as_it_is_and_goes(SeedStacks seed) throws Exception {
        KubernetesConnection connection =
                KubernetesConnection.Kubeconfig.file(Path.of(System.getenv("KUBECONFIG")), null);
        try (KubernetesClient client = Clients.connect(connection.resolve());
                KubernetesTarget target =
                        KubernetesTarget.connect("cluster", KubernetesSettings.DEFAULT, connection, home.toString());
                JournaledLifecycle lifecycle = JournaledLifecycle.open(home, id -> target, Clock.systemUTC())) {
            Stage stage = Stage.unconfigured("staging", "cluster");
            Change change = Change.request(
                    seed.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), 42);
            StackReading reading = new StackReader(new KeyedDigest(lifecycle.digestKey()))
                    .read(seed.request(seed == SeedStacks.SAEOSS ? Set.of("test") : Set.of()));
            EnvironmentId id = EnvironmentLifecycle.idOf(change, stage);
            try {
                Operation deployed = timed(seed, "deploy", lifecycle, request(change, stage, reading));
                assertThat(deployed.failure()).isNull();
                assertThat(lifecycle.environment(id))
                        .get()
                        .extracting(Environment::state)
                        .isEqualTo(EnvironmentState.READY);
                everyLinkAnswers(lifecycle.environment(id).orElseThrow().links());
                everyServiceAnswersInside(client, id, reading);

                Map<String, String> before = pods(client, id);
                Operation again = timed(seed, "re-deploy", lifecycle, request(change, stage, reading));
                assertThat(again.succeeded()).isTrue();
                assertThat(pods(client, id)).as("no pod is restarted").isEqualTo(before);
                assertThat(lifecycle.releases(id))
                        .extracting(release -> release.number())
                        .containsExactly(2, 1);
            } finally {
                Operation gone = destroy(seed, lifecycle, id);
                assertThat(gone.phase()).isEqualTo(Operation.Phase.GONE);
            }
            assertThat(lifecycle.environments()).isEmpty();
            assertThat(leftOvers(client, lifecycle.instanceId(), id)).isEmpty();
        }
    }

    private static DeployRequest request(Change change, Stage stage, StackReading reading) {
        return new DeployRequest(change, stage, reading, Map.of(), OnFailure.KEEP, PATIENCE, Origin.of("test"));
    }

    private static Operation timed(SeedStacks seed, String what, JournaledLifecycle lifecycle, DeployRequest request) {
        Instant begin = Instant.now();
        Operation ended = follow(lifecycle, lifecycle.deploy(request));
        report(seed, what, begin);
        return ended;
    }

    private static Operation destroy(SeedStacks seed, JournaledLifecycle lifecycle, EnvironmentId id) {
        Instant begin = Instant.now();
        Operation ended =
                follow(lifecycle, lifecycle.destroy(new DestroyRequest(id, null, PATIENCE, Origin.of("test"))));
        report(seed, "destroy", begin);
        return ended;
    }

    private static void report(SeedStacks seed, String what, Instant begin) {
        System.out.printf(
                "%s: %s took %.1f s%n",
                seed, what, Duration.between(begin, Instant.now()).toMillis() / 1000.0);
    }

    private static Operation follow(JournaledLifecycle lifecycle, Operation operation) {
        PrintWriter log = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        return new Progress(log, new Colours(false), Clock.systemUTC()).follow(lifecycle, operation);
    }

    /** A link is answered by its service: the edge has the route a moment after the Ingress is there. */
    private static void everyLinkAnswers(List<Link> links) throws Exception {
        assertThat(links).isNotEmpty();
        for (Link link : links) {
            int status = 0;
            for (int attempt = 0; attempt < 50 && status != 200; attempt++) {
                status = request(link.host());
                if (status != 200) {
                    Thread.sleep(200);
                }
            }
            assertThat(status).as(link.url()).isEqualTo(200);
        }
    }

    private static int request(String host) throws IOException {
        String edge = System.getenv().getOrDefault("EDGE", "10.125.0.80");
        try (java.net.Socket socket = new java.net.Socket(edge, 80)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
            return answer.startsWith("HTTP/1.1 200") ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_NOT_FOUND;
        }
    }

    /** Every Service with an address has a pod behind each of its ports. */
    private static void everyServiceAnswersInside(KubernetesClient client, EnvironmentId id, StackReading reading) {
        var endpoints = client.endpoints().inNamespace("env-" + id).list().getItems();
        assertThat(endpoints).isNotEmpty();
        assertThat(endpoints).allSatisfy(endpoint -> assertThat(endpoint.getSubsets())
                .as(endpoint.getMetadata().getName())
                .isNotEmpty()
                .allSatisfy(subset -> assertThat(subset.getAddresses()).isNotEmpty()));
        assertThat(endpoints.size())
                .isGreaterThanOrEqualTo(reading.stack().services().size() / 2);
    }

    private static Map<String, String> pods(KubernetesClient client, EnvironmentId id) {
        Map<String, String> pods = new TreeMap<>();
        for (Pod pod : client.pods().inNamespace("env-" + id).list().getItems()) {
            int restarts = pod.getStatus().getContainerStatuses().stream()
                    .mapToInt(status -> status.getRestartCount())
                    .sum();
            pods.put(pod.getMetadata().getName(), pod.getMetadata().getUid() + " " + restarts);
        }
        return pods;
    }

    /** Asks the API for every kind that it serves: nothing carries our mark, nothing is in the namespace. */
    private static List<String> leftOvers(KubernetesClient client, String owner, EnvironmentId id) {
        List<String> found = new ArrayList<>();
        List<String> versions = new ArrayList<>(List.of("v1"));
        client.getApiGroups()
                .getGroups()
                .forEach(group -> versions.add(group.getPreferredVersion().getGroupVersion()));
        for (String version : versions) {
            APIResourceList served = client.getApiResources(version);
            for (APIResource kind : served == null ? List.<APIResource>of() : served.getResources()) {
                if (kind.getVerbs().contains("list") && !kind.getName().contains("/")) {
                    for (GenericKubernetesResource object : list(client, version, kind)) {
                        Map<String, String> labels = object.getMetadata().getLabels();
                        boolean ours = labels != null && owner.equals(labels.get(Labels.OWNER));
                        if (ours || ("env-" + id).equals(object.getMetadata().getNamespace())) {
                            found.add(object.getKind() + " "
                                    + object.getMetadata().getName());
                        }
                    }
                }
            }
        }
        client.persistentVolumes().list().getItems().stream()
                .filter(volume -> volume.getSpec().getClaimRef() != null
                        && ("env-" + id).equals(volume.getSpec().getClaimRef().getNamespace()))
                .forEach(volume ->
                        found.add("PersistentVolume " + volume.getMetadata().getName()));
        return found;
    }

    private static List<GenericKubernetesResource> list(KubernetesClient client, String version, APIResource kind) {
        String[] parts = version.split("/");
        ResourceDefinitionContext context = new ResourceDefinitionContext.Builder()
                .withGroup(parts.length == 2 ? parts[0] : "")
                .withVersion(parts[parts.length - 1])
                .withKind(kind.getKind())
                .withPlural(kind.getName())
                .withNamespaced(kind.getNamespaced())
                .build();
        var resources = client.genericKubernetesResources(context);
        return Boolean.TRUE.equals(kind.getNamespaced())
                ? resources.inAnyNamespace().list().getItems()
                : resources.list().getItems();
    }
}
