package io.jenkins.plugins.environments.target.kubernetes.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.target.Insight;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi.Answer;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

@DisplayName("What a service wrote and what happened to it")
class RecordingsTest {

    private static final String OWNER = "owner-1";
    private static final String PASSWORD = "correct horse";

    private final FakeApi api = new FakeApi(Answer.error(404, "NotFound", "nothing here"));
    private final Cluster cluster = new Cluster(Clients.connect(
            new KubernetesConnection.Server(api.url(), null, new Authentication.Anonymous(), false).resolve()));
    private final Map<String, List<Object>> objects = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void serve() {
        api.answers((method, path) -> {
            asked.add(method + " " + path);
            if (path.endsWith("/log")) {
                return new Answer(200, "connecting with " + PASSWORD + "\nlistening\n");
            }
            List<Object> items = objects.getOrDefault(path.substring(path.lastIndexOf('/') + 1), List.of());
            return new Answer(200, json(Map.of("kind", "List", "metadata", Map.of(), "items", items)));
        });
        pod("web-1", OWNER, 1);
    }

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private static String json(Object object) {
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void there(String plural, String yaml) {
        objects.computeIfAbsent(plural, key -> new ArrayList<>())
                .add(new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml));
    }

    private void pod(String name, String owner, int restarts) {
        there(
                "pods",
                """
                {kind: Pod, metadata: {name: %s, namespace: env-a, labels: {"%s": %s},
                   creationTimestamp: "2026-01-01T12:00:00Z"},
                 spec: {containers: [{name: web, envFrom: [{secretRef: {name: web-values}}]}], volumes: []},
                 status: {containerStatuses: [{name: web, restartCount: %d}]}}
                """
                        .formatted(name, Labels.OWNER, owner, restarts));
    }

    private void secret() {
        there(
                "secrets",
                "{kind: Secret, metadata: {name: web-values}, data: {PASSWORD: \"%s\"}}"
                        .formatted(Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8))));
    }

    private Insight look() {
        return new Recordings(cluster).of("env-a", OWNER, "web", 200);
    }

    @Test
    void are_the_last_lines_of_this_run_and_the_one_before_without_secrets() {
        secret();
        assertThat(look().logs())
                .containsExactly(
                        new Insight.Log("web-1 web", false, List.of("connecting with ****", "listening")),
                        new Insight.Log("web-1 web", true, List.of("connecting with ****", "listening")));
    }

    @Test
    void are_the_events_with_their_time_without_secrets() {
        secret();
        there(
                "events",
                """
                {metadata: {name: e}, type: Warning, reason: Unhealthy, message: "said correct horse",
                 lastTimestamp: "2026-01-01T12:00:07Z", involvedObject: {kind: Pod, name: web-1}}
                """);
        assertThat(look().events())
                .containsExactly(new Insight.Event(
                        Instant.parse("2026-01-01T12:00:07Z"), "Pod web-1", "Unhealthy", "said ****", true));
    }

    @Test
    void are_not_shown_when_a_value_is_no_longer_there_to_be_masked() {
        assertThatExceptionOfType(TargetException.class)
                .isThrownBy(this::look)
                .withMessageContaining("web-values")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.VALUES_MISSING));
        assertThat(asked).noneMatch(call -> call.endsWith("/log"));
    }

    @Test
    void are_not_those_of_anothers_pods() {
        objects.clear();
        pod("web-1", "somebody-else", 0);
        assertThat(look().logs()).isEmpty();
        assertThat(asked).noneMatch(call -> call.endsWith("/log"));
    }

    @Test
    void are_those_of_the_newest_pods_only() {
        secret();
        for (int i = 2; i < 9; i++) {
            pod("web-" + i, OWNER, 0);
        }
        assertThat(look().logs().stream().filter(log -> !log.before())).hasSize(4);
    }
}
