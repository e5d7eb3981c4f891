package io.jenkins.plugins.environments.target.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.target.kubernetes.Capabilities;
import io.jenkins.plugins.environments.target.kubernetes.Labels;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import io.jenkins.plugins.environments.target.kubernetes.connection.Clients;
import io.jenkins.plugins.environments.target.kubernetes.connection.KubernetesConnection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("cluster")
@DisplayName("The objects of the five projects, on a real cluster")
class SeedsClusterTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("are all accepted by the API: schema, validation, admission and Pod Security")
    void areAccepted(SeedStacks seed) {
        KubernetesConnection connection = KubernetesConnection.Kubeconfig.file(
                Path.of(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG names no cluster")), null);
        String prefix = "tr" + UUID.randomUUID().toString().substring(0, 4) + "-";
        try (KubernetesClient client = Clients.connect(connection.resolve())) {
            Capabilities capabilities =
                    new Capabilities(true, client.hasApiGroup("route.openshift.io", true), false, true);
            Manifests manifests = SeedTranslations.of(seed, prefix, capabilities);
            Namespace namespace = client.resource(manifests.namespace()).patch(patch(false));
            try {
                Stream<HasMetadata> secrets = manifests.secrets().stream()
                        .map(template -> new SecretBuilder(template.secret())
                                .withStringData(template.entries().keySet().stream()
                                        .collect(Collectors.toMap(key -> key, key -> "x")))
                                .build());
                List<String> refused = new ArrayList<>();
                Stream.concat(secrets, manifests.objects().skip(1)).forEach(object -> {
                    try {
                        HasMetadata answer = client.resource(object).patch(patch(true));
                        // Nothing that we say is dropped as unknown, or turned into something else, on the way.
                        assertThat(answer.getMetadata().getLabels())
                                .containsAllEntriesOf(Map.of(Labels.OWNER, "controller-1"));
                    } catch (KubernetesClientException e) {
                        refused.add(
                                object.getKind() + "/" + object.getMetadata().getName() + ": " + e.getMessage());
                    }
                });

                assertThat(refused).isEmpty();
            } finally {
                client.resource(namespace).delete();
            }
        }
    }

    private static PatchContext patch(boolean dryRun) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(Labels.MANAGER)
                .withForce(true)
                .withFieldValidation("Strict")
                .withDryRun(dryRun ? List.of("All") : List.of())
                .build();
    }
}
