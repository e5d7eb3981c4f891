package io.jenkins.plugins.environments.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The copy of a project's files")
class ProjectCopyTest {

    /** A project in memory, which notes what it was asked for. */
    private static final class Project implements ProjectSource {
        private final Map<String, byte[]> files = new TreeMap<>();
        private final List<Set<String>> rounds = new ArrayList<>();

        Project with(String path, String text) {
            files.put(path, text.getBytes(StandardCharsets.UTF_8));
            return this;
        }

        @Override
        public Map<String, byte[]> fetch(Set<String> paths) {
            rounds.add(Set.copyOf(paths));
            Map<String, byte[]> found = new LinkedHashMap<>();
            files.forEach((path, content) -> {
                if (paths.stream().anyMatch(asked -> path.equals(asked) || path.startsWith(asked + "/"))) {
                    found.put(path, content);
                }
            });
            return found;
        }

        @Override
        public String title() {
            return "the project";
        }
    }

    private static ProjectCopy copy(ProjectSource source, String... files) throws IOException, InterruptedException {
        return ProjectCopy.of(source, "shop", List.of(files), List.of(), Map.of());
    }

    /** The paths of what was copied, below the project's folder. */
    private static List<String> copied(ProjectCopy copy) throws IOException {
        Path root = copy.projectDirectory(List.of());
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void holds_what_is_named_and_what_that_names_round_by_round_and_nothing_else() throws Exception {
        Project project = new Project()
                .with("docker-compose.yml", "{include: [db/compose.yml], services: {web: {env_file: web.env}}}")
                .with("web.env", "A=b")
                .with("db/compose.yml", "{services: {db: {volumes: [\"./init.sql:/init.sql\"]}}}")
                .with("db/init.sql", "create table t (i int);")
                .with("node_modules/large.js", "…")
                .with("README.md", "…");
        try (ProjectCopy copy = copy(project, "docker-compose.yml")) {
            assertThat(copied(copy)).containsExactly("db/compose.yml", "db/init.sql", "docker-compose.yml", "web.env");
            assertThat(project.rounds).as("one request for each round").hasSize(3);
        }
    }

    @Test
    void without_a_name_the_usual_names_are_tried() throws Exception {
        Project project = new Project().with("compose.yaml", "{}").with("compose.override.yaml", "{}");
        try (ProjectCopy copy = copy(project)) {
            assertThat(copied(copy)).containsExactly("compose.override.yaml", "compose.yaml");
        }
    }

    @Test
    void values_of_env_files_fill_in_paths() throws Exception {
        Project project = new Project()
                .with(".env", "STAGE=qa")
                .with("docker-compose.yml", "{services: {web: {env_file: \"conf/${STAGE}/web.env\"}}}")
                .with("conf/qa/web.env", "A=b")
                .with("conf/prod/web.env", "A=c");
        try (ProjectCopy copy = copy(project, "docker-compose.yml")) {
            assertThat(copied(copy)).containsExactly(".env", "conf/qa/web.env", "docker-compose.yml");
        }
    }

    @Test
    void a_folder_is_copied_with_all_that_is_in_it() throws Exception {
        Project project = new Project()
                .with("docker-compose.yml", "{services: {web: {volumes: [\"./conf:/etc/conf\"]}}}")
                .with("conf/a", "1")
                .with("conf/b/c", "2");
        try (ProjectCopy copy = copy(project, "docker-compose.yml")) {
            assertThat(copied(copy)).containsExactly("conf/a", "conf/b/c", "docker-compose.yml");
        }
    }

    @Test
    void paths_are_relative_to_the_folder_of_the_first_file() throws Exception {
        Project project = new Project()
                .with("deploy/docker-compose.yml", "{services: {web: {env_file: ../web.env}}}")
                .with("web.env", "A=b");
        try (ProjectCopy copy = copy(project, "deploy/docker-compose.yml")) {
            assertThat(copied(copy)).containsExactly("deploy/docker-compose.yml", "web.env");
            assertThat(copy.projectDirectory(List.of("deploy/docker-compose.yml")))
                    .hasFileName("deploy");
            assertThat(copy.paths(List.of("./web.env"))).singleElement().satisfies(path -> assertThat(path)
                    .exists());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../other/docker-compose.yml", "/etc/passwd", "a/../../b.yml"})
    void a_file_that_leads_out_of_the_project_is_refused(String path) {
        assertThatThrownBy(() -> copy(new Project(), path))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("leads out of the project");
    }

    @Test
    void what_a_file_names_outside_of_the_project_is_not_fetched() throws Exception {
        Project project = new Project()
                .with("docker-compose.yml", "{services: {web: {env_file: [../../a.env, /etc/passwd, b.env]}}}")
                .with("b.env", "A=b");
        try (ProjectCopy copy = copy(project, "docker-compose.yml")) {
            assertThat(copied(copy)).containsExactly("b.env", "docker-compose.yml");
            assertThat(project.rounds).allSatisfy(round -> assertThat(round)
                    .noneMatch(path -> path.startsWith("..") || path.startsWith("/")));
        }
    }

    @Test
    void a_source_that_answers_with_a_path_outside_is_refused() {
        ProjectSource evil = new ProjectSource() {
            @Override
            public Map<String, byte[]> fetch(Set<String> paths) {
                return Map.of("../../outside", new byte[] {1});
            }

            @Override
            public String title() {
                return "somebody";
            }
        };
        assertThatThrownBy(() -> copy(evil, "docker-compose.yml")).hasMessageContaining("leads out of the project");
    }

    @Test
    void too_much_is_refused_with_what_to_do() {
        Project project = new Project().with("docker-compose.yml", "{services: {web: {volumes: [\"./data:/d\"]}}}");
        for (int i = 0; i <= ProjectSource.MOST_FILES; i++) {
            project.with("data/" + i, "");
        }
        assertThatThrownBy(() -> copy(project, "docker-compose.yml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("put what is large into the images");
    }

    @Test
    void files_that_name_each_other_end() throws Exception {
        Project project = new Project().with("a.yml", "{include: [b.yml]}").with("b.yml", "{include: [a.yml]}");
        try (ProjectCopy copy = copy(project, "a.yml")) {
            assertThat(copied(copy)).containsExactly("a.yml", "b.yml");
        }
    }

    @Test
    void a_source_that_can_not_be_read_is_told_by_its_name() {
        ProjectSource broken = new ProjectSource() {
            @Override
            public Map<String, byte[]> fetch(Set<String> paths) throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public String title() {
                return "the workspace";
            }
        };
        assertThatThrownBy(() -> copy(broken, "docker-compose.yml"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("can't be read from the workspace: connection reset");
    }

    @Test
    void nothing_is_left_of_it_when_it_is_closed() throws Exception {
        ProjectCopy copy = copy(new Project().with(".env", "DB_PASSWORD=x"), "docker-compose.yml");
        Path folder = copy.projectDirectory(List.of());
        assertThat(folder.resolve(".env")).exists();
        copy.close();
        assertThat(folder.getParent()).doesNotExist();
    }
}
