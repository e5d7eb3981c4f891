package io.jenkins.plugins.environments.stack;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How long reading and printing a stack takes in a warm process, and how much memory the result holds: {@code
 * benchmarks/stack}. Prints a table for the README.
 */
public final class StackBenchmark {

    private static final int WARM = 300;
    private static final String SERVICE =
            """
              s#:
                image: example.org/shop/s#:${TAG:-1.0}
                command: ["run", "--port", "80${X:-80}"]
                environment:
                  LOG_LEVEL: ${LOG_LEVEL:-info}
                  DATABASE_URL: postgres://app:${DB_PASSWORD}@db:5432/app
                  NAME: s#
                ports: ["8080"]
                volumes: ["data#:/var/lib/data"]
                healthcheck: {test: ["CMD", "true"], interval: 10s}
                deploy: {resources: {limits: {cpus: "0.5", memory: 256M}}}
            """;

    private StackBenchmark() {}

    /** @param args not used */
    public static void main(String[] args) throws IOException {
        System.out.println("| services | input | median ms | p95 ms | allocated | held | held / input |");
        System.out.println("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        measure("16 (StudyGiveWay)", SeedStacks.STUDYGIVEWAY.request(Set.of()), 300);
        for (int services : new int[] {1, 10, 100, 500, 1000}) {
            Path folder = Files.createTempDirectory("stack");
            Files.writeString(folder.resolve("compose.yaml"), compose(services));
            Files.writeString(folder.resolve(".env"), "DB_PASSWORD=correct-horse\nTAG=2.0\n");
            measure(
                    String.valueOf(services),
                    new StackRequest(folder, List.of(), List.of(), Set.of(), Map.of(), Map.of(), false),
                    services > 100 ? 30 : 200);
            Files.delete(folder.resolve("compose.yaml"));
            Files.delete(folder.resolve(".env"));
            Files.delete(folder);
        }
    }

    private static String compose(int services) {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < services; i++) {
            text.append(SERVICE.replace("#", String.valueOf(i)));
        }
        text.append("volumes:\n");
        for (int i = 0; i < services; i++) {
            text.append("  data").append(i).append(":\n");
        }
        return text.toString();
    }

    private static void measure(String name, StackRequest request, int runs) {
        StackReader reader = SeedStacks.reader();
        long input = reader.read(request).sources().stream()
                .mapToLong(file -> file.text().length())
                .sum();
        // Reading and printing: the stack, and its resolved form.
        Supplier<Object> once = () -> List.of(reader.read(request), reader.config(request));
        for (int i = 0; i < Math.min(WARM, runs); i++) {
            once.get();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] nanos = new long[runs];
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            reader.read(request);
            nanos[i] = System.nanoTime() - start;
        }
        long allocated = (threads.getCurrentThreadAllocatedBytes() - before) / runs;
        Arrays.sort(nanos);
        long held = held(() -> reader.read(request));
        System.out.printf(
                "| %s | %.1f kB | %.2f | %.2f | %.1f MB | %.2f MB | %.0f |%n",
                name,
                input / 1e3,
                nanos[runs / 2] / 1e6,
                nanos[runs * 95 / 100] / 1e6,
                allocated / 1e6,
                held / 1e6,
                (double) held / input);
    }

    /** What a result keeps in memory: the mean of several, as the collector is not exact. */
    private static long held(Supplier<Object> supplier) {
        Object[] results = new Object[20];
        long before = used();
        for (int i = 0; i < results.length; i++) {
            results[i] = supplier.get();
        }
        long after = used();
        if (Arrays.asList(results).contains(null)) {
            throw new IllegalStateException("nothing was read");
        }
        return (after - before) / results.length;
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
