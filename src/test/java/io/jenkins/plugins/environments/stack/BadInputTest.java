package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad files and what is said about each, in full: {@code src/test/resources/stacks/bad-input.txt} holds blocks of a
 * title, {@code compose.yaml}, other files each after {@code +++} and its name, and, after {@code ->}, the messages.
 */
@DisplayName("A bad Compose file")
class BadInputTest {

    private static final Path TABLE = Path.of("src/test/resources/stacks/bad-input.txt");

    @TempDir
    Path folder;

    record Case(String title, String file, List<String> messages) {
        @Override
        public String toString() {
            return title;
        }
    }

    static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (String block : Files.readString(TABLE).split("(?m)^=== ")) {
            if (block.isBlank() || block.startsWith("#")) {
                continue;
            }
            int line = block.indexOf('\n');
            int arrow = block.indexOf("\n->\n");
            String messages = block.substring(arrow + 4).strip();
            cases.add(new Case(
                    block.substring(0, line),
                    block.substring(line + 1, arrow + 1),
                    messages.isEmpty() ? List.of() : messages.lines().toList()));
        }
        return cases;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void is_answered_with_place_reason_and_remedy(Case bad) throws IOException {
        String[] files = bad.file().split("(?m)^\\+\\+\\+ ");
        Project project = Project.of(folder, files[0]);
        for (int i = 1; i < files.length; i++) {
            int line = files[i].indexOf('\n');
            project.file(files[i].substring(0, line), files[i].substring(line + 1));
        }
        List<String> errors = project.errors();
        if (Boolean.getBoolean("golden.update")) {
            String table = Files.readString(TABLE);
            int block = table.indexOf("=== " + bad.title() + "\n");
            int from = table.indexOf("\n->\n", block) + 4;
            int to = table.indexOf("\n=== ", from - 1);
            Files.writeString(
                    TABLE,
                    table.substring(0, from) + String.join("\n", errors) + (to < 0 ? "\n" : table.substring(to)));
            return;
        }
        assertThat(errors).isEqualTo(bad.messages());
    }

    @Test
    void of_which_there_are_many() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(90);
    }
}
