package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.healthcheck;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.port;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.sensitive;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.shellCheck;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.HealthCheck;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A health check")
class ProbesTest {

    @Nested
    @DisplayName("asks")
    class Asks {

        @Test
        @DisplayName("with the program and arguments of CMD")
        void program() {
            Container db = container(healthcheck("pg_isready", "-U", "postgres"));

            assertThat(probes(db))
                    .allSatisfy(probe ->
                            assertThat(probe.getExec().getCommand()).containsExactly("pg_isready", "-U", "postgres"));
        }

        @Test
        @DisplayName("through the image's shell with CMD-SHELL")
        void shell() {
            Container db = container(shellCheck(plain("redis-cli ping | grep PONG")));

            assertThat(probes(db))
                    .allSatisfy(probe -> assertThat(probe.getExec().getCommand())
                            .containsExactly("/bin/sh", "-c", "redis-cli ping | grep PONG"));
        }

        @Test
        @DisplayName("with the shell's own $$ and $(…) untouched by Kubernetes")
        void dollars() {
            Container db = container(shellCheck(plain("kill -0 $(cat /run/pid) && echo $$ $HOME")));

            assertThat(db.getReadinessProbe().getExec().getCommand().get(2))
                    .isEqualTo("kill -0 $$(cat /run/pid) && echo $$$ $HOME");
        }

        @Test
        @DisplayName("with sensitive arguments from the container's Secret, by way of a shell")
        void sensitiveArguments() {
            Translated translated = Translated.of(service("db")
                    .healthcheck(StackFixtures.check(
                            false,
                            List.<Value>of(
                                    plain("mysqladmin"), plain("it's"), plain("-p"), sensitive("db/healthcheck.3")))));

            assertThat(translated.container("db").getReadinessProbe().getExec().getCommand())
                    .containsExactly("/bin/sh", "-c", "exec mysqladmin 'it'\\''s' -p \"$ENVIRONMENTS_HEALTH_3\"");
            assertThat(translated.secret("db-env-").entries())
                    .containsExactly(Map.entry("ENVIRONMENTS_HEALTH_3", "db/healthcheck.3"));
        }

        @Test
        @DisplayName("with a sensitive line from the container's Secret")
        void sensitiveLine() {
            Container db = container(shellCheck(sensitive("db/healthcheck")));

            assertThat(db.getReadinessProbe().getExec().getCommand())
                    .containsExactly("/bin/sh", "-c", "eval \"$ENVIRONMENTS_HEALTH_0\"");
        }
    }

    @Nested
    @DisplayName("becomes three probes")
    class BecomesThreeProbes {

        @ParameterizedTest(
                name =
                        "interval {0}, timeout {1}, start period {2}, start interval {3}, retries {4}: every {5} s, {6} times")
        @CsvSource({
            // interval, timeout, start period, start interval, retries | startup: period, failures
            "30s, 30s, 0s, 5s, 3, 5, 60",
            "10s, 5s, 30s, 5s, 5, 5, 60",
            "10s, 5s, 10m, 5s, 5, 5, 130",
            "2s, 1s, 0s, 5s, 3, 2, 150",
            "500ms, 100ms, 0s, 100ms, 3, 1, 300",
            "1m, 10s, 5m, 7s, 2, 7, 60",
        })
        @DisplayName("of which the first asks at the start interval and is patient for at least five minutes")
        void startup(
                String interval,
                String timeout,
                String startPeriod,
                String startInterval,
                int retries,
                int period,
                int failures) {
            Container db = container(check(interval, timeout, startPeriod, startInterval, retries));

            assertThat(db.getStartupProbe().getPeriodSeconds()).isEqualTo(period);
            assertThat(db.getStartupProbe().getFailureThreshold()).isEqualTo(failures);
            long patience = (long) period * failures;
            assertThat(Duration.ofSeconds(patience))
                    .isGreaterThanOrEqualTo(Duration.ofMinutes(5))
                    .isGreaterThanOrEqualTo(
                            parse(startPeriod).plus(parse(interval).multipliedBy(retries)));
        }

        @Test
        @DisplayName("the second takes it out of its Service as Compose would call it unhealthy")
        void readiness() {
            Probe readiness = container(check("10s", "3s", "1m", "5s", 4)).getReadinessProbe();

            assertThat(readiness.getPeriodSeconds()).isEqualTo(10);
            assertThat(readiness.getTimeoutSeconds()).isEqualTo(3);
            assertThat(readiness.getFailureThreshold()).isEqualTo(4);
        }

        @Test
        @DisplayName("the third restarts it after three times as long, since Compose never does")
        void liveness() {
            Probe liveness = container(check("10s", "3s", "1m", "5s", 4)).getLivenessProbe();

            assertThat(liveness.getPeriodSeconds()).isEqualTo(10);
            assertThat(liveness.getTimeoutSeconds()).isEqualTo(3);
            assertThat(liveness.getFailureThreshold()).isEqualTo(12);
        }

        @Test
        @DisplayName("each with at least one try and one second")
        void atLeastOne() {
            Container db = container(check("0s", "0s", "0s", "0s", 0));

            assertThat(probes(db)).allSatisfy(probe -> {
                assertThat(probe.getPeriodSeconds()).isEqualTo(1);
                assertThat(probe.getTimeoutSeconds()).isEqualTo(1);
                assertThat(probe.getFailureThreshold()).isPositive();
            });
        }

        @Test
        @DisplayName(
                "and the pod knows itself by the service's name, which its Service does not answer before it is ready")
        void ownName() {
            Translated translated = Translated.of(
                    service("solr").healthcheck(healthcheck("curl", "http://solr:8983")),
                    service("many").healthcheck(healthcheck("true")).replicas(2),
                    service("none"));

            assertThat(translated.pod("solr").getHostname()).isEqualTo("solr");
            assertThat(translated.pod("many").getHostname()).isNull();
            assertThat(translated.pod("none").getHostname()).isNull();
        }
    }

    @Nested
    @DisplayName("that is not there")
    class NotThere {

        @Test
        @DisplayName("is not made up: running is ready, as in Compose")
        void none() {
            assertThat(probes(Translated.of(service("db").port(port(5432))).container("db")))
                    .containsOnlyNulls();
        }

        @Test
        @DisplayName("or is disabled leaves no probe")
        void disabled() {
            HealthCheck off = new HealthCheck(
                    true, false, List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, at(15));

            assertThat(probes(Translated.given(service("web").healthcheck(off))
                            .linked(new Link("web", "web.example.org", 80, "http://web.example.org"))
                            .translate()
                            .container("web")))
                    .containsOnlyNulls();
        }

        @Test
        @DisplayName("is replaced by a look at the port behind a link, so that the link answers when it is shown")
        void linked() {
            Container web = Translated.given(service("web"))
                    .linked(new Link("web", "web.example.org", 8000, "http://web.example.org"))
                    .translate()
                    .container("web");

            assertThat(web.getReadinessProbe().getTcpSocket().getPort().getIntVal())
                    .isEqualTo(8000);
            assertThat(web.getReadinessProbe().getPeriodSeconds()).isEqualTo(3);
            assertThat(web.getStartupProbe()).isNull();
            assertThat(web.getLivenessProbe()).isNull();
        }
    }

    private static Container container(HealthCheck check) {
        return Translated.of(service("db").healthcheck(check)).container("db");
    }

    private static HealthCheck check(
            String interval, String timeout, String startPeriod, String startInterval, int retries) {
        return new HealthCheck(
                false,
                false,
                List.of(plain("true")),
                parse(interval),
                parse(timeout),
                parse(startPeriod),
                parse(startInterval),
                retries,
                at(15));
    }

    private static Duration parse(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.replace("ms", "")))
                : Duration.parse("PT" + text);
    }

    private static List<Probe> probes(Container container) {
        return java.util.Arrays.asList(
                container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe());
    }
}
