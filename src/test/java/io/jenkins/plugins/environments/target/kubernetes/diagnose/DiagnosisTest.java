package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.environments.model.Failure;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi.Answer;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("Why a service is not ready")
class DiagnosisTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2026-01-01T12:00:30Z"), ZoneOffset.UTC);

    private final FakeApi api = new FakeApi(Answer.error(404, "NotFound", "nothing here"));
    private final Cluster cluster = new Cluster(Clients.connect(
            new KubernetesConnection.Server(api.url(), null, new Authentication.Anonymous(), false).resolve()));
    private final Map<String, List<Object>> objects = new HashMap<>();
    private String log = "";
    private Stack stack = StackFixtures.stack(StackFixtures.service("web"));

    @BeforeEach
    void serve() {
        api.answers((method, path) -> {
            if (path.endsWith("/log")) {
                return log.isEmpty() ? Answer.error(400, "BadRequest", "no container") : new Answer(200, log);
            }
            List<Object> items = objects.getOrDefault(path.substring(path.lastIndexOf('/') + 1), List.of());
            return new Answer(200, json(Map.of("kind", "List", "metadata", Map.of(), "items", items)));
        });
        there("deployments", "{kind: Deployment, metadata: {name: web}, spec: {}, status: {}}");
    }

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private static String json(Object object) {
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void there(String plural, String yaml) {
        objects.computeIfAbsent(plural, key -> new ArrayList<>())
                .add(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    }

    private void pod(String status) {
        there(
                "pods",
                """
                {kind: Pod, metadata: {name: web-1, namespace: env-a, creationTimestamp: "2026-01-01T12:00:00Z"},
                 spec: {containers: [{name: web}], volumes: [{name: c, persistentVolumeClaim: {claimName: data}}]},
                 status: %s}
                """
                        .formatted(status));
    }

    private void claim(String name, String mode, String more) {
        there(
                "persistentvolumeclaims",
                "{kind: PersistentVolumeClaim, metadata: {name: %s}, spec: {accessModes: [%s], %s}, status: {phase: Pending}}"
                        .formatted(name, mode, more));
    }

    private void event(String kind, String name, String reason, String message) {
        there(
                "events",
                """
                {metadata: {name: e}, type: Warning, reason: %s, message: "%s", lastTimestamp: "2026-01-01T12:00:%02dZ",
                 involvedObject: {kind: %s, name: %s}}
                """
                        .formatted(
                                reason,
                                message,
                                objects.getOrDefault("events", List.of()).size(),
                                kind,
                                name));
    }

    private Failure diagnosed() {
        return new Diagnosis(cluster, NOW).of("env-a", "web", stack);
    }

    private static void says(Failure failure, String subject, String why, String remedy) {
        assertThat(failure.what()).isEqualTo("service web did not become ready");
        assertThat(failure.subject()).isEqualTo(subject + " in namespace env-a");
        assertThat(failure.why()).contains(why);
        assertThat(failure.remedy()).contains(remedy);
    }

    @Test
    void is_that_nothing_of_it_is_there() {
        objects.clear();

        says(diagnosed(), "Service web", "nothing of it is on the cluster", "deploy again");
    }

    @Test
    void is_a_quota_that_lets_no_pod_be_made() {
        event("ReplicaSet", "web-7c5", "FailedCreate", "pods web-7c5-x is forbidden: exceeded quota: env");

        says(diagnosed(), "ReplicaSet web-7c5", "exceeded quota: env", "raise the stage's quota");
    }

    @Test
    void is_a_rule_of_the_namespace_that_lets_no_pod_be_made() {
        event("ReplicaSet", "web-7c5", "FailedCreate", "violates PodSecurity baseline: privileged");

        says(diagnosed(), "ReplicaSet web-7c5", "privileged", "the namespace's rules do not allow it");
    }

    @Test
    void is_not_what_a_replica_set_of_another_service_says() {
        event("ReplicaSet", "website-7c5", "FailedCreate", "exceeded quota");

        says(diagnosed(), "Service web", "gives no reason", "more time");
    }

    @Test
    void is_a_volume_that_nobody_provides() {
        pod("{}");
        there(
                "persistentvolumeclaims",
                "{kind: PersistentVolumeClaim, metadata: {name: data}, spec: {storageClassName: fast}, status: {phase: Pending}}");
        event("PersistentVolumeClaim", "data", "ProvisioningFailed", "storageclass fast not found");

        says(diagnosed(), "PersistentVolumeClaim data", "fast not found", "this one asks for fast");
    }

    @Test
    void is_a_volume_that_is_not_there_in_the_words_of_the_last_failure() {
        pod("{}");
        claim("data", "ReadWriteMany", "storageClassName: fast");
        event("PersistentVolumeClaim", "data", "ProvisioningFailed", "quota of disks exceeded");
        there(
                "events",
                """
                {metadata: {name: e}, type: Normal, reason: ExternalProvisioning, message: waiting for a volume,
                 lastTimestamp: "2026-01-01T12:00:20Z", involvedObject: {kind: PersistentVolumeClaim, name: data}}
                """);

        says(diagnosed(), "PersistentVolumeClaim data", "quota of disks exceeded", "this one asks for fast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to provision volume with StorageClass standard: Only support ReadWriteOnce access mode",
                "NodePath only supports ReadWriteOnce and ReadWriteOncePod (1.22+) access modes",
                "Volume capabilities MULTI_NODE_MULTI_WRITER not supported. Only AccessModes[ReadWriteOnce] supported.",
                "invalid AccessModes [ReadWriteMany]: only AccessModes [ReadWriteOnce] are supported",
                "multi node access modes are only supported on rbd `block` type volumes",
                "with error: multi-node writing is only supported for block volume",
                "VolumeCapabilities is invalid: specified multi writer with mount access type",
                "rpc error: code = InvalidArgument desc = capability at index 0 is not supported"
            })
    void is_an_access_mode_that_the_storage_class_does_not_offer(String words) {
        stack = StackFixtures.stack(
                List.of(StackFixtures.service("web").volume("data", "/data")),
                List.of(StackFixtures.volume("data", Map.of(), Map.of(Labels.ACCESS_MODE, "ReadWriteMany"))),
                List.of());
        pod("{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: unbound claims}]}");
        claim("data", "ReadWriteMany", "storageClassName: fast");
        event("PersistentVolumeClaim", "data", "ProvisioningFailed", words);

        assertThat(diagnosed().toString())
                .isEqualTo("service web did not become ready (PersistentVolumeClaim data in namespace env-a): it is"
                        + " pending: the storage class fast does not offer the access mode ReadWriteMany, which volume"
                        + " data at " + stack.volumes().get("data").position()
                        + " asks for with its label environments.jenkins.io/access-mode (" + words + "); name a"
                        + " storage class that offers ReadWriteMany with the label environments.jenkins.io/storage-class"
                        + " on the volume, or take environments.jenkins.io/access-mode out, so that all its users run"
                        + " on one node");
    }

    @Test
    void is_an_access_mode_that_a_manifest_asks_the_default_storage_class_for() {
        pod("{}");
        claim("data", "ReadOnlyMany", "resources: {}");
        event("PersistentVolumeClaim", "data", "ProvisioningFailed", "Only support ReadWriteOnce access mode");

        says(
                diagnosed(),
                "PersistentVolumeClaim data",
                "the default storage class does not offer the access mode ReadOnlyMany (Only support",
                "name a storage class that offers ReadOnlyMany in the manifest, or take the access mode out");
    }

    @Test
    void is_not_an_access_mode_that_every_storage_class_offers() {
        pod("{}");
        claim("data", "ReadWriteOnce", "storageClassName: fast");
        event("PersistentVolumeClaim", "data", "ProvisioningFailed", "capability at index 1 is not supported");

        says(
                diagnosed(),
                "PersistentVolumeClaim data",
                "capability at index 1 is not supported",
                "give the target a storage class that the cluster has (this one asks for fast)");
    }

    @Test
    void is_not_a_volume_that_waits_for_its_first_pod() {
        pod("{conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: too little memory}]}");
        there(
                "persistentvolumeclaims",
                "{kind: PersistentVolumeClaim, metadata: {name: data}, spec: {}, status: {phase: Pending}}");
        event("PersistentVolumeClaim", "data", "WaitForFirstConsumer", "waiting for a pod");

        says(diagnosed(), "Pod web-1", "Unschedulable: too little memory", "give the cluster more room");
    }

    @Test
    void is_an_image_that_can_t_be_had_in_the_words_of_the_first_try() {
        pod("{containerStatuses: [{name: web, state: {waiting: {reason: ImagePullBackOff, message: Back-off}}}]}");
        event("Pod", "web-1", "Failed", "Failed to pull image nginx:9: not found");
        event("Pod", "web-1", "BackOff", "Back-off pulling image");

        says(diagnosed(), "Pod web-1", "ImagePullBackOff: Failed to pull image nginx:9: not found", "name and tag");
        assertThat(diagnosed().details())
                .containsExactly(
                        "Pod web-1: Failed: Failed to pull image nginx:9: not found",
                        "Pod web-1: BackOff: Back-off pulling image");
    }

    @Test
    void is_a_command_that_is_not_there() {
        pod(
                "{containerStatuses: [{name: web, restartCount: 0, state: {waiting: {reason: CreateContainerError, message: 'no such file or directory'}}}]}");

        says(diagnosed(), "Pod web-1", "web: CreateContainerError: no such file", "correct the service's command");
    }

    @Test
    void is_a_container_that_crashes_with_the_last_lines_of_its_log() {
        pod(
                """
                {containerStatuses: [{name: web, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}},
                  lastState: {terminated: {exitCode: 3, reason: Error, startedAt: "2026-01-01T12:00:10Z", finishedAt: "2026-01-01T12:00:11Z"}}}]}
                """);
        log = "starting\ncan't reach db\n";

        Failure failure = diagnosed();

        says(failure, "Pod web-1", "web: CrashLoopBackOff: exit code 3", "see the last lines of its log");
        assertThat(failure.details()).containsExactly("last lines of web:", "starting", "can't reach db");
    }

    @Test
    void is_memory_that_was_not_enough() {
        pod(
                "{containerStatuses: [{name: web, restartCount: 1, state: {running: {}}, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}]}");

        says(diagnosed(), "Pod web-1", "web ended with exit code 137, OOMKilled", "raise the memory limit");
    }

    @Test
    void is_a_health_check_that_killed_it() {
        pod(
                "{containerStatuses: [{name: web, restartCount: 1, state: {running: {}}, lastState: {terminated: {exitCode: 143}}}]}");
        event("Pod", "web-1", "Unhealthy", "Liveness probe failed: timeout");

        says(
                diagnosed(),
                "Pod web-1",
                "exit code 143; before that its health check failed: Liveness probe failed: timeout",
                "see the last lines");
    }

    @Test
    void is_a_health_check_that_fails() {
        pod("{containerStatuses: [{name: web, restartCount: 0, ready: false, state: {running: {}}}]}");
        event("Pod", "web-1", "Unhealthy", "Readiness probe failed: refused");

        says(
                diagnosed(),
                "Pod web-1",
                "its health check fails: Readiness probe failed: refused",
                "correct the healthcheck");
    }

    @Test
    void is_a_service_that_it_waits_for() {
        pod(
                "{initContainerStatuses: [{name: wait-for-db, restartCount: 0, state: {running: {}}}],"
                        + " containerStatuses: [{name: web, restartCount: 0, ready: false, state: {waiting: {reason: PodInitializing}}}]}");

        says(diagnosed(), "Pod web-1", "it waits until db answers", "see why db does not");
    }

    @Test
    void is_said_to_be_unknown_when_the_cluster_gives_none() {
        pod("{containerStatuses: [{name: web, restartCount: 0, ready: false, state: {running: {}}}]}");
        log = "x".repeat(600);

        Failure failure = diagnosed();

        says(failure, "Pod web-1", "the cluster gives no reason; it may only need more time", "more time");
        assertThat(failure.details()).containsExactly("last lines of web:", "x".repeat(500) + "…");
    }

    @Test
    void shows_the_newest_warnings_only_and_none_twice() {
        for (int i = 0; i < 12; i++) {
            event("Deployment", "web", "Trouble", "number " + i / 2 * 2);
        }
        for (int i = 20; i < 26; i++) {
            event("Deployment", "web", "Trouble", "number " + i);
        }

        assertThat(diagnosed().details())
                .hasSize(8)
                .startsWith("Deployment web: Trouble: number 8")
                .endsWith("Deployment web: Trouble: number 25");
    }
}
