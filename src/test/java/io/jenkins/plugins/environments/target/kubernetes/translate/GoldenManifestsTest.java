package io.jenkins.plugins.environments.target.kubernetes.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.environments.model.Problem;
import io.jenkins.plugins.environments.stack.SeedStacks;
import io.jenkins.plugins.environments.target.kubernetes.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Compares what is read from the texts and not the texts: versions of the client write the same in other ways. Written
 * anew with {@code -Dgolden.update=true -Dnewest-client.skip=true}.
 */
@DisplayName("The objects of the five projects, in full")
class GoldenManifestsTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden/kubernetes");
    private static final String WARNING = "# warning: ";

    @ParameterizedTest
    @EnumSource
    @DisplayName("are what was reviewed")
    void areWhatWasReviewed(SeedStacks seed) throws IOException {
        Manifests manifests = SeedTranslations.of(seed);
        String now = manifests.warnings().stream()
                        .map(Problem::toString)
                        .map(warning -> WARNING + warning + "\n")
                        .collect(Collectors.joining())
                + ManifestPrinter.print(manifests);
        Path golden = FOLDER.resolve(SeedTranslations.name(seed) + ".yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, now);
        }

        String reviewed = Files.readString(golden);

        assertThat(warnings(now)).isEqualTo(warnings(reviewed));
        List<Object> expected = documents(reviewed);
        List<Object> actual = documents(now);
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertThat(actual.get(i)).as("document %d of %s", i + 1, golden).isEqualTo(expected.get(i));
        }
        assertThat(actual).hasSameSizeAs(expected);
    }

    private static List<String> warnings(String text) {
        return text.lines().takeWhile(line -> line.startsWith("#")).toList();
    }

    private static List<Object> documents(String yaml) {
        List<Object> documents = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml).forEach(documents::add);
        return documents;
    }
}
