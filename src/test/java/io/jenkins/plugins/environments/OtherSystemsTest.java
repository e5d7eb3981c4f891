package io.jenkins.plugins.environments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What went wrong in other systems")
class OtherSystemsTest {

    private static final Path PAGE = Path.of("docs/other-systems.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)(?:\\.(\\w+))?`");

    static Stream<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .skip(2);
    }

    @Test
    void isAllOnThePage() throws IOException {
        assertThat(rows()).hasSize(22);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hasATestForEachRow(String row) throws IOException {
        List<String> missing = new ArrayList<>();
        Matcher matcher = TEST.matcher(row.substring(row.lastIndexOf('|', row.length() - 2)));
        int named = 0;
        while (matcher.find()) {
            named++;
            if (!isThere(matcher.group(1), matcher.group(2))) {
                missing.add(matcher.group());
            }
        }

        assertThat(named).as(row).isPositive();
        assertThat(missing).as(row).isEmpty();
    }

    /** The method is there, is marked as a test, and nobody switched it off. */
    private static boolean isTest(String source, String method) {
        int at = source.indexOf(" void " + method + "(");
        String before = at < 0 ? "" : source.substring(Math.max(0, source.lastIndexOf("\n\n", at)), at);
        return (before.contains("@Test") || before.contains("@ParameterizedTest"))
                && !before.contains("@Disabled")
                && !source.contains("@Disabled\npublic")
                && !source.contains("@Disabled\nclass");
    }

    private static boolean isThere(String type, String method) throws IOException {
        try (Stream<Path> all = Files.walk(TESTS)) {
            List<Path> found = all.filter(path -> path.getFileName().toString().equals(type + ".java"))
                    .toList();
            return found.size() == 1 && (method == null || isTest(Files.readString(found.get(0)), method));
        }
    }
}
