package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code -Dfuzz.seed=N} runs one seed again, {@code -Dfuzz.runs=N} more of them. */
@DisplayName("Whatever the files say")
class FuzzTest {

    private static final List<String> SNIPPETS = List.of(
            "services:",
            "  a:",
            "image: x",
            "{",
            "}",
            "[",
            "]",
            ":",
            "- ",
            "&a ",
            "*a",
            "<<: ",
            "${A:-",
            "$",
            "}",
            "!reset ",
            "!override ",
            "\"",
            "'",
            "|\n",
            "\t",
            "\n",
            "null",
            "~",
            "0x",
            "1e999",
            "80:80",
            "1-65535",
            "../..",
            "\u0000",
            "\ufeff",
            "\ud83d\ude00",
            "---\n",
            "environment: ",
            "x-environment: ",
            "extends: ",
            "build: ",
            "volumes: ",
            "ports: ",
            "deploy: ",
            "healthcheck: ",
            "depends_on: ",
            "networks: ",
            "secrets: ",
            "configs: ",
            "? ",
            "%YAML 1.9",
            "env_file: ",
            "profiles: ",
            "9".repeat(40));

    private static final String ENV = "A=b\nC=\"d\"\nE=${A:-f}\n";

    @Test
    void the_answer_is_a_stack_or_problems_in_no_time(@TempDir Path folder) throws IOException {
        List<String> seeds = new ArrayList<>();
        for (String file :
                List.of("efishery/compose.yaml", "saeoss/docker-compose.yml", "ckan-openshift/docker-compose.yml")) {
            seeds.add(Files.readString(Path.of("src/test/resources/stacks", file)));
        }
        seeds.add("services: {a: {image: x, ports: ['1-3:1-3'], environment: {A: '${B:-c}'}, command: sh -c 'x'}}\n");
        Long only = Long.getLong("fuzz.seed");
        long first = only == null ? System.nanoTime() : only;
        int runs = only == null ? Integer.getInteger("fuzz.runs", 10_000) : 1;
        int good = 0;
        for (int run = 0; run < runs; run++) {
            long seed = first + run;
            Random random = new Random(seed);
            // Small files most of the time: the whole of a large one is parsed at each run.
            String text = seeds.get(random.nextInt(25) == 0 ? random.nextInt(3) : 3);
            Files.writeString(folder.resolve("compose.yaml"), mutate(text, random));
            Files.writeString(folder.resolve(".env"), random.nextInt(3) == 0 ? mutate(ENV, random) : ENV);
            if (read(folder, seed)) {
                good++;
            }
        }
        if (only == null) {
            // Some must get through, or the mutations test the parser's first line only.
            assertThat(good).isBetween(runs / 100, runs);
        }
    }

    private static boolean read(Path folder, long seed) throws IOException {
        long start = System.nanoTime();
        try {
            SeedStacks.reader()
                    .config(new StackRequest(folder, List.of(), List.of(), Set.of("*"), Map.of(), Map.of(), true));
            return true;
        } catch (InvalidInputException e) {
            assertThat(e.problems()).isNotEmpty();
            return false;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return fail(
                    "run again with -Dfuzz.seed=" + seed + "; the file was\n"
                            + Files.readString(folder.resolve("compose.yaml")),
                    e);
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("-Dfuzz.seed=" + seed)
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    private static String mutate(String text, Random random) {
        StringBuilder result = new StringBuilder(text);
        for (int i = random.nextInt(5); i > 0; i--) {
            int at = random.nextInt(result.length() + 1);
            int end = Math.min(result.length(), at + random.nextInt(12));
            switch (random.nextInt(5)) {
                case 0 -> result.delete(at, end);
                case 1 -> result.insert(at, result.substring(at, end));
                case 2 -> result.insert(at, (char) random.nextInt(256));
                default -> result.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
            }
        }
        // A lone half of a surrogate pair can't be written as UTF-8.
        return result.toString().replaceAll("[\\ud800-\\udfff]", "");
    }
}
