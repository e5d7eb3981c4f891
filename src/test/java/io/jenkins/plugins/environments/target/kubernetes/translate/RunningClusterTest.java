package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.sensitive;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.shellCheck;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the unit tests take for granted of Kubernetes, seen in real pods. Images are stand-ins made from busybox. */
@Tag("cluster")
@DisplayName("In real pods")
class RunningClusterTest {

    private static final String IMAGE = System.getProperty("cluster.image", "test.local/stand-in:1");
    private static final int SECONDS = 90;

    private final String prefix = "tr" + UUID.randomUUID().toString().substring(0, 4) + "-";
    private KubernetesClient client;
    private Manifests manifests;

    @BeforeEach
    void connect() {
        client = Clients.connect(KubernetesConnection.Kubeconfig.file(
                        Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG names no cluster")),
                        null)
                .resolve());
    }

    @AfterEach
    void tidyUp() {
        if (manifests != null) {
            client.resource(manifests.namespace()).delete();
        }
        client.close();
    }

    @Test
    @DisplayName("a sensitive argument arrives, and one that looks like an expansion arrives as it is")
    void arguments() {
        apply(
                Map.of("check/command.0", "p4$$ss $(HOSTNAME)"),
                task("check", "[ \"$0\" = 'p4$$ss $(HOSTNAME)' ] && [ \"$1\" = '$(KUBERNETES) $$' ]")
                        .process(p -> p.entrypoint(
                                        plain("/bin/sh"),
                                        plain("-c"),
                                        plain("[ \"$0\" = 'p4$$ss $(HOSTNAME)' ] && [ \"$1\" = '$(KUBERNETES) $$' ]"))
                                .command(sensitive("check/command.0"), plain("$(KUBERNETES) $$"))));

        assertThat(succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("a name without ports leads to every port of its pods")
    void namesWithoutPorts() {
        apply(
                Map.of(),
                listening("peer", 7000),
                task(
                        "check",
                        "for i in $(seq 60); do timeout 2 wget -q -O /dev/null http://peer:7000/ && exit; sleep 1; done;"
                                + " exit 1"));

        assertThat(succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("a health check may ask the service under its own name")
    void ownName() {
        apply(
                Map.of(),
                listening("web", 8080)
                        .expose(8080)
                        .healthcheck(shellCheck(plain("timeout 2 wget -q -O /dev/null http://web:8080/"))));

        assertThat(becomesReady("web")).isTrue();
    }

    @Test
    @DisplayName("a sensitive health check runs")
    void sensitiveHealthCheck() {
        apply(
                Map.of("web/healthcheck", "[ \"$STAND_IN_PORTS\" = 8080 ]"),
                listening("web", 8080).healthcheck(shellCheck(sensitive("web/healthcheck"))));

        assertThat(becomesReady("web")).isTrue();
    }

    @Test
    @DisplayName("a process that is not root writes to its volume, which begins empty")
    void volume() {
        apply(
                Map.of(),
                task("check", "[ -z \"$(ls -A /data)\" ] && touch /data/file")
                        .user("1234:1234")
                        .volume("data", "/data"));

        assertThat(succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("services without a common network don't talk, those with one do")
    void networks() {
        String reach =
                "for i in $(seq 60); do timeout 2 wget -q -O /dev/null http://db:5432/ && exit; sleep 1; done; exit 1";
        apply(
                Map.of(),
                listening("db", 5432).expose(5432).network("back"),
                task("friend", reach).network("back"),
                task("stranger", "sleep 10; ! timeout 3 wget -q -O /dev/null http://db:5432/")
                        .network("front"));

        assertThat(succeeds("friend")).isTrue();
        assertThat(succeeds("stranger")).isTrue();
    }

    private static ServiceFixture listening(String name, int port) {
        return service(name).image(IMAGE).env("STAND_IN_PORTS", String.valueOf(port));
    }

    private static ServiceFixture task(String name, String script) {
        return service(name)
                .image(IMAGE)
                .restart("no")
                .process(p -> p.entrypoint(plain("/bin/sh"), plain("-c"), plain(script)));
    }

    private void apply(Map<String, String> values, ServiceFixture... services) {
        manifests = Translated.given(services)
                .with(new KubernetesSettings(prefix, Exposure.AUTO, null, null, null, null, null))
                .translate()
                .manifests();
        Stream<HasMetadata> secrets = manifests.secrets().stream().map(template -> {
            Map<String, String> data = new HashMap<>();
            template.entries().forEach((key, value) -> data.put(key, values.get(value)));
            return new SecretBuilder(template.secret()).withStringData(data).build();
        });
        PatchContext patch = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Labels.MANAGER)
                .withForce(true)
                .build();
        Stream.of(
                        Stream.of(manifests.namespace()),
                        secrets,
                        manifests.foundation().stream(),
                        manifests.services().values().stream().flatMap(objects -> objects.stream()))
                .flatMap(objects -> objects)
                .forEach(object -> client.resource(object).patch(patch));
    }

    private boolean succeeds(String service) {
        Job job = object(service, Job.class);
        Job ended = client.resource(job)
                .waitUntilCondition(
                        now -> now != null
                                && now.getStatus() != null
                                && now.getStatus().getConditions().stream()
                                        .anyMatch(condition -> condition
                                                        .getStatus()
                                                        .equals("True")
                                                && (condition.getType().equals("Complete")
                                                        || condition.getType().equals("Failed"))),
                        SECONDS,
                        TimeUnit.SECONDS);
        return ended.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Complete"));
    }

    private boolean becomesReady(String service) {
        Deployment ready = client.resource(object(service, Deployment.class))
                .waitUntilCondition(
                        now -> now != null
                                && now.getStatus() != null
                                && Integer.valueOf(1).equals(now.getStatus().getReadyReplicas()),
                        SECONDS,
                        TimeUnit.SECONDS);
        return ready != null;
    }

    private <T extends HasMetadata> T object(String service, Class<T> kind) {
        return manifests.services().get(service).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
