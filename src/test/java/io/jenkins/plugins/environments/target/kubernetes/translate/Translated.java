package io.jenkins.plugins.environments.target.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.Lifetime;
import io.jenkins.plugins.environments.model.Link;
import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.model.stack.Stack;
import io.jenkins.plugins.environments.model.stack.StackFixtures;
import io.jenkins.plugins.environments.model.stack.StackFixtures.ServiceFixture;
import io.jenkins.plugins.environments.target.Desired;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.KubernetesSettings;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.Manifests.SecretTemplate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The objects of one translation, to be asked about in tests; made for pull request 42 of the project shop. */
record Translated(Manifests manifests) {

    static Translated of(ServiceFixture... services) {
        return given(services).translate();
    }

    static Given given(ServiceFixture... services) {
        return given(StackFixtures.stack(services));
    }

    static Given given(Stack stack) {
        return new Given(stack, KubernetesSettings.DEFAULT, Capabilities.PLAIN, List.of(), Map.of(), null);
    }

    /** The one object of that kind and name. */
    <T extends HasMetadata> T the(Class<T> kind, String name) {
        List<T> found = all(kind)
                .filter(object -> object.getMetadata().getName().equals(name))
                .toList();
        assertThat(found)
                .as("%s %s among %s", kind.getSimpleName(), name, names())
                .hasSize(1);
        return found.get(0);
    }

    <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return manifests.objects().filter(kind::isInstance).map(kind::cast);
    }

    /** {@code Kind/name} of every object but the Secrets, in order. */
    List<String> names() {
        return manifests
                .objects()
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }

    /** {@code Kind/name} of the objects of a service. */
    List<String> names(String service) {
        return manifests.services().get(service).stream()
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }

    PodTemplateSpec template(String service) {
        return manifests.services().get(service).stream()
                .map(Translated::template)
                .filter(template -> template != null)
                .findFirst()
                .orElseThrow();
    }

    PodSpec pod(String service) {
        return template(service).getSpec();
    }

    Container container(String service) {
        return pod(service).getContainers().get(0);
    }

    /** The one ConfigMap whose name begins so. */
    ConfigMap configMap(String prefix) {
        List<ConfigMap> found = all(ConfigMap.class)
                .filter(map -> map.getMetadata().getName().startsWith(prefix))
                .toList();
        assertThat(found).as("ConfigMap %s… among %s", prefix, names()).hasSize(1);
        return found.get(0);
    }

    /** The one Secret whose name begins so. */
    SecretTemplate secret(String prefix) {
        List<SecretTemplate> found = manifests.secrets().stream()
                .filter(secret -> secret.secret().getMetadata().getName().startsWith(prefix))
                .toList();
        assertThat(found).as("Secret %s…", prefix).hasSize(1);
        return found.get(0);
    }

    List<String> warnings() {
        return manifests.warnings().stream().map(Problem::toString).toList();
    }

    private static PodTemplateSpec template(HasMetadata object) {
        if (object instanceof Deployment deployment) {
            return deployment.getSpec().getTemplate();
        }
        if (object instanceof StatefulSet set) {
            return set.getSpec().getTemplate();
        }
        return object instanceof Job job ? job.getSpec().getTemplate() : null;
    }

    /** What is to be translated. */
    record Given(
            Stack stack,
            KubernetesSettings settings,
            Capabilities capabilities,
            List<Link> links,
            Map<String, String> images,
            Stage.Quota quota) {

        Given with(KubernetesSettings other) {
            return new Given(stack, other, capabilities, links, images, quota);
        }

        Given on(Capabilities other) {
            return new Given(stack, settings, other, links, images, quota);
        }

        Given onOpenShift() {
            return on(new Capabilities(true, true, true, true));
        }

        Given linked(Link... others) {
            return new Given(stack, settings, capabilities, List.of(others), images, quota);
        }

        Given images(Map<String, String> others) {
            return new Given(stack, settings, capabilities, links, others, quota);
        }

        Given quota(Stage.Quota other) {
            return new Given(stack, settings, capabilities, links, images, other);
        }

        Desired desired() {
            Change change = new Change("shop", 42, "feature/Basket", "0123abc", "Basket", null);
            return new Desired(
                    EnvironmentId.of("shop", "staging", change.key()),
                    "controller-1",
                    "staging",
                    change,
                    Lifetime.PER_CHANGE,
                    stack,
                    images,
                    links,
                    quota);
        }

        Translated translate() {
            return new Translated(Translation.translate(desired(), settings, capabilities));
        }

        /** Every reason why not, as a person reads it. */
        List<String> errors() {
            InvalidInputException refused = catchThrowableOfType(InvalidInputException.class, this::translate);
            assertThat(refused).as("the stack is refused").isNotNull();
            return refused.problems().stream().map(Problem::toString).toList();
        }
    }
}
