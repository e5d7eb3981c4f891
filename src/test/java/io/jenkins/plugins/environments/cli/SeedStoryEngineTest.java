package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.stack.SeedStacks;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On the engine that {@code DOCKER_HOST} names. The images are stand-ins under the real names. */
@Tag("engine")
@DisplayName("The whole story of a seed stack, on a real engine")
class SeedStoryEngineTest {

    @TempDir
    Path home;

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.jenkins.plugins.environments.cli.SeedStory#told")
    void from_its_first_deploy_to_nothing(SeedStacks seed) {
        try (OnEngine on = OnEngine.of(home)) {
            // Its own image would be built here, from one that only a registry has.
            Map<String, String> images =
                    seed == SeedStacks.CIVICTECHJOBS ? Map.of("django", "civictechjobs/django:stage") : Map.of();
            new SeedStory(on, seed, SeedStory.project(seed), images).tell();
        }
    }
}
