package io.jenkins.plugins.environments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.lifecycle.DeployRequest.OnFailure;
import io.jenkins.plugins.environments.lifecycle.DestroyRequest;
import io.jenkins.plugins.environments.lifecycle.EnvironmentLifecycle;
import io.jenkins.plugins.environments.lifecycle.PromoteRequest;
import io.jenkins.plugins.environments.model.Change;
import io.jenkins.plugins.environments.model.EnvironmentId;
import io.jenkins.plugins.environments.model.Operation;
import io.jenkins.plugins.environments.model.Operation.Phase;
import io.jenkins.plugins.environments.model.Origin;
import io.jenkins.plugins.environments.model.Stage;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.stack.StackReading;
import io.jenkins.plugins.environments.target.Target.DataPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a promotion costs beside a plain deploy of the same 16 services, on the cluster that {@code KUBECONFIG} names. Run
 * by {@code benchmarks/promotion}, not with the tests: it prints, and asserts no time.
 */
@Tag("cluster")
@DisplayName("How long a promotion takes")
class PromotionBenchmark {

    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("ROUNDS", "3"));

    @TempDir
    Path home;

    private final String project = "bench" + UUID.randomUUID().toString().substring(0, 5);
    private final Stage staging = Stage.unconfigured("staging", "cluster");
    private final Stage qa = Stage.unconfigured("qa", "cluster");

    @Test
    @DisplayName("of StudyGiveWay, 16 services: a plain deploy to qa, and a promotion to qa, in turns")
    void ofStudyGiveWay() {
        try (OnCluster on = OnCluster.of(home, project)) {
            StackReading reading = on.read(SeedStacks.STUDYGIVEWAY.request(Set.of()));
            Change change = Change.request(project, 42);
            EnvironmentId inQa = EnvironmentLifecycle.idOf(change, qa);
            succeeds(on.deploy(change, staging, reading, Map.of(), OnFailure.KEEP));
            List<Double> plain = new ArrayList<>();
            List<Double> promoted = new ArrayList<>();
            for (int round = 1; round <= ROUNDS; round++) {
                plain.add(seconds(() -> on.deploy(change, qa, reading, Map.of(), OnFailure.KEEP)));
                gone(on, inQa);
                // The source stays: what its removal takes is no part of either.
                promoted.add(seconds(() -> on.ended(on.lifecycle()
                        .promote(new PromoteRequest(
                                project,
                                change,
                                staging,
                                qa,
                                List.of("staging", "qa"),
                                null,
                                Map.of(),
                                Map.of(),
                                false,
                                PromoteRequest.Authority.GRANTED,
                                OnTarget.PATIENCE,
                                Origin.of("benchmark"))))));
                gone(on, inQa);
            }
            gone(on, EnvironmentLifecycle.idOf(change, staging));
            System.out.printf(
                    Locale.ROOT,
                    "16 services, %d rounds: plain deploy %s s, promotion %s s; medians %.1f s and %.1f s, ratio %.2f%n",
                    ROUNDS,
                    plain,
                    promoted,
                    median(plain),
                    median(promoted),
                    median(promoted) / median(plain));
        }
    }

    private static double seconds(Supplier<Operation> operation) {
        long begin = System.nanoTime();
        succeeds(operation.get());
        return Math.round((System.nanoTime() - begin) / 1e8) / 10.0;
    }

    private static void succeeds(Operation operation) {
        assertThat(operation.phase()).as(String.valueOf(operation.failure())).isEqualTo(Phase.RELEASED);
    }

    private static void gone(OnTarget on, EnvironmentId id) {
        assertThat(on.ended(on.lifecycle()
                                .destroy(new DestroyRequest(
                                        id, DataPolicy.DELETE, OnTarget.PATIENCE, Origin.of("benchmark"))))
                        .phase())
                .isEqualTo(Phase.GONE);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
