package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Through the terminal, the lifecycle and the Kubernetes target, against the embedded API. */
@DisplayName("Deploying the same release again")
class DriftTest {

    private static final String SPACE = "env-shop-staging-pr-42";

    @TempDir
    Path folder;

    private EmbeddedTerminal terminal;

    @BeforeEach
    void deploy() throws IOException {
        terminal = new EmbeddedTerminal(folder);
        terminal.file(
                "compose.yaml",
                """
                services:
                  db:
                    image: test.local/db:1
                    environment:
                      POSTGRES_PASSWORD: correct-horse-battery
                    volumes: ["data:/var/lib/data"]
                  web:
                    image: test.local/web:1
                    environment:
                      LEVEL: info
                    depends_on: [db]
                    ports: ["8080:8080"]
                volumes:
                  data:
                """);
        again();
    }

    @AfterEach
    void close() {
        terminal.close();
    }

    private void again() {
        assertThat(terminal.run(
                        "deploy",
                        "--project",
                        "shop",
                        "--change",
                        "42",
                        "--file",
                        terminal.path("compose.yaml").toString()))
                .as(terminal::log)
                .isZero();
    }

    private String image() {
        return terminal.client()
                .apps()
                .deployments()
                .inNamespace(SPACE)
                .withName("web")
                .get()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    @Test
    void repairs_what_drifted_and_says_it_field_by_field() {
        var client = terminal.client();
        client.apps().deployments().inNamespace(SPACE).withName("web").edit(web -> {
            web.getSpec().setReplicas(3);
            web.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("test.local/web:hot-fix");
            return web;
        });
        client.services().inNamespace(SPACE).withName("web").edit(web -> {
            web.getSpec().getPorts().get(0).setPort(9090);
            return web;
        });
        client.namespaces().withName(SPACE).edit(space -> {
            space.getMetadata().getLabels().put("pod-security.kubernetes.io/enforce", "privileged");
            return space;
        });

        again();

        assertThat(terminal.log())
                .contains(
                        "repaired: Namespace " + SPACE
                                + ": metadata.labels[pod-security.kubernetes.io/enforce] was privileged, is baseline again",
                        "repaired: Deployment web: spec.replicas was 3, is 1 again",
                        "repaired: Deployment web: spec.template.spec.containers[web].image was test.local/web:hot-fix,"
                                + " is test.local/web:1 again",
                        "repaired: Service web: spec.ports");
        assertThat(image()).isEqualTo("test.local/web:1");
    }

    @Test
    void makes_again_what_somebody_took_away_and_names_it() {
        var client = terminal.client();
        client.apps().deployments().inNamespace(SPACE).withName("web").delete();
        client.network().networkPolicies().inNamespace(SPACE).delete();
        client.secrets().inNamespace(SPACE).delete();

        again();

        assertThat(terminal.log())
                .contains("repaired: Deployment web was missing, is there again")
                .containsPattern("repaired: NetworkPolicy \\S+ was missing, is there again")
                .containsPattern("repaired: Secret \\S+ was missing, is there again")
                .doesNotContain("correct-horse-battery");
        assertThat(image()).isEqualTo("test.local/web:1");
    }

    @Test
    void says_that_a_variable_was_changed_and_not_to_what() {
        terminal.client()
                .configMaps()
                .inNamespace(SPACE)
                .resources()
                .forEach(map -> map.edit(each -> {
                    each.getData().replaceAll((key, value) -> "hunter2");
                    return each;
                }));
        terminal.client().apps().deployments().inNamespace(SPACE).withName("db").edit(db -> {
            db.getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .get(0)
                    .getEnv()
                    .add(new EnvVar("MORE", "hunter3", null));
            return db;
        });

        again();

        assertThat(terminal.log())
                .containsPattern("repaired: ConfigMap web-\\S+: data.LEVEL was another value \\(not shown\\)")
                .doesNotContain("hunter2", "hunter3");
        assertThat(terminal.kept()).doesNotContain("hunter2", "hunter3");
    }

    @Test
    void says_nothing_of_the_kind_where_nothing_drifted() {
        again();

        assertThat(terminal.log()).contains("unchanged").doesNotContain("repaired");
    }

    @Test
    void calls_no_drift_what_the_project_itself_changed() {
        terminal.file(
                "compose.yaml",
                """
                services:
                  web:
                    image: test.local/web:2
                    deploy: { replicas: 2 }
                  cache:
                    image: test.local/cache:1
                """);

        again();

        assertThat(terminal.log()).contains("changed", "created").doesNotContain("repaired");
    }
}
