package io.jenkins.plugins.environments.target.kubernetes.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi.Answer;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKind;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiObject;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An object that is applied over one that is there")
class ReplacementTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMMUTABLE = "spec.template: Invalid value: {}: field is immutable";

    private final FakeApi api = new FakeApi(Answer.error(500, "InternalError", "no answer was given"));
    private final Cluster cluster = new Cluster(Clients.connect(
            new KubernetesConnection.Server(api.url(), null, new Authentication.Anonymous(), false).resolve()));

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private static ApiKind kind(String kind) {
        return switch (kind) {
            case "Job" -> new ApiKind("batch/v1", "Job", "jobs", true, List.of());
            case "StatefulSet" -> new ApiKind("apps/v1", "StatefulSet", "statefulsets", true, List.of());
            case "Service" -> new ApiKind("v1", "Service", "services", true, List.of());
            default -> ApiKind.CLAIM;
        };
    }

    private static ApiObject object(String kind, String uid) {
        ObjectNode json = JSON.createObjectNode()
                .put("apiVersion", kind(kind).apiVersion())
                .put("kind", kind);
        json.putObject("metadata").put("name", "x").put("namespace", "env-a").put("uid", uid);
        return new ApiObject(json);
    }

    private ApiObject apply(String kind) {
        return new Replacement(cluster).apply(new Prepared(kind(kind), object(kind, "")), object(kind, "before"));
    }

    /** An API that refuses to change what is there, takes it away when asked, and then takes the new one. */
    private final class Refusing {

        private final String words;
        private final @CheckForNull String afterwards;
        private boolean asked;

        /** @param afterwards the UID of what is there when the one before was asked to go; null: nothing */
        Refusing(String words, @CheckForNull String afterwards) {
            this.words = words;
            this.afterwards = afterwards;
            api.answers(this::answer);
        }

        private synchronized Answer answer(String method, String path) {
            String kind = path.contains("/jobs/") ? "Job" : path.contains("/statefulsets/") ? "StatefulSet" : "Service";
            return switch (method) {
                case "DELETE" -> {
                    asked = true;
                    yield new Answer(200, "{}");
                }
                case "GET" -> afterwards == null
                        ? Answer.error(404, "NotFound", "not found")
                        : new Answer(200, object(kind, afterwards).json().toString());
                default -> asked
                        ? new Answer(200, object(kind, "after").json().toString())
                        : Answer.error(422, "Invalid", words);
            };
        }
    }

    @Test
    void is_changed_in_place_where_the_cluster_lets_it() {
        api.answers(new Answer(200, object("Job", "before").json().toString()));

        assertThat(apply("Job").uid()).isEqualTo("before");
        assertThat(api.requests()).containsExactly("PATCH /apis/batch/v1/namespaces/env-a/jobs/x");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Job         | spec.template: Invalid value: {}: field is immutable
                    StatefulSet | spec: Forbidden: updates to statefulset spec for fields other than 'replicas' are forbidden
                    Service     | spec.clusterIPs[0]: Invalid value: []: primary clusterIP can not be unset
                    Service     | spec.clusterIP: Invalid value: None: may not change once set
                    """)
    void is_taken_away_and_made_anew_where_the_cluster_does_not(String kind, String words) {
        new Refusing(words, null);

        assertThat(apply(kind).uid()).isEqualTo("after");
        assertThat(api.requests())
                .extracting(request -> request.split(" ")[0])
                .containsExactly("PATCH", "DELETE", "GET", "PATCH");
    }

    @Test
    void is_made_anew_beside_another_that_came_in_its_place() {
        new Refusing(IMMUTABLE, "somebody-s");

        assertThat(apply("Job").uid()).isEqualTo("after");
    }

    @Test
    void is_tried_again_later_while_the_one_before_is_held_by_finalizers() {
        new Refusing(IMMUTABLE, "before");

        assertThatThrownBy(() -> apply("Job"))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT))
                .hasMessageContaining("can't replace Job x: the one before it is still going");
    }

    @Test
    void is_never_taken_away_when_it_is_a_volume() {
        new Refusing("spec: Forbidden: spec is immutable after creation", null);

        assertThatThrownBy(() -> apply("PersistentVolumeClaim"))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMANENT))
                .hasMessageContaining("can't change volume claim x")
                .hasMessageContaining("name a new volume, or destroy the environment with its data");
        assertThat(api.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 409, 422})
    void is_left_as_it_was_when_it_is_refused_for_another_reason(int status) {
        api.answers(Answer.error(status, "Refused", "spec.replicas: must be greater than or equal to 0"));

        assertThatThrownBy(() -> apply("Job")).isInstanceOf(TargetException.class);
        assertThat(api.requests()).noneMatch(request -> request.startsWith("DELETE"));
    }

    @Test
    void leaves_the_pods_of_a_stateful_set_running_for_the_next() throws Exception {
        JsonNode options = JSON.readTree(deleted("StatefulSet"));

        assertThat(options.path("propagationPolicy").asText()).isEqualTo("Orphan");
        assertThat(options.at("/preconditions/uid").asText()).isEqualTo("before");
        assertThat(JSON.readTree(deleted("Job")).path("propagationPolicy").asText())
                .isEqualTo("Background");
    }

    private String deleted(String kind) {
        new Refusing(kind.equals("Job") ? IMMUTABLE : "spec: Forbidden: updates to statefulset spec", null);
        apply(kind);
        return api.bodies().get(api.requests().indexOf("DELETE " + kind(kind).path("env-a", "x")));
    }
}
