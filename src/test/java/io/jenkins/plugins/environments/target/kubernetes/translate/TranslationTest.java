package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.published;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static io.jenkins.plugins.environments.model.stack.StackFixtures.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Stage.Quota;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings.Exposure;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The objects of an environment")
class TranslationTest {

    private static Translated.Given everything() {
        return Translated.given(
                        service("db")
                                .volume("data", "/data")
                                .secretEnv("PASSWORD")
                                .env("LOG", "1")
                                .expose(5432),
                        service("migrate").restart("no").env("LOG", "1"),
                        service("web")
                                .port(published(80, 8000))
                                .scale(1, 3, false)
                                .env("LOG", "1"))
                .linked(new Link("web", "web.example.org", 8000, "http://web.example.org"))
                .quota(new Quota(new BigDecimal("8"), null, null));
    }

    @Nested
    @DisplayName("are in a namespace")
    class AreInANamespace {

        @Test
        @DisplayName("of the prefix and the environment's id, which holds what they may do and what they are")
        void namespace() {
            Manifests manifests = everything().translate().manifests();

            assertThat(manifests.namespace().getMetadata().getName()).isEqualTo("env-shop-staging-pr-42");
            assertThat(manifests.namespace().getMetadata().getLabels())
                    .containsEntry("pod-security.kubernetes.io/enforce", "baseline")
                    .containsEntry("pod-security.kubernetes.io/warn", "restricted")
                    .containsEntry("pod-security.kubernetes.io/audit", "restricted");
            assertThat(manifests.namespace().getMetadata().getAnnotations())
                    .containsOnly(
                            Map.entry(Labels.PROJECT, "shop"),
                            Map.entry(Labels.BRANCH, "feature/Basket"),
                            Map.entry(Labels.COMMIT, "0123abc"));
            assertThat(Stream.concat(
                            manifests.foundation().stream(),
                            manifests.services().values().stream().flatMap(List::stream)))
                    .allSatisfy(object ->
                            assertThat(object.getMetadata().getNamespace()).isEqualTo("env-shop-staging-pr-42"));
        }

        @ParameterizedTest
        @CsvSource({"a-prefix-that-leaves-no-room-for-anything-else-behind-it-", "Env_", "-"})
        @DisplayName("of a name that can be one")
        void impossible(String prefix) {
            assertThat(Translated.given(service("web"))
                            .with(new KubernetesSettings(prefix, Exposure.AUTO, null, null, null, null, null))
                            .errors())
                    .containsExactly("\"" + prefix + "shop-staging-pr-42\" can't be a namespace; give the target a"
                            + " namespacePrefix of lower-case letters, digits and dashes, so short that all of it has at"
                            + " most 63 characters");
        }
    }

    @Nested
    @DisplayName("carry our mark")
    class CarryOurMark {

        @Test
        @DisplayName("every one of them, Secrets and pods among them")
        void labels() {
            Translated translated = everything().translate();

            Stream<HasMetadata> all = Stream.concat(
                    translated.manifests().objects(),
                    translated.manifests().secrets().stream().map(template -> template.secret()));
            assertThat(all).hasSizeGreaterThan(15).allSatisfy(object -> assertThat(
                            object.getMetadata().getLabels())
                    .containsEntry(Labels.OWNER, "controller-1")
                    .containsEntry(Labels.ENVIRONMENT, "shop-staging-pr-42")
                    .containsEntry(Labels.PROJECT, "shop")
                    .containsEntry(Labels.STAGE, "staging")
                    .containsEntry(Labels.CHANGE, "pr-42")
                    .containsEntry("app.kubernetes.io/managed-by", Labels.MANAGER)
                    .containsEntry("app.kubernetes.io/instance", "shop-staging-pr-42")
                    .containsEntry("app.kubernetes.io/part-of", "shop"));
            assertThat(translated.manifests().services()).allSatisfy((service, objects) -> assertThat(objects)
                    .allSatisfy(object -> assertThat(object.getMetadata().getLabels())
                            .containsEntry(Labels.SERVICE, service)
                            .containsEntry("app.kubernetes.io/name", service)));
            assertThat(translated.template("web").getMetadata().getLabels())
                    .containsEntry(Labels.OWNER, "controller-1")
                    .containsEntry(Labels.ENVIRONMENT, "shop-staging-pr-42");
        }

        @Test
        @DisplayName("of a standing environment without a change, and of a project with a name that is no label")
        void standing() {
            Desired desired = new Desired(
                    EnvironmentId.of("Big Shop", "prod", null),
                    "controller-1",
                    "prod",
                    Change.branch("Big Shop", "PROD"),
                    Lifetime.STANDING,
                    stack(service("web")),
                    Map.of(),
                    List.of(),
                    null);

            Map<String, String> labels = Translation.translate(desired, KubernetesSettings.DEFAULT, Capabilities.PLAIN)
                    .namespace()
                    .getMetadata()
                    .getLabels();

            assertThat(labels).doesNotContainKey(Labels.CHANGE);
            assertThat(labels.get(Labels.PROJECT)).matches("big-shop-[0-9a-f]{8}");
        }

        @Test
        @DisplayName("and an owner or stage that can't be a label is refused")
        void impossible() {
            Desired desired = new Desired(
                    EnvironmentId.of("shop", "qa", null),
                    "http://jenkins/",
                    "Q A",
                    Change.branch("shop", "QA"),
                    Lifetime.STANDING,
                    stack(service("web")),
                    Map.of(),
                    List.of(),
                    null);

            assertThatThrownBy(() -> Translation.translate(desired, KubernetesSettings.DEFAULT, Capabilities.PLAIN))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(
                            "the owner \"http://jenkins/\" can't be the value of a label; use letters, digits, dashes,"
                                    + " dots and underscores, at most 63 characters, with a letter or digit at both ends\nthe"
                                    + " stage \"Q A\" can't be the value of a label; use letters, digits, dashes, dots and"
                                    + " underscores, at most 63 characters, with a letter or digit at both ends");
        }
    }

    @Test
    @DisplayName("are the same, in the same order, for each deploy of the same")
    void deterministic() {
        assertThat(everything().translate().manifests())
                .isEqualTo(everything().translate().manifests());
    }

    @Test
    @DisplayName("do not depend on the commit, but for a note at the namespace: no pod restarts for a new commit alone")
    void independentOfTheCommit() {
        Desired one = everything().desired();
        Desired next = new Desired(
                one.id(),
                one.owner(),
                one.stage(),
                new Change("shop", 42, "feature/Basket", "9999fff", "Another title", null),
                one.lifetime(),
                one.stack(),
                one.images(),
                one.links(),
                one.quota());

        Manifests before = Translation.translate(one, KubernetesSettings.DEFAULT, Capabilities.PLAIN);
        Manifests after = Translation.translate(next, KubernetesSettings.DEFAULT, Capabilities.PLAIN);

        assertThat(after.foundation()).isEqualTo(before.foundation());
        assertThat(after.services()).isEqualTo(before.services());
        assertThat(after.secrets()).isEqualTo(before.secrets());
        assertThat(after.namespace()).isNotEqualTo(before.namespace());
    }

    @Test
    @DisplayName("come in the order in which they are needed")
    void order() {
        Translated translated = everything().translate();

        assertThat(translated.names())
                .extracting(name -> name.replaceAll("-[0-9a-f]{10}$", ""))
                .containsExactly(
                        "Namespace/env-shop-staging-pr-42",
                        "ResourceQuota/environment",
                        "LimitRange/environment",
                        "NetworkPolicy/deny-ingress",
                        "NetworkPolicy/network-default",
                        "NetworkPolicy/edge-web",
                        "ConfigMap/db-env",
                        "ConfigMap/migrate-env",
                        "ConfigMap/web-env",
                        "PersistentVolumeClaim/data",
                        "Service/db",
                        "Deployment/db",
                        "Job/migrate",
                        "Service/web",
                        "Deployment/web",
                        "HorizontalPodAutoscaler/web",
                        "Ingress/web");
        assertThat(translated.manifests().services().keySet()).containsExactly("db", "migrate", "web");
    }

    @Test
    @DisplayName("of a stack without services are the place alone")
    void empty() {
        assertThat(Translated.of().names())
                .containsExactly("Namespace/env-shop-staging-pr-42", "NetworkPolicy/deny-ingress");
    }

    @Test
    @DisplayName("can't be made of a stack with faults: a person hears of all at once, sorted by place")
    void allAtOnce() {
        assertThat(Translated.given(
                                service("web").line(9).onlyBuilt(),
                                service("db").line(3).replicas(2).volume("data", "/data"),
                                service("DB").line(20).env("A B", "x"))
                        .with(new KubernetesSettings("Env-", Exposure.ROUTE, null, null, null, null, null))
                        .linked(new Link("db", "h.example.org", 80, "http://h.example.org"))
                        .errors())
                .extracting(error -> error.replaceAll("^(compose.yaml:\\d+:\\d+|).*", "$1"))
                .containsExactly(
                        "", "", "compose.yaml:3:3", "compose.yaml:4:5", "compose.yaml:20:3", "compose.yaml:20:5");
    }
}
