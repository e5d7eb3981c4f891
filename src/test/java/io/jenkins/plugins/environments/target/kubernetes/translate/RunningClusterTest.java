package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.at;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.sensitive;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.shellCheck;
import static io.jenkins.plugins.environments.target.kubernetes.translate.RunningPods.listening;
import static io.jenkins.plugins.environments.target.kubernetes.translate.RunningPods.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.stack.Content;
import io.jenkins.plugins.environments.model.stack.Service.FileGrant;
import io.jenkins.plugins.environments.model.stack.StackFile;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the unit tests take for granted of Kubernetes, seen in real pods. Images are stand-ins made from busybox. */
@Tag("cluster")
@DisplayName("In real pods")
class RunningClusterTest {

    private final RunningPods pods = new RunningPods();

    @AfterEach
    void tidyUp() {
        pods.close();
    }

    @Test
    @DisplayName("a sensitive argument arrives, and one that looks like an expansion arrives as it is")
    void arguments() {
        pods.apply(
                Map.of("check/command.0", "p4$$ss $(HOSTNAME)"),
                task("check", "[ \"$0\" = 'p4$$ss $(HOSTNAME)' ] && [ \"$1\" = '$(KUBERNETES) $$' ]")
                        .process(p -> p.entrypoint(
                                        plain("/bin/sh"),
                                        plain("-c"),
                                        plain("[ \"$0\" = 'p4$$ss $(HOSTNAME)' ] && [ \"$1\" = '$(KUBERNETES) $$' ]"))
                                .command(sensitive("check/command.0"), plain("$(KUBERNETES) $$"))));

        assertThat(pods.succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("a name without ports leads to every port of its pods")
    void namesWithoutPorts() {
        pods.apply(
                Map.of(),
                listening("peer", 7000),
                task(
                        "check",
                        "for i in $(seq 60); do timeout 2 wget -q -O /dev/null http://peer:7000/ && exit; sleep 1; done;"
                                + " exit 1"));

        assertThat(pods.succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("a health check may ask the service under its own name")
    void ownName() {
        pods.apply(
                Map.of(),
                listening("web", 8080)
                        .expose(8080)
                        .healthcheck(shellCheck(plain("timeout 2 wget -q -O /dev/null http://web:8080/"))));

        assertThat(pods.becomesReady("web")).isTrue();
    }

    @Test
    @DisplayName("a sensitive health check runs")
    void sensitiveHealthCheck() {
        pods.apply(
                Map.of("web/healthcheck", "[ \"$STAND_IN_PORTS\" = 8080 ]"),
                listening("web", 8080).healthcheck(shellCheck(sensitive("web/healthcheck"))));

        assertThat(pods.becomesReady("web")).isTrue();
    }

    @Test
    @DisplayName("a process that is not root writes to its volume, which begins empty")
    void volume() {
        pods.apply(
                Map.of(),
                task("check", "[ -z \"$(ls -A /data)\" ] && touch /data/file")
                        .user("1234:1234")
                        .volume("data", "/data"));

        assertThat(pods.succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("services without a common network don't talk, those with one do")
    void networks() {
        String reach =
                "for i in $(seq 60); do timeout 2 wget -q -O /dev/null http://db:5432/ && exit; sleep 1; done; exit 1";
        pods.apply(
                Map.of(),
                listening("db", 5432).expose(5432).network("back"),
                task("friend", reach).network("back"),
                task("stranger", "sleep 10; ! timeout 3 wget -q -O /dev/null http://db:5432/")
                        .network("front"));

        assertThat(pods.succeeds("friend")).isTrue();
        assertThat(pods.succeeds("stranger")).isTrue();
    }

    @Test
    @DisplayName("with init, a service is not the first process")
    void init() {
        pods.apply(Map.of(), task("check", "").process(p -> p.init()
                .entrypoint(plain("/bin/sh"), plain("-c"), plain("[ $$ != 1 ]"))));

        assertThat(pods.succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("a service is stopped by the signal that the stack names")
    void stopSignal() {
        String script = "trap 'echo INT >/data/by; exit 0' INT; trap 'echo TERM >/data/by; exit 0' TERM;"
                + " while :; do sleep 1 & wait $!; done";
        pods.apply(
                Map.of(),
                service("web")
                        .image(RunningPods.IMAGE)
                        .process(p -> p.stopSignal("SIGINT").entrypoint(plain("/bin/sh"), plain("-c"), plain(script)))
                        .volume("data", "/data")
                        .healthcheck(shellCheck(plain("grep -q INT /data/by"))));
        pods.deleteWhenRunning("web");

        assertThat(pods.becomesReady("web"))
                .as("the one before wrote how it was stopped")
                .isTrue();
    }

    @Test
    @DisplayName("a process that is not root reads a secret that is for nobody else")
    void secretOfAnotherOwner() {
        pods.apply(
                Map.of("secret/key", "p4ss"),
                StackFixtures.stack(
                        List.of(task("check", "[ \"$(cat /run/key)\" = p4ss ]")
                                .user("1234:1234")
                                .gets(new FileGrant("key", true, "/run/key", "1234", "1234", 0400, at(32)))),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new StackFile("key", new Content(sensitive("secret/key"), false), null, at(71)))));

        assertThat(pods.succeeds("check")).isTrue();
    }

    @Test
    @DisplayName("a service whose order holds at restarts does not start before the other answers")
    void order() {
        pods.apply(
                Map.of(),
                task("check", "timeout 3 nc -w 1 db 5432 </dev/null").restartedWith("db"),
                listening("db", 5432)
                        .env("STAND_IN_DELAY", "6")
                        .expose(5432)
                        .healthcheck(shellCheck(plain("nc -w 1 127.0.0.1 5432 </dev/null"))));

        assertThat(pods.succeeds("check")).isTrue();
    }
}
