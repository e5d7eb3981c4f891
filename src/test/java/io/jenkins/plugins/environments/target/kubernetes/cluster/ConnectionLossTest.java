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
import io.jenkins.plugins.environments.target.CuttableLine;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.Observation;
import io.jenkins.plugins.environments.target.Waiting;
import io.jenkins.plugins.environments.target.Wishes;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.connection.Authentication;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import io.jenkins.plugins.environments.target.kubernetes.observe.ClusterView;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
    void says_so_once_and_once_when_it_is_back() {
        List<LogRecord> said = new CopyOnWriteArrayList<>();
        try (Listening listening = new Listening(said)) {
            line.cut();
            until(observation -> !observation.connected());
            until(observation -> listening.count("does not answer") > 0);
            int before = listening.count("failed for");
            long enough = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            until(observation -> System.nanoTime() > enough);

            assertThat(listening.count("does not answer")).isEqualTo(1);
            assertThat(listening.count("failed for"))
                    .as("tries of the library, of which each would be logged")
                    .isEqualTo(before);

            line.mend();
            until(Observation::connected);

            assertThat(listening.count("answers again")).isEqualTo(1);
        }
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

    /** Hears what our view and the library's watches log. */
    private static final class Listening extends Handler implements AutoCloseable {

        private final List<LogRecord> said;
        private final List<Logger> loggers = List.of(
                Logger.getLogger(ClusterView.class.getName()),
                Logger.getLogger("io.fabric8.kubernetes.client.informers"));

        Listening(List<LogRecord> said) {
            this.said = said;
            loggers.forEach(logger -> logger.addHandler(this));
        }

        int count(String words) {
            return (int) said.stream()
                    .filter(record -> String.valueOf(record.getMessage()).contains(words))
                    .count();
        }

        @Override
        public void publish(LogRecord record) {
            said.add(record);
        }

        @Override
        public void flush() {
            // Nothing is kept back.
        }

        @Override
        public void close() {
            loggers.forEach(logger -> logger.removeHandler(this));
        }
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
