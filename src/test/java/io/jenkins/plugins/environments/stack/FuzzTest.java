package io.jenkins.plugins.environments.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code -Dfuzz.seed=N} runs one seed again, {@code -Dfuzz.runs=N} more of them; {@code benchmarks/fuzz} runs a
 * million. What once broke a promise is a test of its own beside this one.
 */
@DisplayName("Whatever the files say")
class FuzzTest {

    @Test
    @Timeout(300)
    void the_answer_is_a_stack_or_problems_in_no_time(@TempDir Path folder) {
        Fuzzing fuzzing = new Fuzzing(folder);
        Long only = Long.getLong("fuzz.seed");
        if (only != null) {
            fuzzing.run(only);
            return;
        }
        long first = System.nanoTime();
        int runs = Integer.getInteger("fuzz.runs", 10_000);
        for (int run = 0; run < runs; run++) {
            fuzzing.run(first + run);
        }
        // Some must get through, or the mutations test the parser's first line only.
        assertThat(fuzzing.good()).isBetween(runs / 20, runs - runs / 20);
    }
}
