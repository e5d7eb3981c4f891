package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.healthcheck;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A service")
class StartAndStopTest {

    @Nested
    @DisplayName("to which the edge leads")
    class WithALink {

        private static final Capabilities NEW = new Capabilities(true, false, false, true, true);
        private final Link link = new Link("web", "web.example", 8080, "http://web.example");

        @Test
        @DisplayName("goes on answering for five seconds, which its grace period does not lose")
        void lingers() {
            Translated translated = Translated.given(service("web").expose(8080), service("db"))
                    .on(NEW)
                    .linked(link)
                    .translate();

            assertThat(translated
                            .container("web")
                            .getLifecycle()
                            .getPreStop()
                            .getSleep()
                            .getSeconds())
                    .isEqualTo(5);
            assertThat(translated.pod("web").getTerminationGracePeriodSeconds()).isEqualTo(15);
            assertThat(translated.container("db").getLifecycle()).isNull();
            assertThat(translated.pod("db").getTerminationGracePeriodSeconds()).isEqualTo(10);
        }

        @Test
        @DisplayName("stops at once where the cluster knows no such pause")
        void old() {
            Translated translated =
                    Translated.given(service("web").expose(8080)).linked(link).translate();

            assertThat(translated.container("web").getLifecycle()).isNull();
        }

        @Test
        @DisplayName("gets its own signal where the stack names one")
        void signal() {
            Translated translated = Translated.given(service("web").expose(8080).process(p -> p.stopSignal("SIGINT")))
                    .on(NEW)
                    .linked(link)
                    .translate();

            assertThat(translated.container("web").getLifecycle().getPreStop().getExec())
                    .isNotNull();
            assertThat(translated.pod("web").getTerminationGracePeriodSeconds()).isEqualTo(10);
        }
    }

    @Nested
    @DisplayName("with stop_signal")
    class WithStopSignal {

        @ParameterizedTest(name = "{0}")
        @CsvSource({"SIGINT, INT", "quit, QUIT", "SIGRTMIN+3, RTMIN+3", "3, 3"})
        @DisplayName("gets it from a hook that waits for its end, with a word that this needs a shell")
        void hook(String given, String sent) {
            Translated translated = Translated.of(service("web").process(p -> p.stopSignal(given)));

            assertThat(translated
                            .container("web")
                            .getLifecycle()
                            .getPreStop()
                            .getExec()
                            .getCommand())
                    .containsExactly(
                            "/bin/sh", "-c", "kill -s " + sent + " 1 && while kill -0 1 2>/dev/null; do sleep 1; done");
            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:3:3: service web: its stop_signal is sent by a shell in its container;"
                                    + " without one in the image, the image's signal is sent; set STOPSIGNAL in the image");
        }

        @ParameterizedTest
        @ValueSource(strings = {"SIGTERM", "term", "15"})
        @DisplayName("of what is sent anyhow needs nothing")
        void term(String given) {
            Translated translated = Translated.of(service("web").process(p -> p.stopSignal(given)));

            assertThat(translated.container("web").getLifecycle()).isNull();
            assertThat(translated.warnings()).isEmpty();
        }

        @Test
        @DisplayName("that is none is left out with a warning, never run by a shell")
        void none() {
            Translated translated = Translated.of(service("web").process(p -> p.stopSignal("INT 1; reboot")));

            assertThat(translated.container("web").getLifecycle()).isNull();
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:3:3: service web: stop_signal INT 1; reboot has no meaning on"
                            + " Kubernetes: the image's signal is sent; set STOPSIGNAL in the image");
        }

        @Test
        @DisplayName("and init is stopped by the image's signal, with a warning")
        void withInit() {
            Translated translated =
                    Translated.of(service("web").process(p -> p.init().stopSignal("SIGINT")));

            assertThat(translated.container("web").getLifecycle()).isNull();
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:3:3: service web: stop_signal SIGINT has no meaning on Kubernetes"
                            + " together with init: the image's signal is sent; set STOPSIGNAL in the image");
        }
    }

    @Test
    @DisplayName("with init is not the first process of its pod, so that what ends is gone for good")
    void init() {
        Translated translated = Translated.of(service("web").process(p -> p.init()), service("plain"));

        assertThat(translated.pod("web").getShareProcessNamespace()).isTrue();
        assertThat(translated.pod("plain").getShareProcessNamespace()).isNull();
        assertThat(translated.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "pull_policy: {0}")
    @CsvSource(
            value = {
                "null, IfNotPresent",
                "missing, IfNotPresent",
                "if_not_present, IfNotPresent",
                "build, IfNotPresent",
                "always, Always",
                "daily, Always",
                "weekly, Always",
                "every_12h, Always",
                "never, Never"
            },
            nullValues = "null")
    @DisplayName("has its image pulled as the stack says")
    void pulled(String policy, String expected) {
        assertThat(Translated.of(service("web").pull(policy)).container("web").getImagePullPolicy())
                .isEqualTo(expected);
    }

    @Nested
    @DisplayName("whose order has to hold at restarts, too (depends_on with restart: true)")
    class WhoseOrderHasToHold {

        private final ServiceFixture db =
                service("db").image("postgres:16").expose(5432).healthcheck(healthcheck("pg_isready"));

        @Test
        @DisplayName("waits at each start until the other answers, with its own image and rights")
        void waits() {
            Translated translated = Translated.of(db, service("web").user("999").restartedWith("db"));

            Container wait = translated.pod("web").getInitContainers().get(0);
            assertThat(wait.getName()).isEqualTo("wait-for-db");
            assertThat(wait.getImage()).isEqualTo(translated.container("web").getImage());
            assertThat(wait.getCommand()).startsWith("/bin/sh", "-c");
            assertThat(wait.getCommand().get(2)).endsWith("until answers db 5432 >/dev/null 2>&1; do sleep 1; done");
            assertThat(translated.warnings())
                    .containsExactly("compose.yaml:50:5: service web: at each start a shell in its image waits until db"
                            + " answers; take out depends_on.restart when its image has no shell");
        }

        @Test
        @DisplayName("is replaced when the other changes, and not else")
        void replaced() {
            Translated before = Translated.of(db, service("web").restartedWith("db"));
            Translated same = Translated.of(db, service("web").restartedWith("db"));
            Translated after =
                    Translated.of(db.image("postgres:17"), service("web").restartedWith("db"));

            assertThat(note(before)).isNotNull().isEqualTo(note(same)).isNotEqualTo(note(after));
        }

        private String note(Translated translated) {
            return translated.template("web").getMetadata().getAnnotations().get(Labels.RESTARTED_WITH);
        }

        @Test
        @DisplayName("is found once, however many ways lead to it: of these there are more than anybody can walk")
        void manyWays() {
            List<ServiceFixture> services = new ArrayList<>();
            for (int layer = 0; layer < 60; layer++) {
                for (String side : new String[] {"left", "right"}) {
                    ServiceFixture next = service(side + layer);
                    services.add(
                            layer == 0
                                    ? next
                                    : next.restartedWith("left" + (layer - 1)).restartedWith("right" + (layer - 1)));
                }
            }

            Translated translated = Translated.of(services.toArray(new ServiceFixture[0]));

            assertThat(translated.template("left59").getMetadata().getAnnotations())
                    .containsKey(Labels.RESTARTED_WITH);
        }

        @Test
        @DisplayName("does not wait for what has no port to ask")
        void noPort() {
            Translated translated =
                    Translated.of(service("worker"), service("web").restartedWith("worker"));

            assertThat(translated.pod("web").getInitContainers()).isEmpty();
            assertThat(note(translated)).isNotNull();
            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:50:5: service web: it does not wait for worker when both start again,"
                                    + " since that has no TCP port; take out depends_on.restart when the order does not matter"
                                    + " then");
        }
    }

    @Test
    @DisplayName("that only follows another waits for it in waves, not at each start")
    void noWait() {
        Translated translated = Translated.of(
                service("db").expose(5432).healthcheck(healthcheck("pg_isready")),
                service("web").after("db", Condition.HEALTHY));

        assertThat(translated.pod("web").getInitContainers()).isEmpty();
        assertThat(translated.template("web").getMetadata().getAnnotations()).isNullOrEmpty();
    }
}
