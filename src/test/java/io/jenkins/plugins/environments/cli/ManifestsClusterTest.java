package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.jenkins.plugins.environments.lifecycle.DeployRequest;
import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.JournaledLifecycle;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest.Authority;
import io.jenkins.plugins.environments.lifecycle.RollbackRequest;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Release;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.KeyedDigest;
import io.jenkins.plugins.environments.stack.Kustomize;
import io.jenkins.plugins.environments.stack.ManifestReader;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.cluster.KubernetesTarget;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ready manifests on the cluster that {@code KUBECONFIG} names; {@code EDGE} is the address of its edge. */
@Tag("cluster")
@DisplayName("On a real cluster, ready manifests")
class ManifestsClusterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final String project = "mf" + UUID.randomUUID().toString().substring(0, 6);
    private final String group = project + ".example.com";
    private final KubernetesConnection connection =
            KubernetesConnection.Kubeconfig.file(Path.of(System.getenv("KUBECONFIG")), null);
    private final KubernetesClient client = Clients.connect(connection.resolve());
    private final Stage stage = Stage.unconfigured("test", "cluster");
    private KubernetesTarget target;
    private JournaledLifecycle lifecycle;

    @BeforeEach
    void open() {
        KubernetesSettings settings = new KubernetesSettings(
                "env-",
                Exposure.AUTO,
                null,
                null,
                null,
                null,
                null,
                List.of("CustomResourceDefinition", "ClusterRole.rbac.authorization.k8s.io"));
        target = KubernetesTarget.connect("cluster", settings, connection, "manifests-" + project);
        lifecycle = JournaledLifecycle.open(folder.resolve("home"), id -> target, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        lifecycle.close();
        target.close();
        client.namespaces().withLabel(Labels.PROJECT, project).delete();
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withLabel(Labels.PROJECT, project)
                .delete();
        client.rbac().clusterRoles().withName(project).delete();
        client.close();
    }

    @Test
    @DisplayName("come up in waves, answer, stay as they are, are pruned, and go with all that was theirs")
    void whole() {
        Change change = Change.request(project, 7);
        EnvironmentId id = EnvironmentLifecycle.idOf(change, stage);
        String namespace = "env-" + id;

        Operation first = deploy(change, manifests() + OLD);

        assertThat(first.failure()).isNull();
        assertThat(first.phase()).isEqualTo(Phase.RELEASED);
        assertThat(first.waves()).as("the definition, the rest, the Job").isEqualTo(3);
        String host = lifecycle.environment(id).orElseThrow().links().get(0).host();
        assertThat(host).startsWith("shop-pr-7.");
        until(() -> answers(host));
        Release release = lifecycle.releases(id).get(0);
        assertThat(release.images()).containsOnlyKeys("web/web", "migrate/migrate");
        assertThat(release.images().get("web/web")).contains("@sha256:");
        assertThat(release.stack().toString() + release.sources()).doesNotContain("hunter2", "aHVudGVyMg");
        assertThat(client.secrets()
                        .inNamespace(namespace)
                        .withName("login")
                        .get()
                        .getData())
                .containsEntry("password", "aHVudGVyMg==");
        assertThat(client.genericKubernetesResources(widgets())
                        .inNamespace(namespace)
                        .withName("web")
                        .get())
                .isNotNull();

        Map<String, String> before = versions(namespace);
        Operation second = deploy(change, manifests() + OLD);
        assertThat(second.phase()).as(String.valueOf(second.failure())).isEqualTo(Phase.RELEASED);
        assertThat(versions(namespace)).isEqualTo(before);

        Operation third = deploy(change, manifests());
        assertThat(third.phase()).as(String.valueOf(third.failure())).isEqualTo(Phase.RELEASED);
        assertThat(client.configMaps().inNamespace(namespace).withName("old").get())
                .isNull();
        assertThat(client.configMaps().inNamespace(namespace).withName("web").get())
                .isNotNull();

        Operation gone =
                ended(lifecycle.destroy(new DestroyRequest(id, DataPolicy.DELETE, PATIENCE, Origin.of("test"))));
        assertThat(gone.phase()).as(String.valueOf(gone.failure())).isEqualTo(Phase.GONE);
        assertThat(client.namespaces().withName(namespace).get()).isNull();
        assertThat(client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("widgets." + group)
                        .get())
                .isNull();
    }

    @Test
    @DisplayName("leave an object of the cluster alone that has their name and is not ours, and say so")
    void foreign() {
        client.rbac()
                .clusterRoles()
                .resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(project)
                        .addToLabels("theirs", "yes")
                        .endMetadata()
                        .build())
                .create();

        Operation deploy = deploy(
                Change.request(project, 8),
                """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: { name: %s }
                rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]
                """
                        .formatted(project));

        assertThat(deploy.phase()).isEqualTo(Phase.FAILED);
        assertThat(String.valueOf(deploy.failure())).contains("ClusterRole " + project, "no mark of ours");
        assertThat(client.rbac().clusterRoles().withName(project).get().getRules())
                .isNullOrEmpty();
    }

    @Test
    @DisplayName(
            "that a real kubectl rendered from a Kustomize folder run, are rolled back, and are promoted as they ran")
    void kustomized() throws Exception {
        Change change = Change.request(project, 9);
        EnvironmentId id = EnvironmentLifecycle.idOf(change, stage);
        assertThat(deploy(change, rendered("one")).phase()).isEqualTo(Phase.RELEASED);
        assertThat(greeting(id)).isEqualTo("one");
        Map<String, String> ran = lifecycle.releases(id).get(0).images();
        assertThat(ran).hasSize(1).containsKey("shop-web/web");
        assertThat(ran.get("shop-web/web")).contains("/nginx@sha256:");

        Operation second = deploy(change, rendered("two"));
        assertThat(second.phase()).as(String.valueOf(second.failure())).isEqualTo(Phase.RELEASED);
        assertThat(greeting(id)).isEqualTo("two");
        Operation rollback =
                ended(lifecycle.rollback(new RollbackRequest(id, null, "two is slow", PATIENCE, Origin.of("test"))));
        assertThat(rollback.phase()).as(String.valueOf(rollback.failure())).isEqualTo(Phase.RELEASED);
        assertThat(greeting(id)).isEqualTo("one");
        assertThat(lifecycle.releases(id).get(0).images()).isEqualTo(ran);

        lifecycle.lift(id, "test");
        Stage next = Stage.unconfigured("next", "cluster");
        Operation promotion = ended(lifecycle.promote(new PromoteRequest(
                project,
                change,
                stage,
                next,
                List.of("test", "next"),
                null,
                Map.of(),
                Map.of(),
                true,
                Authority.GRANTED,
                PATIENCE,
                Origin.of("test"))));
        assertThat(promotion.phase()).as(String.valueOf(promotion.failure())).isEqualTo(Phase.RELEASED);
        assertThat(greeting(promotion.environment())).isEqualTo("one");
        assertThat(lifecycle.releases(promotion.environment()).get(0).images()).isEqualTo(ran);
    }

    /** A base and an overlay that renames it, sets its image, and makes a ConfigMap whose name holds its digest. */
    private String rendered(String greeting) throws IOException, InterruptedException {
        Path base = Files.createDirectories(folder.resolve("k8s/base"));
        Path overlay = Files.createDirectories(folder.resolve("k8s/overlay"));
        Files.writeString(base.resolve("kustomization.yaml"), "resources: [web.yaml]\n");
        Files.writeString(
                base.resolve("web.yaml"),
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: web }
                spec:
                  selector: { matchLabels: { app: web } }
                  template:
                    metadata: { labels: { app: web } }
                    spec:
                      terminationGracePeriodSeconds: 1
                      containers:
                        - { name: web, image: web, envFrom: [{ configMapRef: { name: greeting } }] }
                """);
        Files.writeString(
                overlay.resolve("kustomization.yaml"),
                """
                resources: [../base]
                namePrefix: shop-
                images: [{ name: web, newName: nginx, newTag: 1.23.4-alpine }]
                configMapGenerator:
                  - { name: greeting, literals: [GREETING=%s, STAND_IN_PORTS=8080] }
                """
                        .formatted(greeting));
        Map<String, byte[]> files = new Kustomize(this::run).render("k8s/overlay");
        assertThat(files).containsOnlyKeys("kubectl kustomize k8s/overlay");
        return new String(files.values().iterator().next(), StandardCharsets.UTF_8);
    }

    /** The kubectl of the cluster, else that of the path; nobody has a kustomize of his own here. */
    private Kustomize.Result run(List<String> command) throws IOException, InterruptedException {
        if (!command.get(0).equals("kubectl")) {
            throw new IOException("not here");
        }
        Path ours = Path.of(
                System.getProperty("user.home"), ".cache", "environment-lifecycle", "cluster", "bin", "kubectl");
        List<String> words = new ArrayList<>(command);
        words.set(0, Files.isExecutable(ours) ? ours.toString() : "kubectl");
        return new FolderPrograms(folder).run(words);
    }

    /** What the running pod has been told. */
    private String greeting(EnvironmentId id) {
        String map = client.apps()
                .deployments()
                .inNamespace("env-" + id)
                .withName("shop-web")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getEnvFrom()
                .get(0)
                .getConfigMapRef()
                .getName();
        assertThat(map).matches("shop-greeting-.+");
        return client.configMaps()
                .inNamespace("env-" + id)
                .withName(map)
                .get()
                .getData()
                .get("GREETING");
    }

    private static final String OLD =
            """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: { name: old }
            data: { gone: soon }
            """;

    private String manifests() {
        return """
                apiVersion: %1$s/v1
                kind: Widget
                metadata: { name: web }
                spec: { size: 3 }
                ---
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: { name: widgets.%1$s }
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: { kind: Widget, plural: widgets, singular: widget }
                  versions:
                    - name: v1
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true }
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: web, namespace: elsewhere }
                data: { STAND_IN_PORTS: "8080" }
                ---
                apiVersion: v1
                kind: Secret
                metadata: { name: login }
                stringData: { password: hunter2 }
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: web, labels: { app: web } }
                spec:
                  selector: { matchLabels: { app: web } }
                  template:
                    metadata: { labels: { app: web } }
                    spec:
                      containers:
                        - name: web
                          image: nginx:1.23.4-alpine
                          envFrom: [{ configMapRef: { name: web } }, { secretRef: { name: login } }]
                          ports: [{ name: http, containerPort: 8080 }]
                          readinessProbe: { tcpSocket: { port: http } }
                ---
                apiVersion: v1
                kind: Service
                metadata:
                  name: web
                  annotations: { environments.jenkins.io/link: shop }
                spec:
                  selector: { app: web }
                  ports: [{ name: http, port: 80, targetPort: http }]
                ---
                apiVersion: batch/v1
                kind: Job
                metadata:
                  name: migrate
                  annotations: { environments.jenkins.io/wave: "1" }
                spec:
                  template:
                    spec:
                      restartPolicy: Never
                      containers:
                        - name: migrate
                          image: nginx:1.23.4-alpine
                          command: [sh, -c, "wget -q -O /dev/null http://web/ || nc -z web 80"]
                """
                .formatted(group);
    }

    private ResourceDefinitionContext widgets() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind("Widget")
                .withPlural("widgets")
                .withNamespaced(true)
                .build();
    }

    /** What changes when anything is changed, of every object that a manifest gave. */
    private Map<String, String> versions(String namespace) {
        Map<String, String> versions = new HashMap<>();
        for (ConfigMap map : client.configMaps()
                .inNamespace(namespace)
                .withLabel(Labels.MANIFEST)
                .list()
                .getItems()) {
            versions.put(
                    "ConfigMap " + map.getMetadata().getName(),
                    map.getMetadata().getResourceVersion());
        }
        client.secrets()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(secret -> versions.put(
                        "Secret " + secret.getMetadata().getName(),
                        secret.getMetadata().getResourceVersion()));
        client.services()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(service -> versions.put(
                        "Service " + service.getMetadata().getName(),
                        service.getMetadata().getResourceVersion()));
        client.pods()
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(pod -> versions.put(
                        "Pod " + pod.getMetadata().getName(), pod.getMetadata().getUid()));
        client.genericKubernetesResources(widgets())
                .inNamespace(namespace)
                .list()
                .getItems()
                .forEach(widget -> versions.put("Widget", widget.getMetadata().getResourceVersion()));
        var deployment = client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("web")
                .get();
        versions.put("Deployment", String.valueOf(deployment.getMetadata().getGeneration()));
        return versions;
    }

    private Operation deploy(Change change, String manifests) {
        return ended(lifecycle.deploy(new DeployRequest(
                change,
                stage,
                new ManifestReader(new KeyedDigest(lifecycle.digestKey()))
                        .read(Map.of("k8s/all.yaml", manifests.getBytes(StandardCharsets.UTF_8)), false)
                        .alone(project),
                Map.of(),
                OnFailure.KEEP,
                PATIENCE,
                Origin.of("test"))));
    }

    private Operation ended(Operation asked) {
        until(() -> lifecycle.operation(asked.id()).orElseThrow().phase().isEnd());
        return lifecycle.operation(asked.id()).orElseThrow();
    }

    private static void until(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("waited for " + PATIENCE).isBefore(end);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static boolean answers(String host) {
        String edge = System.getenv().getOrDefault("EDGE", "10.125.0.80");
        try (Socket socket = new Socket(edge, 80)) {
            socket.setSoTimeout(5000);
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }
}
