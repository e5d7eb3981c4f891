package io.jenkins.plugins.environments.target.kubernetes.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Applied.Action;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi;
import io.jenkins.plugins.environments.target.kubernetes.FakeApi.Answer;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.api.ApiKinds;
import io.jenkins.plugins.environments.target.kubernetes.api.Cluster;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A Job that is deployed again")
class ApplierTest {

    private static final Ownership MARK = new Ownership("me", "shop");

    private final FakeApi api = new FakeApi(Answer.error(404, "NotFound", "nothing here"));
    private final Cluster cluster = new Cluster(Clients.connect(
            new KubernetesConnection.Server(api.url(), null, new Authentication.Anonymous(), false).resolve()));
    private final ApiKinds kinds = new ApiKinds(cluster, Clock.systemUTC());

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private static Job job() {
        return new JobBuilder()
                .withNewMetadata()
                .withName("migrate-1")
                .withNamespace("env-shop")
                .withLabels(Map.of(Labels.OWNER, "me", Labels.ENVIRONMENT, "shop", Labels.SERVICE, "migrate"))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .endSpec()
                .build();
    }

    private Applied again(String conditions) {
        api.answers((method, path) -> switch (method + " " + path) {
            case "GET /apis/batch/v1" -> new Answer(
                    200,
                    """
                        {"kind":"APIResourceList","groupVersion":"batch/v1","resources":[
                          {"name":"jobs","kind":"Job","namespaced":true,"verbs":["list","patch","delete"]}]}
                        """);
            case "GET /apis/batch/v1/namespaces/env-shop/jobs" -> new Answer(
                    200, "{\"items\":[" + live(conditions) + "]}");
            case "DELETE /apis/batch/v1/namespaces/env-shop/jobs/migrate-1" -> new Answer(200, "{}");
            case "PATCH /apis/batch/v1/namespaces/env-shop/jobs/migrate-1" -> new Answer(
                    200, live("").replace("before", "after").replace("\"7\"", "\"8\""));
            default -> Answer.error(404, "NotFound", path);
        });
        return new Applier(cluster, kinds).apply("env-shop", MARK, List.of(job()));
    }

    private String live(String conditions) {
        ObjectNode json = Prepared.of(job(), kinds).object().json().deepCopy();
        ((ObjectNode) json.get("metadata")).put("uid", "before").put("resourceVersion", "7");
        return json.toString().replaceFirst("}$", ",\"status\":{\"conditions\":[" + conditions + "]}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{\"type\":\"Complete\",\"status\":\"True\"}", "{\"type\":\"Failed\",\"status\":\"False\"}"})
    void is_left_alone_while_it_runs_and_when_it_is_done(String conditions) {
        Applied applied = again(conditions);

        assertThat(applied.nothingChanged()).isTrue();
        assertThat(api.requests()).noneMatch(request -> request.startsWith("DELETE") || request.startsWith("PATCH"));
    }

    @Test
    void is_made_anew_when_it_failed() {
        Applied applied = again("{\"type\":\"Failed\",\"status\":\"True\"}");

        assertThat(applied.changes())
                .containsExactly(new Applied.Change("Job", "migrate-1", "migrate", Action.CREATED, 0, "after")
                        .repaired(List.of(new Applied.Drift("status", "failed", "tried"))));
        assertThat(applied.changes().get(0).sentences())
                .containsExactly("Job migrate-1: status was failed, is tried again");
        assertThat(api.requests())
                .containsSubsequence(
                        "DELETE /apis/batch/v1/namespaces/env-shop/jobs/migrate-1",
                        "PATCH /apis/batch/v1/namespaces/env-shop/jobs/migrate-1");
    }
}
