package io.jenkins.plugins.environments.stack;

import com.sun.management.ThreadMXBean;
import io.jenkins.plugins.environments.model.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads fuzzed files, to print them resolved and to run them, and holds each reading to its promises: a stack or problems, never another exception; not a second
 * of processor time; not more than {@value #MOST_MEGABYTES} megabytes allocated in all, and so never more in use.
 */
final class Fuzzing {

    static final int MOST_MEGABYTES = 128;
    private static final Duration MOST_TIME = Duration.ofSeconds(1);

    private final FuzzInputs inputs = new FuzzInputs();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Path folder;
    private final Map<String, String> written = new HashMap<>();
    private long slowest;
    private long largest;
    private int good;

    /** @param folder for the files */
    Fuzzing(Path folder) {
        this.folder = folder;
    }

    /** How many gave a stack. */
    int good() {
        return good;
    }

    /** The most processor time of one reading. */
    Duration slowest() {
        return Duration.ofNanos(slowest);
    }

    /** The most bytes that one reading allocated. */
    long largest() {
        return largest;
    }

    /** @throws AssertionError when a promise is broken; it says how to see that again */
    void run(long seed) {
        FuzzInputs.Input input = inputs.of(seed);
        try {
            write("compose.yaml", input.compose());
            write(".env", input.env());
            write("a.env", input.env());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        read(seed, input);
    }

    /** Disks are slower than the reader. */
    private void write(String file, String text) throws IOException {
        if (!text.equals(written.put(file, text))) {
            Files.writeString(folder.resolve(file), text);
        }
    }

    private void read(long seed, FuzzInputs.Input input) {
        StackReader reader = SeedStacks.reader();
        StackRequest request = new StackRequest(folder, List.of(), List.of(), Set.of("*"), Map.of(), Map.of(), true);
        hold(seed, input, () -> reader.config(request));
        if (hold(seed, input, () -> reader.read(request))) {
            good++;
        }
    }

    /** Whether it gave something. */
    private boolean hold(long seed, FuzzInputs.Input input, Supplier<Object> reading) {
        boolean gave = false;
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        try {
            gave = reading.get() != null;
        } catch (InvalidInputException e) {
            if (e.problems().isEmpty() || e.getMessage().isBlank()) {
                throw broken(seed, input, "said nothing", e);
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw broken(seed, input, "ended in an exception", e);
        }
        long time = threads.getCurrentThreadCpuTime() - start;
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        slowest = Math.max(slowest, time);
        largest = Math.max(largest, bytes);
        if (time > MOST_TIME.toNanos() || bytes > MOST_MEGABYTES * 1_000_000L) {
            throw broken(seed, input, "took " + Duration.ofNanos(time) + " and " + bytes + " bytes", null);
        }
        return gave;
    }

    private static AssertionError broken(long seed, FuzzInputs.Input input, String what, Throwable cause) {
        return new AssertionError(
                "reading " + what + "; again with -Dfuzz.seed=" + seed + "\n--- compose.yaml\n" + input.compose()
                        + "\n--- .env and a.env\n" + input.env(),
                cause);
    }
}
