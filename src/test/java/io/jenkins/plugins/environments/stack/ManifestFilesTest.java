package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.stack.Kustomize.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The files of manifests")
class ManifestFilesTest {

    private static final List<String> PROJECT =
            List.of("k8s/b.yaml", "k8s/a.yml", "k8s/c.json", "k8s/notes.txt", "k8s/deep/d.yaml", "top.yaml");

    @TempDir
    Path folder;

    @BeforeEach
    void project() throws IOException {
        for (String file : PROJECT) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), file);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "k8s/b.yaml, k8s/b.yaml",
        "./k8s/b.yaml, k8s/b.yaml",
        "k8s, k8s/a.yml k8s/b.yaml k8s/c.json",
        "k8s/*.yaml, k8s/b.yaml",
        "./k8s/*.yaml, k8s/b.yaml",
        "k8s/**.yaml, k8s/b.yaml k8s/deep/d.yaml",
        "'k8s/{a,b}.*', k8s/a.yml k8s/b.yaml",
        "*.yaml, top.yaml"
    })
    void are_what_a_pattern_names_on_a_disk_and_among_files_that_were_fetched(String pattern, String expected) {
        Map<String, byte[]> fetched = new TreeMap<>();
        PROJECT.forEach(file -> fetched.put(file, file.getBytes(StandardCharsets.UTF_8)));

        assertThat(String.join(" ", ManifestFiles.find(folder, List.of(pattern)).keySet()))
                .isEqualTo(expected);
        assertThat(String.join(
                        " ", ManifestFiles.choose(fetched, List.of(pattern)).keySet()))
                .isEqualTo(expected);
    }

    @Test
    void are_in_the_order_of_the_patterns_each_once() {
        assertThat(ManifestFiles.find(folder, List.of("top.yaml", "k8s", "k8s/*.yaml"))
                        .keySet())
                .containsExactly("top.yaml", "k8s/a.yml", "k8s/b.yaml", "k8s/c.json");
    }

    @Test
    void are_missed_by_name_all_at_once() {
        assertThatThrownBy(() -> ManifestFiles.find(folder, List.of("none.yaml", "k8s/*.toml")))
                .hasMessageContaining("none.yaml: there is no such manifest; name files that are there")
                .hasMessageContaining("k8s/*.toml: there is no such manifest");
        assertThatThrownBy(() -> ManifestFiles.choose(Map.of(), List.of("k8s/*.yaml")))
                .hasMessageContaining("k8s/*.yaml: there is no such manifest");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../secret.yaml", "/etc/*.yaml", "k8s/../../*.yaml"})
    void are_not_outside_of_the_project(String pattern) {
        assertThatThrownBy(() -> ManifestFiles.find(folder, List.of(pattern)))
                .hasMessageContaining("leads out of the project");
        assertThatThrownBy(() -> ManifestFiles.choose(Map.of(), List.of(pattern)))
                .hasMessageContaining("leads out of the project");
    }

    @Test
    void are_not_what_a_link_leads_to_outside(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("x.yaml"), "x");
        Files.createSymbolicLink(folder.resolve("link.yaml"), elsewhere.resolve("x.yaml"));

        assertThatThrownBy(() -> ManifestFiles.find(folder, List.of("link.yaml")))
                .hasMessageContaining("leads out of the project");
    }

    @Test
    void are_rendered_by_the_kustomize_that_is_there() throws InterruptedException {
        List<List<String>> ran = new ArrayList<>();
        Map<String, byte[]> rendered = new Kustomize(command -> {
                    ran.add(command);
                    if (command.get(0).equals("kustomize")) {
                        throw new IOException("not there");
                    }
                    return new Result(0, "kind: ConfigMap", "# a warning");
                })
                .render("overlay");

        assertThat(ran)
                .containsExactly(List.of("kustomize", "build", "overlay"), List.of("kubectl", "kustomize", "overlay"));
        assertThat(rendered).containsOnlyKeys("kubectl kustomize overlay");
        assertThat(new String(rendered.values().iterator().next(), StandardCharsets.UTF_8))
                .isEqualTo("kind: ConfigMap");
    }

    @Test
    void are_refused_in_the_words_of_kustomize_without_secrets() {
        assertThatThrownBy(() -> new Kustomize(
                                command -> new Result(1, "", "Error: no such base\n\nat --password=hunter2 x\n"))
                        .render("overlay"))
                .hasMessage(
                        "overlay: kustomize build can't render the folder: Error: no such base; <sensitive>; correct its kustomization.yaml");
        assertThatThrownBy(() -> new Kustomize(command -> {
                            throw new IOException("not there");
                        })
                        .render("overlay"))
                .hasMessageContaining("neither kustomize nor kubectl is there to render the folder");
    }
}
