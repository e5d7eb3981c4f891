package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files as large as they may be, made to take long or to fill the memory; some were found by fuzzing. */
@DisplayName("Files that mean harm")
class HostileInputTest {

    private static final int MANY = 500_000;
    private static final String ONE = "services: {a: {image: x}}\n";

    @TempDir
    Path folder;

    private static Arguments project(String name, Consumer<Project> files) {
        return Arguments.of(name, files);
    }

    private static Arguments compose(String name, String text) {
        return project(name, project -> project.file("compose.yaml", text));
    }

    private static String each(int count, String form) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.replace("#1", String.valueOf(i + 1)).replace("#", String.valueOf(i)))
                .collect(Collectors.joining());
    }

    /** Variables whose names all have one hash code. */
    private static String twins(int bits) {
        return IntStream.range(0, 1 << bits)
                .mapToObj(i -> "      "
                        + IntStream.range(0, bits)
                                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                                .collect(Collectors.joining())
                        + ": x\n")
                .collect(Collectors.joining());
    }

    static Stream<Arguments> projects() {
        return Stream.of(
                project("a long word in a comment of an env file", project -> project.file("compose.yaml", ONE)
                        .file(".env", "A=1 #" + "a".repeat(MANY))),
                compose("a long word in a comment", ONE + "# " + "a".repeat(MANY)),
                compose("a long comment of signs", ONE + "#" + "= ".repeat(MANY / 2)),
                compose("a port of colons", "services: {a: {image: x, ports: ['" + ":".repeat(MANY) + "']}}\n"),
                compose(
                        "a text of URLs",
                        "services: {a: {image: x, environment: {A: '" + "://".repeat(MANY / 3) + "'}}}"),
                compose(
                        "a text of brackets",
                        "services: {a: {image: x, environment: {A: '" + "://<a".repeat(MANY / 5) + "'}}}"),
                compose(
                        "a text of passwords",
                        "services: {a: {image: x, environment: {A: '" + "a://b:c".repeat(MANY / 7) + "'}}}"),
                compose("a command of options", "services: {a: {image: x, command: '" + "--a ".repeat(10_000) + "'}}"),
                project("profiles of blanks", project -> project.file("compose.yaml", ONE)
                        .file(".env", "COMPOSE_PROFILES=\"a" + " ".repeat(MANY) + "b\"\n")),
                project("a large variable in many places", project -> project.file(
                                "compose.yaml",
                                "services:\n  a:\n    image: x\n    labels:\n" + each(50_000, "      l#: ${A}\n"))
                        .file(".env", "A=" + "a".repeat(MANY) + "\n")),
                project("variables that double", project -> project.file("compose.yaml", ONE)
                        .file(".env", "A0=aaaaaaaa\n" + each(60, "A#1=${A#}${A#}\n"))),
                project("a large env file of many services", project -> project.file(
                                "compose.yaml", "services:\n" + each(500, "  s#: {image: x, env_file: a.env}\n"))
                        .file("a.env", each(40, "A#=" + "a".repeat(20_000) + "\n"))),
                compose(
                        "a chain of services",
                        "services:\n" + each(5_000, "  s#: {image: x, depends_on: [s#1]}\n") + "  s5000: {image: x}\n"),
                compose(
                        "a circle of services",
                        "services:\n" + each(5_000, "  s#: {image: x, depends_on: [s#1]}\n")
                                + "  s5000: {image: x, depends_on: [s0]}\n"),
                compose(
                        "a chain of extends",
                        "services:\n" + each(1_000, "  s#: {extends: s#1}\n") + "  s1000: {image: x}\n"),
                compose(
                        "thousands of misspelt services",
                        "services:\n" + each(3_000, "  s#: {image: x, depends_on: [t#]}\n")),
                compose(
                        "thousands of misspelt keys",
                        "services:\n  a:\n    image: x\n" + each(20_000, "    imagf#: x\n")),
                compose(
                        "thousands of names with one hash",
                        "services:\n  a:\n    image: x\n    environment:\n" + twins(14)),
                compose("deep flow mappings", "x-a: " + "{a: ".repeat(100_000) + "}".repeat(100_000)),
                compose("deep block lists", "x-a:\n  " + "- ".repeat(100_000) + "a\n"),
                compose(
                        "a large text under many names",
                        "x-a: &a '" + "://<a ".repeat(MANY / 6) + "'\nservices:\n  a:\n    image: x\n    environment:\n"
                                + each(100, "      A#: *a\n")),
                compose("many anchors", each(20_000, "x-#: &a# 1\n") + ONE),
                compose(
                        "nested defaults",
                        "services: {a: {image: 'x" + "${A:-".repeat(50_000) + "}".repeat(50_000) + "'}}"),
                compose(
                        "a wide range of ports",
                        "services: {a: {image: x, ports: [" + "'1-65535',".repeat(50) + "'80']}}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("projects")
    void are_answered_in_seconds_and_a_part_of_the_memory(String name, Consumer<Project> files) {
        Project project = new Project(folder);
        files.accept(project);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        try {
            project.config();
        } catch (io.jenkins.plugins.environments.model.InvalidInputException e) {
            assertThat(e.problems()).isNotEmpty();
        }
        long millis = (threads.getCurrentThreadCpuTime() - start) / 1_000_000;
        long megabytes = (threads.getCurrentThreadAllocatedBytes() - allocated) / 1_000_000;

        assertThat(List.of(millis, megabytes))
                .as("ms of processor time, MB allocated")
                .satisfies(numbers -> {
                    assertThat(numbers.get(0)).isLessThan(1_500);
                    assertThat(numbers.get(1)).isLessThan(1_500);
                });
    }
}
