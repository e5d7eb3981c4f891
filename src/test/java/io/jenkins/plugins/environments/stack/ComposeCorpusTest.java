package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A small project for each rule of the Compose Specification: we resolve it to what Docker Compose resolves it to, or
 * refuse it as Docker Compose does. {@code src/test/compose-judge} makes Docker Compose's answers anew.
 */
@DisplayName("As Docker Compose, we")
class ComposeCorpusTest {

    private static final Path CORPUS = Path.of("src/test/resources/compose").toAbsolutePath();

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<String> accepted() {
        return projects("expected.json");
    }

    static Stream<String> rejected() {
        return projects("rejected.txt");
    }

    private static Stream<String> projects(String answer) {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            return folders
                    .filter(folder -> Files.exists(folder.resolve(answer)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("accepted")
    void resolve(String project) throws IOException {
        JsonNode expected = JSON.readTree(text(project, "expected.json")
                .replace("<project>", CORPUS.resolve(project).toString())
                .replace("<corpus>", CORPUS.toString()));

        JsonNode ours = JSON.valueToTree(SeedStacks.reader().config(request(project)));

        List<String> differences = new ArrayList<>();
        compare("", expected, ours, differences);
        assertThat(differences).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rejected")
    void refuse(String project) {
        assertThatThrownBy(() -> SeedStacks.reader().config(request(project)))
                .isInstanceOf(InvalidInputException.class);
    }

    @Test
    void have_an_answer_to_each_of_many_projects() throws IOException {
        try (Stream<Path> folders = Files.list(CORPUS)) {
            assertThat(folders.filter(Files::isDirectory).count())
                    .isEqualTo(accepted().count() + rejected().count())
                    .isGreaterThan(120);
        }
    }

    private static StackRequest request(String project) throws IOException {
        Path folder = CORPUS.resolve(project);
        List<Path> files = new ArrayList<>();
        List<Path> envFiles = new ArrayList<>();
        Set<String> profiles = new LinkedHashSet<>();
        Path directory = null;
        List<String> arguments = lines(folder.resolve("arguments"));
        for (int i = 0; i < arguments.size(); i += 2) {
            String value = arguments.get(i + 1);
            switch (arguments.get(i)) {
                case "-f" -> files.add(folder.resolve(value));
                case "--env-file" -> envFiles.add(folder.resolve(value));
                case "--profile" -> profiles.add(value);
                case "--project-directory" -> directory = folder.resolve(value).normalize();
                default -> throw new IllegalArgumentException(arguments.get(i));
            }
        }
        Map<String, String> variables = new HashMap<>();
        lines(folder.resolve("environment"))
                .forEach(line -> variables.put(line.split("=", 2)[0], line.split("=", 2)[1]));
        if (directory == null) {
            directory = files.isEmpty() ? folder : files.get(0).getParent();
        }
        return new StackRequest(directory, folder, files, envFiles, profiles, variables, Map.of(), true);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static String text(String project, String file) throws IOException {
        return Files.readString(CORPUS.resolve(project).resolve(file));
    }

    /** Every leaf that is not the same, with both values. */
    private static void compare(String path, JsonNode expected, JsonNode ours, List<String> differences) {
        if (expected.isObject() && ours.isObject()) {
            Set<String> keys = new TreeSet<>();
            expected.fieldNames().forEachRemaining(keys::add);
            ours.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                compare(path + "/" + key, expected.path(key), ours.path(key), differences);
            }
        } else if (expected.isArray() && ours.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), ours.size()); i++) {
                compare(path + "/" + i, expected.path(i), ours.path(i), differences);
            }
        } else if (!same(expected, ours)) {
            differences.add(path + ": Compose " + show(expected) + ", ours " + show(ours));
        }
    }

    private static boolean same(JsonNode expected, JsonNode ours) {
        return expected.isNumber() && ours.isNumber()
                ? expected.decimalValue().compareTo(ours.decimalValue()) == 0
                : expected.equals(ours);
    }

    private static String show(JsonNode node) {
        return node instanceof MissingNode ? "nothing" : node.toString();
    }
}
