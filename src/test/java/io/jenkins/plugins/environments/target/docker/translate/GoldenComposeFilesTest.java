package io.jenkins.plugins.environments.target.docker.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.target.docker.DockerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Written anew with {@code -Dgolden.update=true}. */
@DisplayName("The Compose files of the five projects, in full")
class GoldenComposeFilesTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden/docker");

    @ParameterizedTest
    @EnumSource
    @DisplayName("are what was reviewed")
    void areWhatWasReviewed(SeedStacks seed) throws IOException {
        ComposeFile file = Translation.translate(SeedComposeFiles.desired(seed), DockerSettings.DEFAULT);
        String now = file.warnings().stream()
                        .map(Problem::toString)
                        .map(warning -> "# warning: " + warning + "\n")
                        .collect(Collectors.joining())
                + file.print();
        Path golden = FOLDER.resolve(SeedComposeFiles.name(seed) + ".yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, now);
        }

        assertThat(now).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("hold no sensitive value")
    void holdNoSensitiveValue(SeedStacks seed) {
        var reading = seed.read();
        String text = Translation.translate(SeedComposeFiles.desired(seed), DockerSettings.DEFAULT)
                .print();

        assertThat(reading.secrets().keys().stream()
                        .map(key -> reading.secrets().text(key).orElseThrow())
                        .filter(value -> value.length() > 7))
                .isNotEmpty()
                .noneMatch(text::contains);
    }
}
