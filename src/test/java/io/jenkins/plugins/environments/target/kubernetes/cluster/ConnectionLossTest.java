package io.jenkins.plugins.environments.target.kubernetes.cluster;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.model.TargetException;
import io.jenkins.plugins.environments.model.stack.SecretValues;
import io.jenkins.plugins.environments.target.Applied;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.kubernetes.CuttableLine;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Kubernetes target whose connection is cut")
class ConnectionLossTest {

    private final EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
    private final CuttableLine line =
            new CuttableLine(URI.create(kubernetes.url()).getPort());
    private final KubernetesTarget target =
            KubernetesTarget.connect("a", KubernetesSettings.DEFAULT, server(line.url()), "me");
    private final Waiting waiting = new Waiting(target);
    private final Desired desired = Wishes.wish("shop", stack(service("web").env("A", "1")));
    private Applied applied;

    private static KubernetesConnection server(String url) {
        return new KubernetesConnection.Server(url, null, new Authentication.Anonymous(), false);
    }

    @BeforeEach
    void deploy() {
        applied = waiting.deploy(desired, SecretValues.none());
    }

    @AfterEach
    void stop() {
        waiting.close();
        target.close();
        line.close();
        kubernetes.close();
    }

    @Test
    void says_that_its_news_are_old_and_since_when() {
        Instant before = Instant.now();
        line.cut();

        Observation seen = until(observation -> !observation.connected());

        assertThat(seen.exists()).isTrue();
        assertThat(seen.services().get("web").done()).isTrue();
        assertThat(seen.asOf()).isBefore(before.plusSeconds(15));
        assertThat(target.observe(desired.id(), applied).asOf())
                .as("time stands still")
                .isEqualTo(seen.asOf());
    }

    @Test
    void asks_to_try_again() {
        line.cut();

        assertThatThrownBy(() -> target.apply(desired, Set.of("web")))
                .isInstanceOfSatisfying(
                        TargetException.class, e -> assertThat(e.kind()).isEqualTo(TargetException.Kind.TRANSIENT));
        assertThat(target.health().reachable()).isFalse();
    }

    @Test
    void catches_up_with_what_happened_meanwhile_when_it_is_mended() {
        line.cut();
        until(observation -> !observation.connected());
        try (KubernetesClient client = Clients.connect(server(kubernetes.url()).resolve())) {
            client.apps()
                    .deployments()
                    .inNamespace("env-" + desired.id())
                    .withName("web")
                    .scale(3);
        }

        line.mend();

        Observation seen = until(observation ->
                observation.connected() && observation.services().get("web").ready() == 3);
        assertThat(seen.asOf()).isAfter(Instant.now().minusSeconds(5));
    }

    private Observation until(Predicate<Observation> enough) {
        Instant end = Instant.now().plusSeconds(90);
        while (true) {
            Observation seen = target.observe(desired.id(), applied);
            if (enough.test(seen)) {
                return seen;
            }
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("never came: " + seen);
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
