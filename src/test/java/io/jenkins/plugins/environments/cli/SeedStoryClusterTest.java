package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.stack.SeedStacks;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the cluster that {@code KUBECONFIG} names. The images are stand-ins under the real names. */
@Tag("cluster")
@DisplayName("The whole story of a seed stack, on a real cluster")
class SeedStoryClusterTest {

    @TempDir
    Path home;

    @Test
    void civic_tech_jobs_from_its_first_deploy_to_nothing() {
        String project = "civic" + UUID.randomUUID().toString().substring(0, 5);
        try (OnCluster on = OnCluster.of(home, project)) {
            new SeedStory(on, SeedStacks.CIVICTECHJOBS, project, Map.of()).tell();
        }
    }
}
