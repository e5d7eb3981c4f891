package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import io.jenkins.plugins.environments.model.stack.StackFile;
import io.jenkins.plugins.environments.model.stack.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an included project keeps; what it resolves to is in the corpus of {@link ComposeCorpusTest}. */
@DisplayName("An included project")
class IncludeTest {

    @TempDir
    Path folder;

    @Test
    void keeps_the_place_of_each_value_and_is_kept_with_the_release() {
        StackReading reading = Project.of(folder, "include: [sub/compose.yaml]\nservices: {a: {image: a}}\n")
                .file("sub/compose.yaml", "services:\n  b:\n    image: b\n    environment: {B: \"${B}\"}\n")
                .file("sub/.env", "B=1\n")
                .read();

        assertThat(reading.stack().service("b").environment().get("B").position())
                .hasToString("sub/compose.yaml:4:22");
        assertThat(reading.sources())
                .extracting("path")
                .containsExactlyInAnyOrder("compose.yaml", "sub/compose.yaml", "sub/.env");
    }

    @Test
    void gives_its_secrets_what_its_own_variables_say_and_shows_them_nowhere() {
        Project project = Project.of(folder, "include: [sub/compose.yaml]\n")
                .file(
                        "sub/compose.yaml",
                        "services: {b: {image: b, secrets: [s], environment: [MINE]}}\n"
                                + "secrets: {s: {environment: MINE}}\n")
                .file("sub/.env", "MINE=hunter-of-pearls\n");

        StackReading reading = project.read();

        StackFile secret = reading.stack().secrets().get("s");
        assertThat(secret.content().value()).isInstanceOf(Value.Sensitive.class);
        assertThat(reading.secrets().text("secret/s")).contains("hunter-of-pearls");
        assertThat(reading.toString() + project.config()).doesNotContain("hunter-of-pearls");
        assertThat(project.config("services/b/environment/MINE")).isEqualTo(Sensitivity.MASK);
    }

    @Test
    void says_what_is_sensitive_for_all() {
        Project project = Project.of(
                        folder, "include: [sub.yaml]\nservices: {a: {image: a, environment: {PLAIN_NAME: \"${X}\"}}}\n")
                .file("sub.yaml", "services: {b: {image: b, x-environment: {sensitive: [X]}}}\n")
                .file(".env", "X=hunter-of-pearls\n");

        assertThat(project.config("services/a/environment/PLAIN_NAME")).isEqualTo(Sensitivity.MASK);
    }

    @Test
    void may_lie_above_the_project_folder_inside_of_the_boundary_only() throws IOException {
        new Project(folder)
                .file("repository/common.yaml", "services: {b: {image: b, build: ctx}}\n")
                .file("outside.yaml", "services: {c: {image: c}}\n")
                .file("repository/app/compose.yaml", "include: [../common.yaml]\n")
                .file("repository/bad/compose.yaml", "include: [../../outside.yaml]\n");
        Path repository = folder.resolve("repository");

        Map<String, Object> config = SeedStacks.reader().config(request(repository.resolve("app"), repository));

        assertThat(config.toString()).contains("context=" + repository.resolve("ctx"));
        assertThatThrownBy(() -> SeedStacks.reader().config(request(repository.resolve("bad"), repository)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("compose.yaml:1:11: the path \"../../outside.yaml\" leads out");
        Files.createSymbolicLink(repository.resolve("link.yaml"), folder.resolve("outside.yaml"));
        Files.writeString(repository.resolve("bad/compose.yaml"), "include: [../link.yaml]\n");
        assertThatThrownBy(() -> SeedStacks.reader().config(request(repository.resolve("bad"), repository)))
                .hasMessageContaining("is a link that leads out");
    }

    @Test
    void may_leave_services_to_a_provider_which_an_environment_leaves_out_with_a_word() {
        Project project = Project.of(
                        folder,
                        "include: [sub.yaml]\nservices:\n  a: {image: a, depends_on: [db], models: [llm]}\n"
                                + "  d: {image: d, develop: {watch: [{path: ., action: restart}]}}\n"
                                + "models: {llm: {model: m}}\n")
                .file("sub.yaml", "services:\n  db:\n    provider: {type: cloud}\n");

        assertThat(project.read().stack().services()).containsOnlyKeys("a", "d");
        assertThat(project.read().stack().service("a").dependsOn()).isEmpty();
        assertThat(project.warnings())
                .anyMatch(line ->
                        line.startsWith("sub.yaml:3:5: the service \"db\" is made by a provider: it is left out"))
                .filteredOn(line -> line.contains("\"develop\" has no effect"))
                .hasSize(1);
        assertThat(project.warnings())
                .filteredOn(line -> line.contains("\"models\""))
                .isNotEmpty();
    }

    @Test
    void is_told_as_any_other_that_its_commands_end_at_a_character_of_a_shell() {
        Project project = Project.of(folder, "services: {a: {image: a, command: \"a 2> b | c\"}}\n");

        assertThat(project.config("services/a/command")).isEqualTo(List.of("a"));
        assertThat(project.warnings())
                .containsExactly("compose.yaml:1:35: no shell reads a command: it ends before the > here; write it as"
                        + " [\"sh\", \"-c\", \"…\"], or put the character in quotes");
    }

    private static StackRequest request(Path directory, Path boundary) {
        return new StackRequest(directory, boundary, List.of(), List.of(), Set.of(), Map.of(), Map.of(), false);
    }
}
