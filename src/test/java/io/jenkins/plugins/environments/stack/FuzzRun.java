package io.jenkins.plugins.environments.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A long run of fuzzed files from a terminal: {@code benchmarks/fuzz [RUNS [FIRST_SEED]]}. */
public final class FuzzRun {

    private FuzzRun() {}

    /** @param args how many, a million by default; the first seed, by default that of the clock */
    public static void main(String[] args) throws IOException {
        long runs = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
        long first = args.length > 1 ? Long.parseLong(args[1]) : System.currentTimeMillis() << 20;
        Path folder = Files.createTempDirectory("fuzz");
        Fuzzing fuzzing = new Fuzzing(folder);
        long start = System.nanoTime();
        for (long run = 1; run <= runs; run++) {
            fuzzing.run(first + run - 1);
            if (run % Math.max(1, runs / 20) == 0) {
                System.out.printf(
                        "%,d inputs from seed %d in %d s: %,d gave a stack; slowest %d ms, most allocated %,d bytes%n",
                        run,
                        first,
                        Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                        fuzzing.good(),
                        fuzzing.slowest().toMillis(),
                        fuzzing.largest());
            }
        }
        for (String name : new String[] {"compose.yaml", ".env", "a.env"}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
