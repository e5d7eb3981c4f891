package io.jenkins.plugins.environments.target.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.TargetException.Kind;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi.Answer;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Requests to a cluster")
class ClusterTest {

    private static final ApiKind CONFIG_MAP = new ApiKind("v1", "ConfigMap", "configmaps", true, List.of());

    private final FakeApi api = new FakeApi(new Answer(200, "{}"));
    private final Cluster cluster = new Cluster(Clients.connect(
            new KubernetesConnection.Server(api.url(), null, new Authentication.Anonymous(), false).resolve()));

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private static ApiObject configMap() {
        return Cluster.toApi(new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace("env-a")
                .endMetadata()
                .build());
    }

    @ParameterizedTest(name = "{0} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 | BadRequest        | no such field            | PERMANENT | correct the stack
                    401 | Unauthorized      | Unauthorized             | PERMANENT | valid credentials
                    403 | Forbidden         | cannot create resource   | PERMANENT | give the target's account this permission
                    403 | Forbidden         | exceeded quota: q        | PERMANENT | raise the quota
                    403 | Forbidden         | violates PodSecurity     | PERMANENT | allow it in the namespace
                    403 | Forbidden         | it is being terminated   | TRANSIENT | wait until the namespace is gone
                    404 | NotFound          | namespaces not found     | PERMANENT | namespace is there
                    409 | Conflict          | the object was modified  | TRANSIENT | try again
                    422 | Invalid           | spec.replicas: Invalid   | PERMANENT | correct the stack
                    429 | TooManyRequests   | slow down                | TRANSIENT | try again
                    500 | InternalError     | etcd timed out           | TRANSIENT | try again
                    503 | ServiceUnavailable| not ready                | TRANSIENT | try again
                    """)
    void that_fail_say_the_cluster_s_words_and_whether_to_try_again(
            int status, String reason, String words, Kind kind, String remedy) {
        api.answers(Answer.error(status, reason, words));

        assertThatThrownBy(() -> cluster.apply(CONFIG_MAP, configMap()))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining("can't apply ConfigMap settings")
                .hasMessageContaining("the cluster says " + status + ": " + words)
                .hasMessageContaining(remedy);
    }

    @Test
    void that_are_cut_off_may_be_tried_again() {
        api.answers(new Answer(0, ""));

        assertThatThrownBy(() -> cluster.list(CONFIG_MAP, "env-a", null))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT))
                .hasMessageContaining("check that the cluster is up and reachable");
    }

    @Test
    void to_a_cluster_that_is_not_there_may_be_tried_again() {
        api.close();

        assertThatThrownBy(() -> cluster.list(CONFIG_MAP, "env-a", null))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TRANSIENT));
    }

    @Test
    void with_sensitive_values_never_repeat_what_the_cluster_says_of_them() {
        api.answers(
                new Answer(
                        422,
                        """
                {"kind":"Status","apiVersion":"v1","status":"Failure","code":422,"reason":"Invalid",
                 "message":"Secret is invalid: data[x]: Invalid value: \\"hunter2\\"",
                 "details":{"causes":[{"reason":"FieldValueInvalid","field":"data[x]","message":"Invalid value: \\"hunter2\\""}]}}
                """));
        ApiObject secret = Cluster.toApi(new SecretBuilder()
                .withNewMetadata()
                .withName("s")
                .withNamespace("env-a")
                .endMetadata()
                .addToData("x", "aHVudGVyMg==")
                .build());

        assertThatThrownBy(() -> cluster.apply(ApiKind.SECRET, secret))
                .hasMessageContaining("Invalid: data[x] (FieldValueInvalid)")
                .satisfies(e -> {
                    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                        assertThat(String.valueOf(cause.getMessage())).doesNotContain("hunter2", "aHVudGVyMg==");
                    }
                });
        assertThat(secret.toString()).isEqualTo("Secret s");
    }

    @Test
    void for_what_is_not_there_answer_nothing() {
        api.answers(Answer.error(404, "NotFound", "not found"));

        assertThat(cluster.get(CONFIG_MAP, "env-a", "x")).isEmpty();
        assertThat(cluster.list(CONFIG_MAP, "env-a", null)).isEmpty();
        cluster.delete(CONFIG_MAP, configMap(), "Background");
        assertThat(api.requests())
                .containsExactly(
                        "GET /api/v1/namespaces/env-a/configmaps/x",
                        "GET /api/v1/namespaces/env-a/configmaps",
                        "DELETE /api/v1/namespaces/env-a/configmaps/settings");
    }

    @Test
    void are_never_more_than_32_at_a_time() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        cluster.each(
                IntStream.range(0, 100).boxed().toList(),
                number -> cluster.ask("count", client -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    try {
                        Thread.sleep(5);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return now.decrementAndGet();
                }));

        assertThat(most).hasValueLessThanOrEqualTo(Cluster.IN_FLIGHT).hasValueGreaterThan(8);
    }

    @Test
    void that_fail_among_others_are_told_after_the_end_of_all_the_lasting_reason_first() {
        AtomicInteger done = new AtomicInteger();

        assertThatThrownBy(() -> cluster.each(List.of(503, 403, 200), status -> {
                    try {
                        if (status != 200) {
                            throw ApiErrors.translate(
                                    "do " + status,
                                    false,
                                    new io.fabric8.kubernetes.client.KubernetesClientException("no", status, null));
                        }
                        return status;
                    } finally {
                        done.incrementAndGet();
                    }
                }))
                .hasMessageContaining("do 403");
        assertThat(done).hasValue(3);
    }
}
