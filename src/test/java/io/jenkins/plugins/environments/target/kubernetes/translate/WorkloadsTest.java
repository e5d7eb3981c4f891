package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.healthcheck;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.mounted;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.plain;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.published;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.sensitive;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.volume;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.environments.model.stack.Mount;
import io.jenkins.plugins.environments.model.stack.Service.Dependency.Condition;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The workload of a service")
class WorkloadsTest {

    @Nested
    @DisplayName("is a Deployment")
    class IsADeployment {

        @Test
        @DisplayName("that changes without a gap")
        void rolls() {
            Deployment web = Translated.of(service("web")).the(Deployment.class, "web");

            assertThat(web.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
            assertThat(web.getSpec()
                            .getStrategy()
                            .getRollingUpdate()
                            .getMaxUnavailable()
                            .getIntVal())
                    .isZero();
            assertThat(web.getSpec().getProgressDeadlineSeconds()).isEqualTo(600);
            assertThat(web.getSpec().getRevisionHistoryLimit()).isEqualTo(2);
            assertThat(web.getSpec().getSelector().getMatchLabels()).containsExactly(Map.entry(Labels.SERVICE, "web"));
            assertThat(web.getSpec().getTemplate().getMetadata().getLabels()).containsEntry(Labels.SERVICE, "web");
        }

        @Test
        @DisplayName("whose old pod goes first when it mounts a named volume")
        void recreates() {
            Deployment db = Translated.of(service("db").volume("data", "/data")).the(Deployment.class, "db");

            assertThat(db.getSpec().getStrategy().getType()).isEqualTo("Recreate");
            assertThat(db.getSpec().getStrategy().getRollingUpdate()).isNull();
        }

        @Test
        @DisplayName("that rolls with a volume that many nodes may mount")
        void rollsWithSharedVolume() {
            Deployment web = Translated.given(stack(
                            List.of(service("web").replicas(2).volume("media", "/media")),
                            List.of(volume("media", Map.of(), Map.of(Labels.ACCESS_MODE, "ReadWriteMany"))),
                            List.of()))
                    .translate()
                    .the(Deployment.class, "web");

            assertThat(web.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
        }

        @ParameterizedTest(name = "replicas: {0}")
        @CsvSource({"0", "1", "3"})
        @DisplayName("with the replicas that the stack says")
        void replicas(int replicas) {
            Deployment web = Translated.of(service("web").replicas(replicas)).the(Deployment.class, "web");

            assertThat(web.getSpec().getReplicas()).isEqualTo(replicas);
        }

        @ParameterizedTest(name = "stop_grace_period: {0} s")
        @CsvSource(
                value = {"null,10", "0,0", "90,90"},
                nullValues = "null")
        @DisplayName("with Compose's 10 s to stop, unless the stack gives another time")
        void grace(Long given, long expected) {
            Translated translated =
                    Translated.of(service("web").process(p -> given == null ? p : p.stopGraceSeconds(given)));

            assertThat(translated.pod("web").getTerminationGracePeriodSeconds()).isEqualTo(expected);
        }

        @Test
        @DisplayName("whose pods know nothing of the cluster")
        void knowsNoCluster() {
            Translated translated = Translated.of(service("web"));

            assertThat(translated.pod("web").getAutomountServiceAccountToken()).isFalse();
            assertThat(translated.pod("web").getEnableServiceLinks()).isFalse();
            assertThat(translated.pod("web").getHostNetwork()).isNull();
            assertThat(translated.container("web").getImagePullPolicy()).isEqualTo("IfNotPresent");
            assertThat(translated.container("web").getTerminationMessagePolicy())
                    .isEqualTo("FallbackToLogsOnError");
        }

        @Test
        @DisplayName("with a terminal and a working folder where the stack wants them")
        void terminal() {
            Translated translated =
                    Translated.of(service("web").process(p -> p.terminal().workingDir("/srv")), service("db"));

            assertThat(translated.container("web").getTty()).isTrue();
            assertThat(translated.container("web").getStdin()).isTrue();
            assertThat(translated.container("web").getWorkingDir()).isEqualTo("/srv");
            assertThat(translated.container("db").getTty()).isNull();
            assertThat(translated.container("db").getStdin()).isNull();
        }

        @Test
        @DisplayName("also with restart: \"no\" when ports or a health check show that it goes on, with a warning")
        void restartNoWithPorts() {
            Translated translated = Translated.of(
                    service("web").restart("no").port(published(80, 80)),
                    service("api").line(9).restart("no").healthcheck(healthcheck("true")));

            assertThat(translated.names("web")).contains("Deployment/web");
            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:3:3: service web: restart: \"no\" has no meaning for a service with ports or a"
                                    + " health check: it is kept running; take restart out, or wait for its end with"
                                    + " depends_on: service_completed_successfully",
                            "compose.yaml:9:3: service api: restart: \"no\" has no meaning for a service with ports or a"
                                    + " health check: it is kept running; take restart out, or wait for its end with"
                                    + " depends_on: service_completed_successfully");
        }
    }

    @Nested
    @DisplayName("is a Job")
    class IsAJob {

        @Test
        @DisplayName("when another service waits for its end; it has no Service")
        void waitedFor() {
            Translated translated =
                    Translated.of(service("migrate"), service("web").after("migrate", Condition.COMPLETED));

            assertThat(translated.names("migrate")).singleElement().asString().matches("Job/migrate-[0-9a-f]{10}");
            assertThat(translated.pod("migrate").getRestartPolicy()).isEqualTo("Never");
            assertThat(translated.names("web")).contains("Deployment/web");
        }

        @Test
        @DisplayName("with restart: \"no\" and nothing that goes on")
        void restartNo() {
            assertThat(Translated.of(service("once").restart("no")).names("once"))
                    .singleElement()
                    .asString()
                    .startsWith("Job/once-");
        }

        @Test
        @DisplayName("named by the digest of its definition, since Jobs can't be changed")
        void digestInName() {
            List<String> one =
                    Translated.of(service("once").restart("no").env("A", "1")).names("once");

            assertThat(Translated.of(service("once").restart("no").env("A", "1"))
                            .names("once"))
                    .isEqualTo(one);
            assertThat(Translated.of(service("once").restart("no").env("A", "2"))
                            .names("once"))
                    .isNotEqualTo(one);
            assertThat(Translated.of(service("once").restart("no").env("A", "1").image("x:2"))
                            .names("once"))
                    .isNotEqualTo(one);
        }

        @ParameterizedTest(name = "restart: {0}")
        @CsvSource(
                value = {"no,0", "null,3", "on-failure,6", "always,6"},
                nullValues = "null")
        @DisplayName("that is tried again as restart says")
        void retries(String restart, int retries) {
            Translated translated = Translated.of(
                    service("migrate").restart(restart), service("web").after("migrate", Condition.COMPLETED));

            assertThat(translated
                            .all(Job.class)
                            .findFirst()
                            .orElseThrow()
                            .getSpec()
                            .getBackoffLimit())
                    .isEqualTo(retries);
        }

        @Test
        @DisplayName("with a warning for what has no meaning then")
        void warns() {
            Translated translated = Translated.of(
                    service("migrate").restart("always").replicas(2),
                    service("web").line(9).after("migrate", Condition.COMPLETED));

            assertThat(translated.warnings())
                    .containsExactly(
                            "compose.yaml:3:3: service migrate: it runs to its end, so it runs once and not several"
                                    + " times; take out replicas and scale",
                            "compose.yaml:3:3: service migrate: other services wait for its end, so it is not started"
                                    + " again after it, whatever restart says; say restart: on-failure");
        }
    }

    @Nested
    @DisplayName("with several replicas and a volume")
    class WithSeveralReplicasAndAVolume {

        @Test
        @DisplayName("is refused, because most software loses data that way")
        void refused() {
            assertThat(Translated.given(service("db").replicas(3).volume("data", "/data"))
                            .errors())
                    .containsExactly("compose.yaml:3:3: service db can't have 3 replicas: they would all write to the"
                            + " volume data, and most software loses data that way; keep one replica, or say"
                            + " x-environment.scale.stateful: true when the service is made for that: each replica then has"
                            + " a volume of its own, unless other services use it, too");
            assertThat(Translated.given(service("db").scale(1, 5, false).volume("data", "/data"))
                            .errors())
                    .singleElement()
                    .asString()
                    .startsWith("compose.yaml:70:5: service db can't have 5 replicas");
        }

        @Test
        @DisplayName("is a StatefulSet with claims of its own when it says that it is stateful")
        void statefulSet() {
            Translated translated = Translated.of(
                    service("db").port(published(5432, 5432)).scale(3, 3, true).volume("data", "/data"));

            StatefulSet db = translated.the(StatefulSet.class, "db");
            assertThat(db.getSpec().getReplicas()).isEqualTo(3);
            assertThat(db.getSpec().getServiceName()).isEqualTo("db-peers");
            assertThat(db.getSpec().getVolumeClaimTemplates())
                    .extracting(claim -> claim.getMetadata().getName())
                    .containsExactly("data");
            assertThat(db.getSpec()
                            .getVolumeClaimTemplates()
                            .get(0)
                            .getMetadata()
                            .getLabels())
                    .containsEntry(Labels.OWNER, "controller-1");
            assertThat(translated.container("db").getVolumeMounts())
                    .singleElement()
                    .satisfies(mount -> assertThat(mount.getName()).isEqualTo("data"));
            assertThat(translated.pod("db").getVolumes()).isEmpty();
            assertThat(translated.all(PersistentVolumeClaim.class)).isEmpty();
            assertThat(translated.names("db")).containsExactly("Service/db", "Service/db-peers", "StatefulSet/db");
        }

        @Test
        @DisplayName("is a Deployment that shares the volume, on its node, when other services use it, too")
        void sharedVolume() {
            Translated translated = Translated.of(
                    service("web").scale(1, 3, true).volume("media", "/media"),
                    service("worker").volume("media", "/media"));

            assertThat(translated.names("web")).contains("Deployment/web", "HorizontalPodAutoscaler/web");
            assertThat(translated
                            .the(Deployment.class, "web")
                            .getSpec()
                            .getStrategy()
                            .getType())
                    .isEqualTo("RollingUpdate");
            assertThat(translated
                            .the(Deployment.class, "worker")
                            .getSpec()
                            .getStrategy()
                            .getType())
                    .isEqualTo("Recreate");
            assertThat(translated.pod("web").getAffinity()).isNotNull();
            assertThat(translated.all(PersistentVolumeClaim.class)).hasSize(1);
        }

        @Test
        @DisplayName("has both, volumes of its own and shared ones")
        void both() {
            Translated translated = Translated.of(
                    service("db").scale(3, 3, true).volume("data", "/data").volume("dumps", "/dumps"),
                    service("backup").volume("dumps", "/dumps"));

            assertThat(translated.the(StatefulSet.class, "db").getSpec().getVolumeClaimTemplates())
                    .extracting(claim -> claim.getMetadata().getName())
                    .containsExactly("data");
            assertThat(translated.all(PersistentVolumeClaim.class))
                    .extracting(claim -> claim.getMetadata().getName())
                    .containsExactly("dumps");
            assertThat(translated.pod("db").getVolumes())
                    .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
                    .containsExactly("dumps");
        }

        @Test
        @DisplayName("is a Deployment when it only reads the volume, with all replicas on its node")
        void readsOnly() {
            Translated translated = Translated.of(service("web")
                    .replicas(2)
                    .mount(new Mount.NamedVolume(
                            "media", "/media", true, null, mounted("media", "/").position())));

            assertThat(translated.names("web")).contains("Deployment/web");
            assertThat(translated.pod("web").getAffinity()).isNotNull();
        }
    }

    @Nested
    @DisplayName("with scale")
    class WithScale {

        @Test
        @DisplayName("has an autoscaler, and nobody else says how many replicas there are")
        void autoscaled() {
            Translated translated = Translated.of(service("web").scale(2, 5, false));

            HorizontalPodAutoscaler scaler = translated.the(HorizontalPodAutoscaler.class, "web");
            assertThat(scaler.getSpec().getMinReplicas()).isEqualTo(2);
            assertThat(scaler.getSpec().getMaxReplicas()).isEqualTo(5);
            assertThat(scaler.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
            assertThat(scaler.getSpec()
                            .getMetrics()
                            .get(0)
                            .getResource()
                            .getTarget()
                            .getAverageUtilization())
                    .isEqualTo(80);
            assertThat(translated.the(Deployment.class, "web").getSpec().getReplicas())
                    .isNull();
        }

        @Test
        @DisplayName("asks for some CPU when the stack names none, since an autoscaler compares with that")
        void asksForCpu() {
            Translated translated = Translated.of(
                    service("web").scale(1, 5, false),
                    service("api").scale(1, 5, false).resources("1", null, null, null));

            assertThat(translated.container("web").getResources().getRequests())
                    .containsExactly(Map.entry("cpu", new Quantity("100m")));
            assertThat(translated.container("api").getResources().getRequests()).isEmpty();
        }

        @Test
        @DisplayName("of a fixed number has that many replicas and no autoscaler")
        void fixed() {
            Translated translated = Translated.of(service("web").scale(2, 2, false));

            assertThat(translated.the(Deployment.class, "web").getSpec().getReplicas())
                    .isEqualTo(2);
            assertThat(translated.all(HorizontalPodAutoscaler.class)).isEmpty();
        }

        @Test
        @DisplayName("stays off with replicas: 0")
        void off() {
            Translated translated =
                    Translated.of(service("web").scale(1, 5, false).replicas(0));

            assertThat(translated.the(Deployment.class, "web").getSpec().getReplicas())
                    .isZero();
            assertThat(translated.all(HorizontalPodAutoscaler.class)).isEmpty();
        }

        @Test
        @DisplayName("scales a StatefulSet, too")
        void statefulSet() {
            Translated translated =
                    Translated.of(service("db").scale(1, 3, true).volume("data", "/data"));

            assertThat(translated
                            .the(HorizontalPodAutoscaler.class, "db")
                            .getSpec()
                            .getScaleTargetRef()
                            .getKind())
                    .isEqualTo("StatefulSet");
        }
    }

    @Nested
    @DisplayName("keeps the stack's labels as annotations")
    class KeepsLabels {

        @Test
        @DisplayName("on the workload alone, so that a changed note restarts no pod")
        void asAnnotations() {
            Translated translated = Translated.of(service("web").label("com.example/team", plain("basket")));

            assertThat(translated.the(Deployment.class, "web").getMetadata().getAnnotations())
                    .containsExactly(Map.entry("com.example/team", "basket"));
            assertThat(translated.template("web").getMetadata().getAnnotations())
                    .isEmpty();
        }

        @Test
        @DisplayName("but not sensitive ones, impossible names, or names with a meaning here; each with a warning")
        void leftOut() {
            Translated translated = Translated.of(service("web")
                    .label("token", sensitive("web/label.token"))
                    .label("a b", plain("x"))
                    .label(Labels.APPLIED, plain("x"))
                    .label("deployment.kubernetes.io/revision", plain("9")));

            assertThat(translated.the(Deployment.class, "web").getMetadata().getAnnotations())
                    .isEmpty();
            assertThat(translated.warnings())
                    .containsExactlyInAnyOrder(
                            "compose.yaml:21:5: service web: the label \"token\" is left out, since its value is"
                                    + " sensitive; take it out if nothing reads it",
                            "compose.yaml:20:5: service web: the label \"a b\" is left out, since it can't be an"
                                    + " annotation on Kubernetes; take it out if nothing reads it",
                            "compose.yaml:20:5: service web: the label \"environments.jenkins.io/applied\" is left out,"
                                    + " since it can't be an annotation on Kubernetes; take it out if nothing reads it",
                            "compose.yaml:20:5: service web: the label \"deployment.kubernetes.io/revision\" is left"
                                    + " out, since it can't be an annotation on Kubernetes; take it out if nothing reads"
                                    + " it");
        }
    }

    @Test
    @DisplayName("asks for what deploy.resources says, in the API's own notation")
    void resources() {
        Translated translated =
                Translated.of(service("web").resources("1.5", 512L << 20, "0.25", 256L << 20), service("db"));

        assertThat(translated.container("web").getResources().getLimits())
                .containsEntry("cpu", new Quantity("1500m"))
                .containsEntry("memory", new Quantity("512Mi"));
        assertThat(translated.container("web").getResources().getRequests())
                .containsEntry("cpu", new Quantity("250m"))
                .containsEntry("memory", new Quantity("256Mi"));
        assertThat(translated.container("db").getResources()).isNull();
    }

    @Nested
    @DisplayName("runs the image")
    class RunsTheImage {

        @Test
        @DisplayName("that the deploy names, before that of the stack")
        void override() {
            Translated translated = Translated.given(
                            service("web").image("shop/web:1"), service("db").image("postgres:16"))
                    .images(Map.of("web", "shop/web@sha256:aa"))
                    .translate();

            assertThat(translated.container("web").getImage()).isEqualTo("shop/web@sha256:aa");
            assertThat(translated.container("db").getImage()).isEqualTo("postgres:16");
        }

        @Test
        @DisplayName("and is refused without one, with what to pass")
        void missing() {
            assertThat(Translated.given(
                                    service("web").onlyBuilt(), service("db").image(null))
                            .errors())
                    .containsExactly(
                            "compose.yaml:3:3: service db has no image; push the image to a registry and pass images:"
                                    + " [db: '…']",
                            "compose.yaml:4:5: service web is only built, and a cluster builds no images; push the image"
                                    + " to a registry and pass images: [web: '…']");
        }

        @Test
        @DisplayName("that was pushed for a service that is only built")
        void builtElsewhere() {
            Translated translated = Translated.given(service("web").onlyBuilt())
                    .images(Map.of("web", "shop/web:7"))
                    .translate();

            assertThat(translated.container("web").getImage()).isEqualTo("shop/web:7");
        }
    }
}
