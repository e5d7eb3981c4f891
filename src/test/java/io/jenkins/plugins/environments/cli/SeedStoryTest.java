package io.jenkins.plugins.environments.cli;

import io.jenkins.plugins.environments.cli.embedded.EmbeddedKubernetes;
import io.jenkins.plugins.environments.stack.SeedStacks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The whole story of a seed stack, against an embedded Kubernetes API")
class SeedStoryTest {

    @TempDir
    Path home;

    @ParameterizedTest(name = "{0}")
    @EnumSource(SeedStacks.class)
    void from_its_first_deploy_to_nothing(SeedStacks seed) {
        try (EmbeddedKubernetes kubernetes = EmbeddedKubernetes.start(Duration.ofMillis(10));
                OnEmbedded on = new OnEmbedded(home, kubernetes)) {
            new SeedStory(on, seed, seed.name().toLowerCase(Locale.ROOT).replace('_', '-'), Map.of()).tell();
        }
    }
}
