package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code docs/compose.md} is made from the schema: {@code -Dgolden.update=true} writes it anew. */
@DisplayName("The page about Compose's keys")
class ComposeTableTest {

    private static final Path PAGE = Path.of("docs/compose.md");
    private static final String HEAD =
            """
            # Every Compose key, and what we do with it

            Made from the code: a test fails when this page and the reader's schema differ. Short forms are read, too;
            the table names keys in long form. `*` stands for a name that the project chooses, `[]` for each item of a
            list. Keys that begin with `x-` are yours and read by nobody, but `x-environment`.

            A key that is *read* is checked, printed by `config`, and given to the target;
            [what a stack becomes on a cluster](kubernetes.md) says what it means there. A key that is *reported* is
            checked and printed, too, and one warning names its line and what to do in its place. Any other key is an
            error that names the nearest right one.

            | key | expected | what we do |
            | --- | --- | --- |
            """;

    private final StringBuilder table = new StringBuilder();
    private final Set<String> keys = new HashSet<>();

    @Test
    void is_what_the_code_says() throws IOException {
        String page = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void names_each_key_once_and_all_that_a_service_has() {
        page();

        assertThat(keys).hasSize(table.toString().split("\n").length);
        ComposeSchema.SERVICE.fields().keySet().forEach(key -> assertThat(keys).contains("services.*." + key));
        assertThat(keys).contains("include", "services.*.extends", "services.*.deploy.resources.limits.cpus");
    }

    private String page() {
        row("include", "a list of files or of mappings", "read: the files become part of the project");
        known("", ComposeSchema.DOCUMENT);
        row("services.*.extends", "a service, or a mapping with file and service", "read: resolved before all else");
        return HEAD + table;
    }

    private void known(String path, Shape.Known known) {
        known.fields().forEach((key, field) -> {
            String name = path + key;
            row(name, expected(field.shape()), field.unread() == null ? "read" : "reported: " + field.unread());
            inner(name, field.shape());
        });
    }

    private void inner(String path, Shape shape) {
        if (shape instanceof Shape.Known known) {
            known(path + ".", known);
        } else if (shape instanceof Shape.MapOf map) {
            inner(path + ".*", map.value());
        } else if (shape instanceof Shape.ListOf list) {
            inner(path + "[]", list.item());
        } else if (shape instanceof Shape.OrNothing optional) {
            inner(path, optional.shape());
        } else if (shape instanceof Shape.NumberOr number) {
            known(path + ".", number.mapping());
        }
    }

    private static String expected(Shape shape) {
        if (shape instanceof Shape.Leaf leaf) {
            return leaf.expected();
        }
        if (shape instanceof Shape.Words words) {
            return "one of " + String.join(", ", words.words());
        }
        if (shape instanceof Shape.ListOf list) {
            return "a list: each " + expected(list.item());
        }
        if (shape instanceof Shape.MapOf map) {
            return "a mapping of names: each " + expected(map.value());
        }
        if (shape instanceof Shape.OrNothing optional) {
            return expected(optional.shape()) + ", or nothing";
        }
        return shape instanceof Shape.NumberOr ? "a whole number or a mapping" : "a mapping";
    }

    private void row(String key, String expected, String what) {
        keys.add(key);
        table.append("| `" + key + "` | " + expected + " | " + what + " |\n");
    }
}
