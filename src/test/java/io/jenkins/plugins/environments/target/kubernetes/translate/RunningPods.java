package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One environment on the cluster that KUBECONFIG names, applied all at once, and what becomes of its pods. */
final class RunningPods implements AutoCloseable {

    /** Listens on STAND_IN_PORTS; made from busybox. */
    static final String IMAGE = System.getProperty("cluster.image", "test.local/stand-in:1");

    private static final int SECONDS = 90;

    private final String prefix = "tr" + UUID.randomUUID().toString().substring(0, 4) + "-";
    private final KubernetesClient client = Clients.connect(KubernetesConnection.Kubeconfig.file(
                    Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG names no cluster")), null)
            .resolve());
    private final List<String> namespaces = new ArrayList<>();
    private Manifests manifests;

    static ServiceFixture listening(String name, int port) {
        return service(name).image(IMAGE).env("STAND_IN_PORTS", String.valueOf(port));
    }

    static ServiceFixture task(String name, String script) {
        return service(name)
                .image(IMAGE)
                .restart("no")
                .process(p -> p.entrypoint(plain("/bin/sh"), plain("-c"), plain(script)));
    }

    void apply(Map<String, String> values, ServiceFixture... services) {
        apply(values, StackFixtures.stack(services));
    }

    /** @param values key to text of each sensitive value */
    void apply(Map<String, String> values, Stack stack, Link... links) {
        manifests = Translated.given(stack)
                .linked(links)
                .with(new KubernetesSettings(prefix, Exposure.INGRESS, null, null, null, null, edge()))
                .translate()
                .manifests();
        namespaces.add(namespace());
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

    /** Of the environment, once applied. */
    String namespace() {
        return manifests.namespace().getMetadata().getName();
    }

    /** The namespace where the environment believes the edge to be. */
    String edge() {
        return prefix + "edge";
    }

    /** A pod in a namespace that has nothing to do with the environment, running this script; its address when it has one. */
    String outside(String namespace, String name, String script) {
        if (!namespaces.contains(namespace)) {
            client.resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
            namespaces.add(namespace);
        }
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .withTerminationGracePeriodSeconds(1L)
                        .addNewContainer()
                        .withName(name)
                        .withImage(IMAGE)
                        .withCommand("/bin/sh", "-c", script)
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        return eventually(() -> {
            String address = client.resource(pod).get().getStatus().getPodIP();
            return address == null || address.isEmpty() ? null : address;
        });
    }

    /** Whether the script of a pod outside ended well. */
    boolean succeedsOutside(String namespace, String name) {
        return eventually(() -> {
                    String phase = client.pods()
                            .inNamespace(namespace)
                            .withName(name)
                            .get()
                            .getStatus()
                            .getPhase();
                    return phase.equals("Succeeded") || phase.equals("Failed") ? phase : null;
                })
                .equals("Succeeded");
    }

    boolean succeeds(String service) {
        Job job = object(service, Job.class);
        return eventually(() -> {
                    var status = client.resource(job).get().getStatus();
                    return status.getConditions().stream()
                            .filter(condition -> condition.getStatus().equals("True"))
                            .map(condition -> condition.getType())
                            .filter(type -> type.equals("Complete") || type.equals("Failed"))
                            .findFirst()
                            .orElse(null);
                })
                .equals("Complete");
    }

    boolean becomesReady(String service) {
        Deployment ready = client.resource(object(service, Deployment.class))
                .waitUntilCondition(
                        now -> now != null
                                && now.getStatus() != null
                                && Integer.valueOf(1).equals(now.getStatus().getReadyReplicas()),
                        SECONDS,
                        TimeUnit.SECONDS);
        return ready != null;
    }

    /** Deletes the service's pods and waits until others are in their place. */
    void deleteWhenRunning(String service) {
        List<Pod> running = eventually(() -> {
            List<Pod> found = pods(service);
            boolean all = !found.isEmpty()
                    && found.stream().allMatch(pod -> pod.getStatus().getPhase().equals("Running"));
            return all ? found : null;
        });
        running.forEach(pod -> client.resource(pod).delete());
        eventually(() -> pods(service).size() == running.size()
                        && pods(service).stream()
                                .noneMatch(pod -> running.stream().anyMatch(before -> before.getMetadata()
                                        .getUid()
                                        .equals(pod.getMetadata().getUid())))
                ? true
                : null);
    }

    private List<Pod> pods(String service) {
        return client.pods().inNamespace(namespace()).withLabel(Labels.SERVICE, service).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private <T extends HasMetadata> T object(String service, Class<T> kind) {
        return manifests.services().get(service).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }

    private static <T> T eventually(Supplier<T> look) {
        Instant end = Instant.now().plus(Duration.ofSeconds(SECONDS));
        while (true) {
            T seen = look.get();
            if (seen != null) {
                return seen;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("not within " + SECONDS + " s");
            }
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        namespaces.forEach(name -> client.namespaces().withName(name).delete());
        client.close();
    }
}
