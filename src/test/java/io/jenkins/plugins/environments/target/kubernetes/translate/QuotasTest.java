package io.jenkins.plugins.environments.target.kubernetes.translate;

import static io.jenkins.plugins.environments.model.stack.StackFixtures.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.jenkins.plugins.environments.model.Stage.Quota;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A stage's quota")
class QuotasTest {

    private static final long GIB = 1L << 30;

    @Test
    @DisplayName("is nothing when the stage has none, or only one for the number of environments")
    void none() {
        assertThat(Translated.of(service("web")).all(ResourceQuota.class)).isEmpty();
        assertThat(Translated.given(service("web"))
                        .quota(new Quota(null, null, 40))
                        .translate()
                        .all(ResourceQuota.class))
                .isEmpty();
    }

    @Test
    @DisplayName("limits the environment, before anything else is made in it")
    void limits() {
        Translated translated =
                given(new Quota(new BigDecimal("8"), 16 * GIB, null)).translate();

        assertThat(translated.the(ResourceQuota.class, "environment").getSpec().getHard())
                .containsOnly(
                        Map.entry("limits.cpu", new Quantity("8")), Map.entry("limits.memory", new Quantity("16Gi")));
        assertThat(translated.names().subList(0, 3))
                .containsExactly(
                        "Namespace/env-shop-staging-pr-42", "ResourceQuota/environment", "LimitRange/environment");
    }

    @Test
    @DisplayName("gives those that name no limit an equal share of the rest, with room for a quarter more of them")
    void share() {
        Translated translated =
                given(new Quota(new BigDecimal("8"), 16 * GIB, null)).translate();

        // web has 2 cores and 4 GiB; the three replicas of api, and room for one more, share 6 cores and 12 GiB.
        LimitRange range = translated.the(LimitRange.class, "environment");
        assertThat(range.getSpec().getLimits()).singleElement().satisfies(limit -> {
            assertThat(limit.getType()).isEqualTo("Container");
            assertThat(limit.getDefault())
                    .containsOnly(Map.entry("cpu", new Quantity("1500m")), Map.entry("memory", new Quantity("3Gi")));
            assertThat(limit.getDefaultRequest())
                    .containsOnly(Map.entry("cpu", new Quantity("375m")), Map.entry("memory", new Quantity("768Mi")));
        });
    }

    @Test
    @DisplayName("may be about one resource only")
    void oneResource() {
        Translated translated = given(new Quota(null, 16 * GIB, null)).translate();

        assertThat(translated.the(ResourceQuota.class, "environment").getSpec().getHard())
                .containsOnlyKeys("limits.memory");
    }

    @Test
    @DisplayName("counts the most replicas that an autoscaler may make")
    void autoscaled() {
        assertThat(Translated.given(service("web").scale(1, 5, false).resources("1", null, null, null))
                        .quota(new Quota(new BigDecimal("4"), null, null))
                        .errors())
                .containsExactly(
                        "the stage's quota of 4 cores is too small: the services ask for 5, and 0 more replicas"
                                + " name no limit; raise the quota of the stage, or lower deploy.resources.limits");
    }

    @Test
    @DisplayName("is too small when a share would be too little to run with")
    void tooSmall() {
        assertThat(Translated.given(service("web").replicas(20))
                        .quota(new Quota(new BigDecimal("1"), 256L << 20, null))
                        .errors())
                .containsExactly(
                        "the stage's quota of 1 cores is too small: the services ask for 0, and 20 more replicas name no"
                                + " limit; raise the quota of the stage, or lower deploy.resources.limits",
                        "the stage's quota of 256Mi of memory is too small: the services ask for 0, and 20 more"
                                + " replicas name no limit; raise the quota of the stage, or lower"
                                + " deploy.resources.limits");
    }

    private static Translated.Given given(Quota quota) {
        return Translated.given(
                        service("web").resources("2", 4 * GIB, null, null),
                        service("api").replicas(3))
                .quota(quota);
    }
}
