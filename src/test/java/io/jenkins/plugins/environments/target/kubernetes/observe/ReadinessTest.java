package io.jenkins.plugins.environments.target.kubernetes.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.Observation.ServiceStatus;
import io.jenkins.plugins.environments.target.Observation.State;
import io.jenkins.plugins.environments.target.kubernetes.ApiYaml;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a service is doing")
class ReadinessTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:10Z");
    private static final String DONE =
            "observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1";
    private static final String ROLLING =
            "observedGeneration: 1, replicas: 2, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1";

    private static <T> T read(String yaml, Class<T> type) {
        return ApiYaml.read(yaml, type);
    }

    private static Deployment deployment(String image, String status) {
        return read(
                """
                {kind: Deployment, metadata: {name: web, generation: 1, labels: {environments.jenkins.io/service: web}},
                 spec: {replicas: 1, template: {metadata: {labels: {v: x}}, spec: {containers: [{name: web, image: "%s"}]}}},
                 status: {%s}}
                """
                        .formatted(image, status),
                Deployment.class);
    }

    private static Pod pod(String name, String image, String status) {
        return read(
                """
                {kind: Pod, metadata: {name: %s, creationTimestamp: "2026-01-01T12:00:00Z",
                   labels: {environments.jenkins.io/service: web, v: x, more: y}},
                 spec: {containers: [{name: mesh, image: m}, {name: web, image: "%s", env: [{name: INJECTED}]}]},
                 status: {containerStatuses: [{name: web, %s}]}}
                """
                        .formatted(name, image, status),
                Pod.class);
    }

    private static Job job(String name, String created, String status) {
        return read(
                """
                {kind: Job, metadata: {name: %s, creationTimestamp: "%s", labels: {environments.jenkins.io/service: task}},
                 spec: {template: {spec: {containers: [{name: task, image: t}]}}}, status: {%s}}
                """
                        .formatted(name, created, status),
                Job.class);
    }

    private static Snapshot snapshot(Deployment deployment, Pod... pods) {
        return new Snapshot(null, List.of(deployment), List.of(), List.of(), Arrays.asList(pods));
    }

    private static ServiceStatus web(Snapshot snapshot) {
        return Readiness.of(snapshot, Applied.NOTHING, NOW).services().get("web");
    }

    private static Applied sent(String kind, String name, String service, long generation) {
        return new Applied(List.of(new Applied.Change(kind, name, service, Action.CREATED, generation)));
    }

    @Test
    void is_ready_with_how_many_are() {
        assertThat(web(snapshot(deployment("a:1", DONE)))).isEqualTo(new ServiceStatus(State.READY, 1, 1, null));
    }

    @Test
    void is_failed_by_a_pod_of_what_it_is_now() {
        Pod broken = pod("web-2", "a:2", "state: {waiting: {reason: ErrImagePull, message: not found}}");

        assertThat(web(snapshot(deployment("a:2", ROLLING), broken)))
                .isEqualTo(new ServiceStatus(State.FAILED, 1, 1, "ErrImagePull"));
    }

    @Test
    void is_not_failed_by_a_pod_of_what_it_was_before() {
        Pod old = pod("web-1", "a:1", "state: {waiting: {reason: ErrImagePull, message: not found}}");

        assertThat(web(snapshot(deployment("a:2", ROLLING), old)).state()).isEqualTo(State.STARTING);
    }

    @Test
    void is_pending_while_nothing_is_known_of_what_was_applied() {
        Snapshot nothing = new Snapshot(null, List.of(), List.of(), List.of(), List.of());

        assertThat(Readiness.of(nothing, sent("Deployment", "web", "web", 1), NOW)
                        .services())
                .isEqualTo(Map.of("web", new ServiceStatus(State.PENDING, 0, 1, null)));
        assertThat(Readiness.of(nothing, Applied.NOTHING, NOW).services()).isEmpty();
        assertThat(Readiness.of(nothing, sent("Service", "web", "web", 0), NOW).services())
                .isEmpty();
    }

    @Test
    void is_pending_while_only_the_one_before_is_known_that_had_its_name_and_generation() {
        Deployment known = deployment("a:1", DONE);
        known.getMetadata().setUid("before");
        Pod broken = pod("web-1", "a:1", "state: {waiting: {reason: ErrImagePull, message: not found}}");
        Applied.Change anew = new Applied.Change("Deployment", "web", "web", Action.CREATED, 1, "after");

        assertThat(Readiness.of(snapshot(known, broken), new Applied(List.of(anew)), NOW)
                        .services())
                .isEqualTo(Map.of("web", new ServiceStatus(State.PENDING, 0, 1, null)));

        known.getMetadata().setUid("after");

        assertThat(Readiness.of(snapshot(known), new Applied(List.of(anew)), NOW)
                        .services())
                .isEqualTo(Map.of("web", new ServiceStatus(State.READY, 1, 1, null)));
    }

    @Test
    void is_looked_at_again_when_it_may_have_become_hopeless() {
        Pod waiting = pod("web-1", "a:1", "state: {waiting: {reason: ErrImagePull, message: timeout}}");

        Readiness readiness = Readiness.of(
                snapshot(deployment("a:1", "observedGeneration: 1, replicas: 1"), waiting), Applied.NOTHING, NOW);

        assertThat(readiness.services().get("web").state()).isEqualTo(State.STARTING);
        assertThat(readiness.lookAgain()).isEqualTo("2026-01-01T12:01:00Z");
    }

    @Test
    void of_several_jobs_is_what_the_applied_one_or_else_the_newest_does() {
        Job old = job("task-a", "2026-01-01T11:00:00Z", "conditions: [{type: Failed, status: 'True'}]");
        Job now = job("task-b", "2026-01-01T12:00:00Z", "conditions: [{type: Complete, status: 'True'}]");
        Snapshot both = new Snapshot(null, List.of(), List.of(), List.of(now, old), List.of());

        assertThat(Readiness.of(both, Applied.NOTHING, NOW)
                        .services()
                        .get("task")
                        .state())
                .isEqualTo(State.COMPLETED);
        assertThat(Readiness.of(both, sent("Job", "task-b", "task", 1), NOW)
                        .services()
                        .get("task")
                        .state())
                .isEqualTo(State.COMPLETED);
        assertThat(Readiness.of(both, sent("Job", "task-c", "task", 1), NOW)
                        .services()
                        .get("task")
                        .state())
                .isEqualTo(State.PENDING);
    }

    @Test
    void runs_the_image_that_the_node_tells_by_digest() {
        String digest = "sha256:" + "a".repeat(64);
        Pod named = pod("web-1", "a:1", "imageID: \"docker.io/library/a@%s\", state: {running: {}}".formatted(digest));
        Pod prefixed = pod("web-1", "a:1", "imageID: \"docker-pullable://a@%s\"".formatted(digest));
        Pod bare = pod("web-1", "a:1", "imageID: \"%s\"".formatted(digest));
        Pod old = pod("web-0", "a:0", "imageID: \"docker.io/library/old@%s\"".formatted(digest));

        assertThat(RunningImages.of(snapshot(deployment("a:1", DONE), old, named)))
                .isEqualTo(Map.of("web", "docker.io/library/a@" + digest));
        assertThat(RunningImages.of(snapshot(deployment("a:1", DONE), prefixed)))
                .isEqualTo(Map.of("web", "a@" + digest));
        assertThat(RunningImages.of(snapshot(deployment("a:1", DONE), bare))).isEqualTo(Map.of("web", "a:1"));
        assertThat(RunningImages.of(snapshot(deployment("a:1", DONE)))).isEqualTo(Map.of("web", "a:1"));
    }
}
