package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/compose.md} is made from the schema, and from trials of each key on both kinds of target: {@code
 * -Dgolden.update=true} writes it anew.
 */
@DisplayName("The page about Compose's keys")
class ComposeTableTest {

    private static final Path PAGE = Path.of("docs/compose.md");
    private static final Path SAMPLES = Path.of("src/test/resources/stacks/compose-keys.yaml");
    private static final String HEAD =
            """
            # Every Compose key, and what we do with it

            Made from the code: a test fails when this page and the code differ. Short forms are read, too;
            the table names keys in long form. `*` stands for a name that the project chooses, `[]` for each item of a
            list. Keys that begin with `x-` are yours and read by nobody, but `x-environment`. Its words `backup` and `run` are
            checked and kept with the service, so that a file may say them, and reported: no operation runs their commands.

            A key that is *read* is checked, printed by `config`, and given to the target. A key that is *reported* is
            checked and printed, too, and one warning names its line and what to do in its place (of `logging` the first
            line alone). Any other key is an error that names the nearest right one.

            The two columns on the right are found by trial: a project with the key and the same project without it are
            translated, and what differs is named, for a [Docker engine](docker.md) the places in the Compose file that we
            write, for a [cluster](kubernetes.md) the kinds of objects and, of some, the fields in them (those of pods
            without the path to the container). A mapping is what its keys are.

            | key | expected | what we do | on a Docker engine | on a cluster |
            | --- | --- | --- | --- | --- |
            """;

    private final StringBuilder table = new StringBuilder();
    private final Set<String> keys = new HashSet<>();
    private final Set<String> explained = new TreeSet<>();
    private final List<String> silent = new ArrayList<>();
    private KeyTrial.Samples samples;
    private KeyMeaning meaning;

    @Test
    void is_what_the_code_says_and_names_each_key_once(@TempDir Path folder) throws IOException {
        samples = KeyTrial.Samples.of(Files.readString(SAMPLES));
        meaning = new KeyMeaning(folder);
        String page = page();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
        assertThat(keys).hasSize(table.toString().split("\n").length);
        ComposeSchema.SERVICE.fields().keySet().forEach(key -> assertThat(keys).contains("services.*." + key));
        assertThat(keys).contains("include", "services.*.extends", "services.*.deploy.resources.limits.cpus");
        assertThat(silent)
                .as("keys that are read and then silently do nothing: give them a meaning, or a warning")
                .isEmpty();
        assertThat(explained)
                .as("keys that do nothing, for a reason")
                .isEqualTo(samples.nothing().keySet());
    }

    private String page() {
        String gone = "gone before that";
        row("include", "a list of files or of mappings", "read: the files become part of the project", gone, gone);
        known("", ComposeSchema.DOCUMENT, null);
        row("services.*.extends", "a service, or a mapping with file and service", "read", gone, gone);
        return HEAD + table;
    }

    /** @param reported the key around that is reported as a whole; null when there is none */
    private void known(String path, Shape.Known known, @CheckForNull String reported) {
        known.fields().forEach((key, field) -> {
            String name = path + key;
            if (reported != null) {
                row(name, expected(field.shape()), "reported with `" + reported + "`", "", "");
            } else if (field.unread() != null) {
                row(name, expected(field.shape()), "reported: " + field.unread(), "", "");
            } else if (inner(field.shape()) instanceof Shape.Known) {
                row(name, expected(field.shape()), "read", "its keys", "its keys");
            } else {
                tried(name, field.shape());
            }
            inner(name, field.shape(), reported != null ? reported : field.unread() == null ? null : key);
        });
    }

    private void tried(String key, Shape shape) {
        List<KeyTrial> trials = KeyTrial.of(key, shape, samples);
        row(
                key,
                expected(shape),
                "read",
                cell(key, "engine", trials, meaning::onEngine),
                cell(key, "cluster", trials, meaning::onCluster));
    }

    private String cell(String key, String target, List<KeyTrial> trials, Function<KeyTrial, Set<String>> found) {
        Set<String> words = new LinkedHashSet<>();
        trials.forEach(trial -> words.addAll(found.apply(trial)));
        String why = samples.whyNothing(key, target);
        if (!words.isEmpty()) {
            return String.join(", ", words);
        }
        if (why == null) {
            silent.add(key + " on the " + target);
            return "";
        }
        explained.add(key);
        return why;
    }

    /** What a mapping, a list or an optional value holds in the end. */
    private static Shape inner(Shape shape) {
        if (shape instanceof Shape.MapOf map) {
            return inner(map.value());
        }
        if (shape instanceof Shape.ListOf list) {
            return inner(list.item());
        }
        return shape instanceof Shape.OrNothing optional ? inner(optional.shape()) : shape;
    }

    private void inner(String path, Shape shape, @CheckForNull String reported) {
        if (shape instanceof Shape.Known known) {
            known(path + ".", known, reported);
        } else if (shape instanceof Shape.MapOf map) {
            inner(path + ".*", map.value(), reported);
        } else if (shape instanceof Shape.ListOf list) {
            inner(path + "[]", list.item(), reported);
        } else if (shape instanceof Shape.OrNothing optional) {
            inner(path, optional.shape(), reported);
        } else if (shape instanceof Shape.NumberOr number) {
            known(path + ".", number.mapping(), reported);
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

    private void row(String key, String expected, String what, String onEngine, String onCluster) {
        keys.add(key);
        table.append("| `" + key + "` | " + expected + " | " + what + " | " + onEngine + " | " + onCluster + " |\n");
    }
}
