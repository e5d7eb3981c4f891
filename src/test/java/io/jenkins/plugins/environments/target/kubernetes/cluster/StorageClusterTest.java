package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.mounted;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.shellCheck;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stays of one environment from a deploy to the next: data and logs. Two deploys are all that it takes. */
@Tag("cluster")
@DisplayName("On a real cluster, from one deploy to the next")
class StorageClusterTest {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final RealCluster cluster = new RealCluster();

    @AfterEach
    void tidyUp() {
        cluster.close();
    }

    @Test
    @DisplayName(
            "volumes keep their data, replicas have data of their own or share it as the stack says, Jobs keep logs")
    void data() {
        Desired first = version(1);
        cluster.waiting.deploy(first, SecretValues.none());

        assertThat(logs(first, "notes", 1)).containsExactly("deploys: 1");
        // Both replicas have written into the one folder, and each has seen what the other wrote.
        assertThat(logs(first, "pages", 2)).hasSize(2).allSatisfy(log -> assertThat(log.split(" "))
                .hasSize(3));
        assertThat(logs(first, "pages", 2).stream().distinct()).hasSize(1);
        assertThat(modes(first))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "notes", "ReadWriteOnce",
                        "pages", "ReadWriteMany",
                        "shards-shards-0", "ReadWriteOnce",
                        "shards-shards-1", "ReadWriteOnce"));
        assertThat(logs(first, "shards", 2)).containsExactly("1 of shards-0", "1 of shards-1");
        List<String> before = jobs(first);
        assertThat(before).hasSize(1);
        assertThat(logs(first, "migrate", 1)).containsExactly("migrated to 1");

        cluster.waiting.deploy(first, SecretValues.none());
        cluster.target.prune(first, List.of());
        assertThat(jobs(first))
                .as("the same again: the Job stays, and so does its log")
                .isEqualTo(before);
        assertThat(logs(first, "migrate", 1)).containsExactly("migrated to 1");

        Desired second = version(2);
        cluster.waiting.deploy(second, SecretValues.none());
        cluster.target.prune(second, List.of());

        assertThat(logs(second, "notes", 1)).containsExactly("deploys: 1 2");
        assertThat(logs(second, "shards", 2)).containsExactly("1 2 of shards-0", "1 2 of shards-1");
        assertThat(logs(second, "migrate", 1)).as("the Job before is gone").containsExactly("migrated to 2");
        assertThat(jobs(second)).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    private Desired version(int number) {
        return Wishes.wish(
                cluster.project(),
                stack(
                        List.of(
                                script("migrate", number, "echo migrated to $VERSION")
                                        .restart("no"),
                                listening("notes", number, "echo $VERSION >>/data/all; echo deploys: $(cat /data/all)")
                                        .mount(mounted("notes", "/data")),
                                listening(
                                                "pages",
                                                1,
                                                "touch /data/$(hostname); until [ $(ls /data | wc -l) -ge 2 ]; do sleep 1;"
                                                        + " done; echo pages: $(ls /data)")
                                        .mount(mounted("pages", "/data"))
                                        .replicas(2),
                                listening(
                                                "shards",
                                                number,
                                                "echo $VERSION >>/data/all; echo $(cat /data/all) of $(hostname)")
                                        .mount(mounted("shards", "/data"))
                                        .scale(2, 2, true)
                                        .after("migrate", Condition.COMPLETED)),
                        List.of(
                                volume("notes"),
                                volume(
                                        "pages",
                                        Map.of(),
                                        Map.of("environments.jenkins.io/access-mode", "ReadWriteMany")),
                                volume("shards")),
                        List.of()));
    }

    private static ServiceFixture script(String name, int version, String script) {
        return service(name)
                .image(RealCluster.IMAGE)
                .env("VERSION", String.valueOf(version))
                .process(p -> p.entrypoint(plain("/bin/sh"), plain("-c"), plain(script))
                        .stopGraceSeconds(1));
    }

    private static ServiceFixture listening(String name, int version, String script) {
        return script(name, version, script + "; exec httpd -f -p 8080")
                .expose(8080)
                .healthcheck(shellCheck(plain("nc -w 1 127.0.0.1 8080 </dev/null")));
    }

    /** Of the service's pods that run or have run, by name, when there are so many and each has written something. */
    private List<String> logs(Desired desired, String service, int count) {
        cluster.waiting.until(
                PATIENCE,
                count + " pods of " + service + " with a log",
                () -> logs(desired, service).size() == count);
        return logs(desired, service);
    }

    private List<String> logs(Desired desired, String service) {
        return cluster
                .client
                .pods()
                .inNamespace(RealCluster.namespace(desired))
                .withLabel(Labels.SERVICE, service)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod ->
                        List.of("Running", "Succeeded").contains(pod.getStatus().getPhase()))
                .sorted(Comparator.comparing((Pod pod) -> pod.getMetadata().getName()))
                .map(pod -> cluster.client.pods().resource(pod).getLog().strip())
                .filter(log -> !log.isEmpty())
                .toList();
    }

    private Map<String, String> modes(Desired desired) {
        return cluster
                .client
                .persistentVolumeClaims()
                .inNamespace(RealCluster.namespace(desired))
                .list()
                .getItems()
                .stream()
                .peek(claim -> assertThat(claim.getStatus().getPhase()).isEqualTo("Bound"))
                .collect(Collectors.toMap(claim -> claim.getMetadata().getName(), StorageClusterTest::mode));
    }

    private static String mode(PersistentVolumeClaim claim) {
        return String.join(" ", claim.getStatus().getAccessModes());
    }

    /** Their UIDs. */
    private List<String> jobs(Desired desired) {
        return cluster.client.batch().v1().jobs().inNamespace(RealCluster.namespace(desired)).list().getItems().stream()
                .map(job -> job.getMetadata().getUid())
                .toList();
    }
}
