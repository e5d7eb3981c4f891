package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.stack.SeedStacks;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the cluster that {@code KUBECONFIG} names. The images are stand-ins under the real names. */
@Tag("cluster")
@DisplayName("The whole story of a seed stack, on a real cluster")
class SeedStoryClusterTest {

    @TempDir
    Path home;

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.jenkins.plugins.environments.cli.SeedStory#told")
    void from_its_first_deploy_to_nothing(SeedStacks seed) {
        String project = SeedStory.project(seed);
        try (OnCluster on = OnCluster.of(home, project)) {
            new SeedStory(on, seed, project, Map.of()).tell();
        }
    }
}
